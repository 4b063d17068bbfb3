"""Intake: what every door does with a request. It is kept before anything else happens, then read.

Reading at the door costs milliseconds and tells a person at once what was understood, or that nothing was.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from praetorium.accounts.reach import Reach, UnseenError
from praetorium.catalogue import Standing
from praetorium.changing.renewal import INTENT, renewed
from praetorium.errors import PraetoriumError, RejectedError, UserError
from praetorium.executors import get as executor_of
from praetorium.house import House
from praetorium.kept.reuse import given, marked
from praetorium.models import Attachment, Brief, Door, Failure, Plan, Request, RequestState, now
from praetorium.models.secret import discreet
from praetorium.planning.planner import choose, make_plan
from praetorium.schedules.settling import settled
from praetorium.settings import templates
from praetorium.words import read
from praetorium.words.named_files import files_in

MOST_BYTES = 100_000
"""Longest words that are read; a request this long still fits the reader's second."""


def take(
    house: House,
    words: str,
    *,
    project: str | Path | None = None,
    playbook: str | None = None,
    parameters: Mapping[str, Any] | None = None,
    files: Iterable[str | Path] = (),
    folder: Path | None = None,
    unattended: bool = False,
    budget: float | None = None,
    asked_by: str | None = None,
    door: Door = Door.PYTHON,
    thread: str | None = None,
    flow_run: str | None = None,
) -> Standing:
    """Keep the request, with the files it names; read and plan it.

    ``folder`` is where a person stands: relative paths and files named in the words are looked for there. A request
    that cannot be used is kept as ``rejected``, and RejectedError or UserError is raised with its id as a note.
    ``flow_run``: the run that brought the request in, where Prefect started it.
    """
    request = Request(
        words=words,
        asked_by=asked_by or house.actor,
        door=door,
        project=str(project) if project else None,
        playbook=playbook,
        parameters=dict(parameters or {}),
        unattended=unattended,
        budget=budget,
    )
    reach = Reach.of(house, request)
    thread, astray = _joined(reach, thread)
    request = request.model_copy(update={"thread": thread})
    with house.catalogue.write() as connection:
        request = house.catalogue.requests.store(connection, request, flow_run=flow_run)
        house.catalogue.events.append(
            connection, request.id, "request.stored", "Request kept", facts={"by": request.asked_by, "door": door}
        )
    try:
        if astray is not None:
            raise astray
        paths, versions = given(house, files)
        request, brief = renewed(house, request, folder) or look(
            request,
            paths,
            folder,
            timezone=house.settings.timezone,
            bytes_of=lambda path: _kept(house, path),
            reach=reach,
        )
        request = request.model_copy(update={"attachments": marked(request.attachments, versions)})
        brief = keep_brief(house, request, brief)
        _register(house, request)
        if request.unattended or not any(question.blocking for question in brief.questions):
            plan(house, request, brief)
    except PraetoriumError as error:
        reject(house, request.id, error)
        error.add_note(request.id)
        raise
    except Exception as problem:  # whatever it was: kept and not read, it would be tried again for ever
        told = UserError(f"it could not be read: {problem}", next="check the folder and files that it names")
        reject(house, request.id, told)
        told.add_note(request.id)
        raise told from problem
    except KeyboardInterrupt as stopped:  # it is kept, and goes on without whoever stopped waiting
        stopped.add_note(request.id)
        raise
    return house.catalogue.requests.get(request.id)


def look(
    request: Request,
    files: Iterable[str | Path] = (),
    folder: Path | None = None,
    *,
    timezone: str | None = None,
    bytes_of: Callable[[Path], tuple[str, int]],
    reach: Reach | None = None,
) -> tuple[Request, Brief]:
    """Read a request and settle what it speaks of (project, files, paths), without keeping anything.

    ``timezone`` is that of a schedule whose words name none; ``bytes_of`` gives checksum and size of a file that comes
    along. ``reach``: what whoever asks may have looked at; None: all that this process can. Raises RejectedError for
    words that say nothing usable, UserError for a folder or file that is not there, or not theirs to name.
    """
    if len(request.words.encode()) > MOST_BYTES:
        raise RejectedError(
            f"the words are {len(request.words.encode()) // 1000} kB long; at most {MOST_BYTES // 1000} kB are read",
            examples=EXAMPLES,
            next="say in a few sentences what you need and attach the rest with --file",
        )
    if request.project:
        place = _folder(request.project, folder, "name a folder that exists")
        request = request.model_copy(update={"project": str(place)})
    readable = request.project is not None and (reach is None or reach.reads(request.project))
    places = [place for place in (Path(request.project) if request.project and readable else None, folder) if place]
    found = _attachments(request, files, folder, bytes_of, places, inside=reach is not None and not reach.here)
    request = request.model_copy(update={"attachments": found})
    brief = _specified(request) or read(
        request.words,
        attachments=request.attachments,
        project_files=_project_files(request) if readable else [],
        project=request.project,
    )
    brief = settled(brief, timezone)
    named = brief.parameters.get("path")
    # From afar, "here" is no folder of this machine: it is the one the request gets for itself.
    stands = folder is not None or request.door in (Door.CLI, Door.PYTHON)
    if named and not request.project and (stands or str(named) != "."):
        # A folder that the words name is the folder the request works in.
        place = _folder(str(named), folder, "name one that exists, or give it with --project")
        if reach is not None:
            reach.reads(str(place))
        request = request.model_copy(update={"project": str(place)})
        brief = brief.model_copy(update={"parameters": {**brief.parameters, "path": "."}})
    brief = brief.model_copy(update={"title": discreet(brief.title), "summary": discreet(brief.summary)})
    return request, _answered(request, brief)


