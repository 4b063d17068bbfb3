"""Going on with a request that ended: from the step that failed, or anew from one that is named."""

from __future__ import annotations

from praetorium.catalogue import Standing
from praetorium.catalogue.switches import paused_request
from praetorium.engine import client
from praetorium.engine.services import ensure_up
from praetorium.engine.starting import create_run
from praetorium.errors import RefusedError, UnknownError
from praetorium.house import House
from praetorium.models import Plan, RequestState, StepState

_FINISHED = (RequestState.DENIED, RequestState.REJECTED)


def retry(house: House, id: str, step: str | None = None, who: str | None = None, *, start: bool = True) -> Standing:
    """Let a request go on in its flow run; see ``reopen``.

    ``start``: the services too, if they are not up; the page, which may stand alone, leaves that to people. Raises
    ExternalError when Prefect cannot be reached: then it goes on as soon as that is.
    """
    standing = reopen(house, id, step, who)
    if start:
        ensure_up(house.settings)
    with client.at(house.settings):
        gone = standing.flow_run is None or not client.reschedule(standing.flow_run)
    if gone:
        create_run(house, standing)  # it never had a run, or that was deleted
    return house.catalogue.requests.get(standing.request.id)


def reopen(house: House, id: str, step: str | None = None, who: str | None = None) -> Standing:
    """Queue a request that ended: what is done stays done, unless ``step`` is to be done anew, and with it all that
    needs it. The plan is taken as it is now.

    Raises RefusedError when it has not ended, was denied or rejected, or has nothing left to do; UnknownError for a
    step.
    """
    standing = house.catalogue.requests.get(id)
    id, plan = standing.request.id, house.catalogue.plans.get(standing.request.id)
    if not standing.state.final:
        raise RefusedError(f"request {id} is still {standing.state}", next=f"follow it: praetorium follow {id}")
    if standing.state in _FINISHED:
        raise RefusedError(f"request {id} was {standing.state}", next="ask again in other words")
    anew = _with_dependents(plan, step) if step is not None else set()
    rows = house.catalogue.steps.all(id)
    left = {row.id for row in rows.values() if row.state is not StepState.SUCCEEDED}
    if standing.state is RequestState.DELIVERED and not anew | left:
        raise RefusedError(
            f"request {id} has done all its steps", next=f"have one done anew: praetorium retry {id} --from STEP"
        )
    if (pause := paused_request(id)) in house.catalogue.switches.on():
        house.catalogue.switches.set(pause, False, who)
    with house.catalogue.write() as connection:
        house.catalogue.requests.hold(connection, id)
        house.catalogue.requests.set(
            connection, id, state=RequestState.QUEUED, failure=None, finished=None, summary="", takeovers=0
        )
        house.catalogue.steps.reset(connection, id, anew | left, StepState.PENDING)
        title = f"Goes on: {who or house.actor} asked for it" + (f", from '{step}'" if step else "")
        facts = {"by": who or house.actor, "anew": sorted(anew), "left": sorted(left)}
        house.catalogue.events.append(connection, id, "request.retried", title, facts=facts)
    return house.catalogue.requests.get(id)


def _with_dependents(plan: Plan | None, step: str) -> set[str]:
    """The step and all that needs it, directly or not."""
    ids = [s.id for s in plan.steps] if plan else []
    if plan is None or step not in ids:
        raise UnknownError("step", step, ids)
    found = {step}
    while more := {s.id for s in plan.steps if s.id not in found and found & set(s.needs)}:
        found |= more
    return found
