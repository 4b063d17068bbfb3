"""A scheduled run: the plan that was delivered, from the files as they are now."""

from __future__ import annotations

from pathlib import Path

from praetorium.catalogue import Repetition, Standing
from praetorium.errors import PraetoriumError, UserError
from praetorium.house import House
from praetorium.intake import attached, keep_brief, keep_plan, take
from praetorium.kept.reuse import marked, newest
from praetorium.models import Assumption, Attachment, Door, Failure, Request, RequestState, now
from praetorium.schedules.shape import same, shape_of
from praetorium.schedules.standing import told
from praetorium.telling.hidden import restored


def under_way(house: House, id: str) -> str | None:
    """The scheduled run of the request that is not over yet: the next one does not begin beside it."""
    thread = house.catalogue.requests.get(id).request.thread
    found = house.catalogue.requests.find(thread=thread, limit=20)
    return next((s.request.id for s in found if s.request.repeats == id and not s.state.final), None)


def again(house: House, id: str, *, words: str, flow_run: str) -> Standing:
    """Take the request once more, in its thread, with the brief and plan it was delivered with.

    Other ``words`` than it had are read anew. Raises UserError when a file is gone, came as a copy, or has another
    shape: the new request is kept as failed, with its id as a note.
    """
    original = house.catalogue.requests.get(id).request
    if words and told(words) != told(original.words):
        files = [a.origin for a in original.attachments if a.origin]
        return take(
            house,
            restored(words, original.words),
            project=original.project,
            files=files,
            unattended=True,
            budget=original.budget,
            asked_by=original.asked_by,
            door=Door.SCHEDULE,
            thread=original.thread,
            flow_run=flow_run,
        )
    known = house.catalogue.repetitions.get(original.id)
    request = original.again()
    with house.catalogue.write() as connection:
        request = house.catalogue.requests.store(connection, request, flow_run=flow_run)
        facts = {"by": request.asked_by, "door": request.door, "repeats": id}
        house.catalogue.events.append(
            connection, request.id, "request.stored", f"Due: {known.schedule.words}", facts=facts
        )
    try:
        _carry_over(house, request, known)
    except PraetoriumError as error:
        _fail(house, request.id, error)
        error.add_note(request.id)
        raise
    return house.catalogue.requests.get(request.id)


def _carry_over(house: House, request: Request, known: Repetition) -> None:
    """The files as they are now, the brief and the plan as they were."""
    fresh = tuple(_fresh(house, a, known) for a in request.attachments)
    stale = [a.name for a, b in zip(request.attachments, fresh, strict=True) if a.sha256 == b.sha256]
    brief = house.catalogue.briefs.get(known.request, known.brief_version)
    plan = house.catalogue.plans.get(known.request, known.plan_version)
    if brief is None or plan is None:
        raise UserError("what was delivered is not known any more", next="ask again with the words it was asked in")
    said = tuple(
        Assumption(about=name, value="unchanged", because="it is the very file that the first run was made from")
        for name in stale
    )
    brief = brief.model_copy(update={"assumptions": (*brief.assumptions, *said)})
    request = request.model_copy(update={"attachments": fresh})
    keep_plan(house, request, plan, keep_brief(house, request, brief))
    for name in stale:
        with house.catalogue.write() as connection:
            title = f"'{name}' has not changed since the first run"
            house.catalogue.events.append(connection, request.id, "request.unchanged", title, facts={"file": name})


def _fresh(house: House, known: Attachment, repetition: Repetition) -> Attachment:
    """The file as it is now, where it was read from. Raises UserError."""
    kept = newest(house, known)
    if kept is not None:
        found = attached(house, kept[0])
        _same_shape(house, found, repetition)
        return marked((found,), {str(found.origin): kept[1]})[0]
    if known.origin is None:
        raise UserError(
            f"'{known.name}' came along as a copy, so there is no place to read it from again",
            next="ask again on the machine that has the file, or name a file that came to stay",
        )
    path = Path(known.origin)
    if not path.is_file():
        raise UserError(
            f"'{known.name}' is not there any more: {path}", next="put it there again; the next run reads it"
        )
    found = attached(house, path)
    _same_shape(house, found, repetition)
    return found


def _same_shape(house: House, found: Attachment, repetition: Repetition) -> None:
    if found.name in repetition.shapes:
        same(found.name, repetition.shapes[found.name], shape_of(house.store.path(found.sha256), found.name))


def _fail(house: House, id: str, error: PraetoriumError) -> None:
    """Keep why the scheduled run could not be done, for whoever asked for it."""
    failure = Failure(
        what="The scheduled run was not done", why=str(error), next=error.next or f"praetorium schedules show {id}"
    )
    with house.catalogue.write() as connection:
        house.catalogue.requests.set(connection, id, state=RequestState.FAILED, failure=failure.dump(), finished=now())
        house.catalogue.events.append(connection, id, "request.failed", f"Failed: {failure.why}", facts=failure.dump())
        house.catalogue.outbox.put(connection, id, "ending", f"{id}:failed:0", {"state": RequestState.FAILED})