def _answered(request: Request, brief: Brief) -> Brief:
    """The brief without questions that the request's parameters answer."""
    answered = {q.id: request.parameters[q.id] for q in brief.questions if q.id in request.parameters}
    if not answered:
        return brief
    left = tuple(question for question in brief.questions if question.id not in answered)
    return brief.model_copy(update={"questions": left, "parameters": {**brief.parameters, **answered}})


def _specified(request: Request) -> Brief | None:
    """The brief of an application that a file which came along specifies; None where no file does."""
    for attachment in request.attachments:
        if attachment.origin and attachment.suffix in (".sql", ".json", ".yaml", ".yml", ".csv"):
            from praetorium.words.specifications.application import application, is_specification

            path = Path(attachment.origin)
            if is_specification(path, request.words):
                return application(request.words, path)
    return None


def understand(house: House, request: Request) -> Brief:
    """The request's brief: the one that is kept, or made now from its words. Raises RejectedError or UserError."""
    known = house.catalogue.briefs.get(request.id)
    if known is not None:
        return known
    request, brief = renewed(house, request) or look(
        request,
        timezone=house.settings.timezone,
        bytes_of=lambda path: _kept(house, path),
        reach=Reach.of(house, request),
    )
    return keep_brief(house, request, brief)


def plan(house: House, request: Request, brief: Brief) -> Plan:
    """The request's plan: the one that is kept, or made now from its brief. Raises UserError."""
    known = house.catalogue.plans.get(request.id)
    if known is not None:
        return known
    made = draft(house, request, brief)
    reach = Reach.of(house, request)
    for step in made.steps:
        named = {name: value for name, value in step.parameters.items() if "${" not in str(value)}
        reach.check(executor_of(step.executor).works_on, named)
    return keep_plan(house, request, made, brief)


def keep_plan(house: House, request: Request, made: Plan, brief: Brief) -> Plan:
    """Store a plan as the request's next, with its steps laid out."""
    with house.catalogue.write() as connection:
        made = house.catalogue.plans.store(connection, request.id, made, brief)
        house.catalogue.steps.lay_out(connection, request.id, made)
        house.catalogue.outbox.put(connection, request.id, "plan", request.id, {"version": made.version})
        house.catalogue.events.append(
            connection,
            request.id,
            "plan.made",
            f"Planned {len(made.steps)} step{'s' * (len(made.steps) != 1)}, about {made.estimate.seconds:.0f} s",
            facts={"playbook": made.playbook, "seconds": made.estimate.seconds, "cost": made.estimate.cost},
        )
    return made


def draft(house: House, request: Request, brief: Brief) -> Plan:
    """A plan that is kept nowhere."""
    made = _discreet(
        make_plan(brief, request, choose(brief, request, house.playbooks), house.catalogue.steps.history())
    )
    if request.project is None or Reach.of(house, request).reads(request.project):
        made = made.model_copy(update={"notes": (*made.notes, *_absent(request, brief))})
    if brief.intent != INTENT:
        return made
    from praetorium.changing.comparison import file_changes, notes  # the generator takes its time to import

    source = house.library.view(
        house.catalogue.assets.get(brief.parameters["asset"], brief.parameters["source_version"])
    )
    return made.model_copy(
        update={"notes": (*made.notes, brief.parameters["changes"], *notes(file_changes(brief, source, templates())))}
    )


def _discreet(made: Plan) -> Plan:
    """With titles and reasons that tell nothing that may be secret: they name runs, and go into every message."""
    steps = [
        step.model_copy(update={name: discreet(getattr(step, name)) for name in ("title", "why", "expected")})
        for step in made.steps
    ]
    notes = tuple(map(discreet, made.notes))
    return made.model_copy(update={"title": discreet(made.title), "steps": tuple(steps), "notes": notes})


