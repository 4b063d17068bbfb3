"""Starting a request: its flow run is created, once, whoever asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from praetorium.catalogue import Standing
from praetorium.engine import client
from praetorium.engine.holders import holder_of
from praetorium.engine.services import ensure_up
from praetorium.house import House
from praetorium.schedules.standing import told

LONGEST_ANSWER = 24 * 3600.0
"""Seconds for which a request is held at a terminal that asks."""


def start(house: House, id: str) -> str:
    """Create the request's flow run and give its id; the same one if it has one already.

    Starts the services if they are not up. Raises ExternalError when Prefect cannot be reached: the request is kept
    and the supervisor starts it as soon as it can.
    """
    standing = house.catalogue.requests.get(id)
    if standing.flow_run:
        return standing.flow_run
    ensure_up(house.settings)
    return create_run(house, standing)


@contextmanager
def held_at_the_door(house: House, id: str) -> Iterator[None]:
    """Nobody starts the request while the body runs, because whoever asks for it is still being asked. If this process
    dies in the middle, the request is cancelled, as by an answer that was not given."""
    lease = house.catalogue.requests.acquire(id, holder_of("door"), LONGEST_ANSWER)
    try:
        yield
    finally:
        if lease is not None:
            with house.catalogue.write() as connection:
                house.catalogue.requests.release(connection, lease)


def create_run(house: House, standing: Standing) -> str:
    """The same, where the services are known to be up."""
    request = standing.request
    with client.at(house.settings):
        run = client.create_run(
            request.id,
            parameters={
                "request": request.id,
                "words": told(request.words),
                "project": request.project,
                "playbook": request.playbook,
                "unattended": request.unattended,
                "budget": request.budget,
            },
            name=standing.title,
            tags=["praetorium", f"door:{request.door}"],
            idempotency_key=request.id,
        )
    with house.catalogue.write() as connection:
        house.catalogue.requests.set(connection, request.id, flow_run=run)
        house.catalogue.events.append(connection, request.id, "request.queued", "Queued", facts={"flow_run": run})
    return run
