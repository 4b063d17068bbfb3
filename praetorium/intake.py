"""Intake: what every door does with a request. It is kept before anything else happens, then read.

Reading at the door costs milliseconds and tells a person at once what was understood, or that nothing was.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from praetorium.catalogue import Standing
from praetorium.errors import PraetoriumError, RejectedError, UserError
from praetorium.house import House
from praetorium.models import Attachment, Brief, Door, Failure, Plan, Request, RequestState, now
from praetorium.planning.planner import choose, make_plan
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
        thread=thread or "",
        asked_by=asked_by or house.actor,
        door=door,
        project=str(project) if project else None,
        playbook=playbook,
        parameters=dict(parameters or {}),
        unattended=unattended,
        budget=budget,
    )
    with house.catalogue.write() as connection:
        request = house.catalogue.requests.store(connection, request, flow_run=flow_run)
        house.catalogue.events.append(
            connection, request.id, "request.stored", "Request kept", facts={"by": request.asked_by, "door": door}
        )
    try:
        request = _complete(house, request, files, folder)
        brief = understand(house, request)
        request = _placed(house, request, brief, folder)
        plan(house, request, brief)
    except PraetoriumError as error:
        reject(house, request.id, error)
        error.add_note(request.id)
        raise
    return house.catalogue.requests.get(request.id)


def understand(house: House, request: Request) -> Brief:
    """The request's brief: the one that is kept, or made now from its words. Raises RejectedError."""
    known = house.catalogue.briefs.get(request.id)
    if known is not None:
        return known
    if len(request.words.encode()) > MOST_BYTES:
        raise RejectedError(
            f"the words are {len(request.words.encode()) // 1000} kB long; at most {MOST_BYTES // 1000} kB are read",
            examples=EXAMPLES,
            next="say in a few sentences what you need and attach the rest with --file",
        )
    brief = read(
        request.words,
        attachments=request.attachments,
        project_files=_project_files(request),
        project=request.project,
    )
    with house.catalogue.write() as connection:
        brief = house.catalogue.briefs.store(connection, request.id, brief)
        house.catalogue.requests.set(connection, request.id, title=brief.title)
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


def plan(house: House, request: Request, brief: Brief) -> Plan:
    """The request's plan: the one that is kept, or made now from its brief. Raises UserError."""
    known = house.catalogue.plans.get(request.id)
    if known is not None:
        return known
    made = draft(house, request, brief)
    with house.catalogue.write() as connection:
        made = house.catalogue.plans.store(connection, request.id, made, brief)
        house.catalogue.steps.lay_out(connection, request.id, made)
        house.catalogue.outbox.put(connection, request.id, "plan", request.id, {"version": made.version})
        house.catalogue.events.append(
            connection,
            request.id,
            "plan.made",
            f"Planned {len(made.steps)} steps, about {made.estimate.seconds:.0f} s",
            facts={"playbook": made.playbook, "seconds": made.estimate.seconds, "cost": made.estimate.cost},
        )
    return made


def draft(house: House, request: Request, brief: Brief) -> Plan:
    """A plan that is kept nowhere."""
    return make_plan(brief, request, choose(brief, request, house.playbooks), house.catalogue.steps.history)


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


def _complete(house: House, request: Request, files: Iterable[str | Path], folder: Path | None) -> Request:
    """Attach the files and settle the project's folder; the stored request is brought up to date."""
    changed: dict[str, Any] = {}
    if request.project:
        path = Path(request.project).expanduser()
        path = path if path.is_absolute() or folder is None else folder / path
        if not path.is_dir():
            raise UserError(f"the project folder {path} is not there", next="name a folder that exists")
        changed["project"] = str(path.resolve())
    attachments = [_attach(house, _found(Path(f).expanduser(), folder)) for f in files]
    named = {a.name for a in attachments}
    for name in _named_files(request.words):
        for place in (Path(changed["project"]) if request.project else None, folder):
            if place is not None and Path(name).name not in named and (place / name).is_file():
                attachments.append(_attach(house, place / name))
                named.add(Path(name).name)
    if attachments:
        changed["attachments"] = tuple(attachments)
    if not changed:
        return request
    complete = request.model_copy(update=changed)
    _update(house, complete)
    return complete


def _placed(house: House, request: Request, brief: Brief, folder: Path | None) -> Request:
    """A folder that the words name, of a request without a project, is the folder it works in."""
    named = brief.parameters.get("path")
    if request.project or not named:
        return request
    path = Path(str(named)).expanduser()
    path = path if path.is_absolute() or folder is None else folder / path
    if not path.is_dir():
        raise UserError(f"there is no folder {path}", next="name one that exists, or give it with --project")
    parameters = {**request.parameters, "path": "."}
    placed = request.model_copy(update={"project": str(path.resolve()), "parameters": parameters})
    _update(house, placed)
    return placed


def _update(house: House, request: Request) -> None:
    with house.catalogue.write() as connection:
        house.catalogue.requests.set(connection, request.id, body=request.dump(), project=request.project)


def _found(path: Path, folder: Path | None) -> Path:
    path = path if path.is_absolute() or folder is None else folder / path
    if not path.is_file():
        raise UserError(f"the file {path} is not there", next="check its name and attach it with --file")
    return path


def _attach(house: House, path: Path) -> Attachment:
    blob = house.store.put_file(path)
    mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Attachment(name=path.name, sha256=blob.sha256, bytes=blob.bytes, mime=mime, origin=str(path.resolve()))


def _named_files(words: str) -> list[str]:
    return list(files_in(words)) if len(words) <= MOST_BYTES else []


def _project_files(request: Request) -> list[str]:
    """Names at the top of the project's folder, at most 500: context for the reader."""
    if not request.project:
        return []
    return sorted(p.name for p in Path(request.project).iterdir() if not p.name.startswith("."))[:500]
