"""Stopping a request: the catalogue says so first, then its flow run and processes are ended."""

from __future__ import annotations

import logging

from praetorium.decisions.ending import withdraw_all
from praetorium.engine import client
from praetorium.errors import ExternalError, RefusedError
from praetorium.house import House
from praetorium.models import Failure, RequestState, StepState, now

log = logging.getLogger(__name__)

SOMEBODY = "somebody in the Prefect UI"
"""Who acts there: Prefect's interface knows no names."""


def cancel(house: House, id: str, who: str | None = None) -> None:
    """End a request where it stands; what was finished stays. Raises RefusedError when it has ended already."""
    standing = house.catalogue.requests.get(id)
    if standing.state.final:
        raise RefusedError(f"request {standing.request.id} has ended already: {standing.state}")
    record_cancelled(house, standing.request.id, who or house.actor)
    if standing.flow_run:
        try:
            with client.at(house.settings):
                client.cancel_run(standing.flow_run)
        except ExternalError:  # nothing runs on without the catalogue: its writes are refused from now on
            log.warning("Prefect could not be told that %s is cancelled", standing.request.id, exc_info=True)


def record_cancelled(house: House, id: str, who: str) -> None:
    """Write that a request is cancelled, and shut out the execution that may still be running."""
    catalogue = house.catalogue
    rows = catalogue.steps.all(id)
    half = [r.title for r in rows.values() if r.state in (StepState.RUNNING, StepState.CANCELLED)]
    done = [r.title for r in rows.values() if r.state is StepState.SUCCEEDED]
    failure = Failure(
        what="The request was cancelled",
        why=f"by {who}" + (f", in the middle of: {'; '.join(half)}" if half else ""),
        next=(f"Done before: {'; '.join(done)}." if done else "Nothing was made.")
        + f" Go on after all: praetorium retry {id}",
    )
    with catalogue.write() as connection:
        lease = catalogue.requests.shut_out(connection, id)
        for row in rows.values():
            if row.state in (StepState.RUNNING, StepState.WAITING, StepState.PENDING):
                state = StepState.CANCELLED if row.state is StepState.RUNNING else StepState.SKIPPED
                catalogue.steps.mark(connection, lease, row.id, state, finished=now())
        catalogue.requests.set(
            connection, lease, state=RequestState.CANCELLED, failure=failure.dump(), finished=now(), holder=None
        )
        withdraw_all(house, connection, id, "the request was cancelled")
        catalogue.budgets.settle(connection, id)
        catalogue.events.append(
            connection, lease, "request.cancelled", "Cancelled", facts={"by": who, "half_done": half}
        )