def _joined(reach: Reach, thread: str | None) -> tuple[str, UnseenError | None]:
    """The thread that a request follows, where whoever asks may see it; else none, and why."""
    if not thread or reach.who.role.sees_all:
        return thread or "", None
    try:
        return reach.request(thread).request.thread, None
    except UnseenError:
        return "", UnseenError("thread", thread)


def _absent(request: Request, brief: Brief) -> list[str]:
    """What to do about files that the words name and that are nowhere: the work on them would fail."""
    here = {a.name for a in request.attachments}
    folder = Path(request.project) if request.project else None
    absent = [n for n in brief.files if Path(n).name not in here and not (folder and (folder / n).is_file())]
    return [
        f"There is no file '{name}' here: attach it with --file, or name its folder with --project" for name in absent
    ]


def reject(house: House, id: str, error: PraetoriumError) -> None:
    """Keep why a request could not be used."""
    failure = Failure(what="The request was not taken on", why=str(error), next=error.next or "say it another way")
    with house.catalogue.write() as connection:
        house.catalogue.requests.set(
            connection, id, state=RequestState.REJECTED, failure=failure.dump(), finished=now()
        )
        house.catalogue.events.append(connection, id, "request.rejected", failure.why, facts={"next": failure.next})


EXAMPLES = (
    "Build me a CRM with contacts and leads",
    "sales report from orders.csv",
    "one-page website for my bakery",
)


def keep_brief(house: House, request: Request, brief: Brief) -> Brief:
    """Store what was understood, and what the request turned out to work on."""
    with house.catalogue.write() as connection:
        house.catalogue.requests.set(
            connection, request.id, body=request.dump(), project=request.project, title=brief.title
        )
        brief = house.catalogue.briefs.store(connection, request.id, brief)
        house.catalogue.outbox.put(connection, request.id, "brief", request.id, {"version": brief.version})
        house.catalogue.events.append(
            connection,
            request.id,
            "brief.made",
            brief.summary,
            facts={
                "corrections": [c.dump() for c in brief.corrections],
                "assumptions": [a.dump() for a in brief.assumptions],
                "questions": [q.dump() for q in brief.questions],
                "unread": [u.dump() for u in brief.unread],
            },
        )
    return brief


def _register(house: House, request: Request) -> None:
    """Whoever stands at this machine and names a folder of theirs has registered it; said once."""
    if request.project is None or request.door not in (Door.CLI, Door.PYTHON):
        return
    with house.catalogue.write() as connection:
        if house.catalogue.projects.register(connection, request.project, request.asked_by):
            title = f"Registered {request.project}: requests may work there from now on"
            facts = {"project": request.project, "revoke": f"praetorium projects remove {request.project}"}
            house.catalogue.events.append(connection, request.id, "project.registered", title, facts=facts)


def _folder(name: str, start: Path | None, next: str) -> Path:
    path = ((start or Path.cwd()) / Path(name).expanduser()).resolve()
    if not path.is_dir():
        raise UserError(f"there is no folder {path}", next=next)
    return path


def _attachments(
    request: Request,
    files: Iterable[str | Path],
    folder: Path | None,
    bytes_of: Callable[[Path], tuple[str, int]],
    places: Sequence[Path],
    *,
    inside: bool,
) -> tuple[Attachment, ...]:
    """The files given along, and those that the words name and that lie in one of the places: the project, or where the
    person stands. ``inside``: no name leads out of its place."""
    found = {a.name: a for a in request.attachments}
    for name in files:
        path = (folder or Path.cwd()) / Path(name).expanduser()
        if not path.is_file():
            raise UserError(f"the file {path} is not there", next="check its name and attach it with --file")
        found[path.name] = _attachment(path, bytes_of)
    for name in files_in(request.words):
        for place in places:
            path = place / name
            if inside and not path.resolve().is_relative_to(place.resolve()):
                continue
            if path.name not in found and path.is_file():
                found[path.name] = _attachment(path, bytes_of)
    return tuple(found.values())


def attached(house: House, path: Path) -> Attachment:
    """A file as it is now, its bytes kept."""
    return _attachment(path, lambda place: _kept(house, place))


def _attachment(path: Path, bytes_of: Callable[[Path], tuple[str, int]]) -> Attachment:
    sha256, size = bytes_of(path)
    mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Attachment(name=path.name, sha256=sha256, bytes=size, mime=mime, origin=str(path.resolve()))


def _kept(house: House, path: Path) -> tuple[str, int]:
    blob = house.store.put_file(path)
    return blob.sha256, blob.bytes


def _project_files(request: Request) -> list[str]:
    """Names at the top of the project's folder, at most 500: context for the reader."""
    if not request.project:
        return []
    return sorted(p.name for p in Path(request.project).iterdir() if not p.name.startswith("."))[:500]
