"""A change to an app that was made earlier: its last brief and the words give the next one."""

from __future__ import annotations

import re
from pathlib import Path

from praetorium.accounts.reach import Reach
from praetorium.catalogue import App
from praetorium.errors import RejectedError, UserError
from praetorium.generate.features import uses_of
from praetorium.generate.reading import app_view
from praetorium.house import House
from praetorium.models import Brief, Request, Unread
from praetorium.words.refining import refine
from praetorium.words.reshaping import in_its_place

INTENT = "change-app"
_ANEW = re.compile(
    r"^\s*(?:please\s+)?(?:build|create|make|write|generate|develop|i need an?|i want an?)\b", re.IGNORECASE
)


def renewed(house: House, request: Request, folder: Path | None = None) -> tuple[Request, Brief] | None:
    """The request and its brief, where its project is an app, or a folder in which one was made; else None.

    Raises RejectedError when nothing of the words can be used for it, UserError for an app that cannot be changed in
    place.
    """
    reach = Reach.of(house, request)
    app = _app(house, reach, request.project, folder) if request.project else None
    if app is None:
        return None
    named = app.name == request.project
    if not named and _ANEW.match(request.words):
        return None  # something new is to be made in the folder
    known = house.catalogue.briefs.get(app.request)
    if known is None or app.asset is None or app.version is None or app.host != "process":
        why = "runs in a container" if app.host != "process" else "was not made by a request that is on record"
        raise UserError(f"the app '{app.name}' {why}: it cannot be changed in place", next="ask for it anew")
    try:
        made = refine(known.model_copy(update={"intent": "build-app"}), request.words)
    except RejectedError:
        if named:
            raise
        return None
    _check_gone(known, made.brief)
    given: dict[str, str | int] = {"service": app.name, "asset": app.asset, "source_version": app.version}
    given["changes"] = "; ".join(made.changes)
    brief = _kept_in_place(known, made.brief)
    brief = brief.model_copy(
        update={
            "version": 1,
            "intent": INTENT,
            "parameters": {**brief.parameters, **given},
            "unread": tuple(Unread(sentence=_sentence(why), why=_reason(why)) for why in made.refused),
            "corrections": (),
            "assumptions": (),
            "questions": (),
        }
    )
    # In a workspace of its own: the folder of the version that runs is not touched.
    return request.model_copy(update={"project": None}), brief


def _check_gone(before: Brief, after: Brief) -> None:
    """Raise RejectedError for a feature that was to be left out and that another one cannot do without."""
    gone = {f.name: f.label for f in before.features if f.name not in {other.name for other in after.features}}
    kept = uses_of(after, app_view(after)) if gone else {}
    for name, label in gone.items():
        needing = [use.label for _, use in kept.values() if name in use.needs]
        if name in kept and needing:
            raise RejectedError(
                f"'{label}' cannot be left out: it is needed by {'; '.join(needing)}",
                examples=(
                    f"without {other.replace('_', ' ')}" for other, (_, use) in kept.items() if name in use.needs
                ),
                next="leave that out as well, in the same words",
            )


def _kept_in_place(before: Brief, after: Brief) -> Brief:
    """What is only called otherwise keeps its table and its addresses: its records stay, and links to them go on."""
    for old in before.entities:
        if after.entity(old.name) is None:
            has = {field.name for field in old.fields}
            others = (e for e in after.entities if before.entity(e.name) is None)
            twin = next((e for e in others if has <= {field.name for field in e.fields}), None)
            if twin is not None:
                after = in_its_place(after, twin, twin.model_copy(update={"name": old.name, "plural": old.plural}))
    return after


def _app(house: House, reach: Reach, project: str, folder: Path | None) -> App | None:
    """The app of that name, or the newest that was made in that folder, as far as they may change it.

    Raises RefusedError for one that is named and is somebody else's.
    """
    apps = reach.apps()
    path = ((folder or Path.cwd()) / Path(project).expanduser()).resolve()
    if not path.is_dir():
        return reach.own_app(project) if any(app.name == project for app in apps) else None
    made = ((app, house.catalogue.requests.get(app.request)) for app in apps)
    here = (app for app, by in made if by.workspace == str(path) and reach.who.governs(by.request.asked_by))
    return next(here, None)


def _sentence(why: str) -> str:
    """The words that a refusal quotes, else all of it."""
    quoted = re.match(r"'(.+)' was not understood$", why)
    return quoted[1] if quoted else why


def _reason(why: str) -> str:
    return "it was not understood" if why.endswith("was not understood") else "it cannot be done"
