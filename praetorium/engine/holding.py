"""Holding back: the halt of everything, pauses of one request or one executor, and letting go on again.

The catalogue holds the switches, so they survive every restart. No step begins while one is on; the halt ends what runs
as well, within seconds: each run sees it itself, and one that does not is ended from outside.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from praetorium import launched
from praetorium.catalogue import Standing
from praetorium.catalogue.switches import HALT, halted_app, paused_executor, paused_request
from praetorium.engine import holders
from praetorium.engine.waking import wake
from praetorium.errors import PraetoriumError, RefusedError
from praetorium.executors import get as executor_of
from praetorium.house import House
from praetorium.models import RequestState, StepState, now

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=2)
"""How long a run may take to end its steps after the halt before its process is ended."""


def halt(house: House, who: str, *, apps: bool = False) -> list[tuple[str, str]]:
    """No step begins anywhere from now on, and those that run are ended. Gives request and title of each of those.

    ``apps``: launched applications are stopped as well, and started again by ``resume``.
    """
    house.catalogue.switches.set(HALT, True, who)
    running = []
    for standing in house.catalogue.requests.held():
        _tell(house, standing.request.id, "request.halted", f"Everything was halted by {who}")
        running += [(standing.request.id, title) for title in running_steps(house, standing.request.id)]
    if apps:
        for app in house.catalogue.apps.find():
            if app.wanted and launched.stop(house, app):
                house.catalogue.switches.set(halted_app(app.name), True, who)
    return running


def resume(house: House, who: str) -> tuple[list[str], list[str]]:
    """Lift the halt: gives the requests that go on by themselves and the apps that were started again.

    Raises RefusedError when nothing is halted.
    """
    if HALT not in house.catalogue.switches.on():
        raise RefusedError("nothing is halted", next="see what waits: praetorium list --state waiting")
    house.catalogue.switches.set(HALT, False, who)
    return _let_go_on(house, f"Everything goes on: {who} lifted the halt"), _start_apps(house, who)


def pause(house: House, id: str, who: str) -> Standing:
    """The request begins no further step; what runs is finished. Raises RefusedError when it is over or paused."""
    standing = house.catalogue.requests.get(id)
    id = standing.request.id
    if standing.state.final:
        raise RefusedError(f"request {id} has ended already: {standing.state}")
    if paused_request(id) in house.catalogue.switches.on():
        raise RefusedError(f"request {id} is paused already", next=f"let it go on: praetorium continue {id}")
    house.catalogue.switches.set(paused_request(id), True, who)
    _tell(house, id, "request.paused", f"Paused by {who}: no further step begins")
    return standing


def go_on(house: House, id: str, who: str) -> Standing:
    """Lift the pause of one request. Raises RefusedError when it is not paused."""
    id = house.catalogue.requests.get(id).request.id
    if paused_request(id) not in house.catalogue.switches.on():
        raise RefusedError(f"request {id} is not paused", next=f"see where it stands: praetorium show {id}")
    house.catalogue.switches.set(paused_request(id), False, who)
    _tell(house, id, "request.continued", f"{who} lets it go on")
    with house.catalogue.write() as connection:
        house.catalogue.requests.let_go_on(connection, id)
    wake(house, id)
    return house.catalogue.requests.get(id)


def pause_executor(house: House, name: str, who: str) -> None:
    """No step that this executor carries out begins. Raises UnknownError; RefusedError when it is paused already."""
    switch = paused_executor(executor_of(name).name)
    if switch in house.catalogue.switches.on():
        raise RefusedError(f"executor '{name}' is paused already", next=f"praetorium executors resume {name}")
    house.catalogue.switches.set(switch, True, who)


def resume_executor(house: House, name: str, who: str) -> list[str]:
    """Lift the pause of an executor; gives the requests that go on. Raises RefusedError when it is not paused."""
    switch = paused_executor(name)
    if switch not in house.catalogue.switches.on():
        raise RefusedError(f"executor '{name}' is not paused", next="see which are: praetorium executors list")
    house.catalogue.switches.set(switch, False, who)
    return _let_go_on(house, f"{who} lets executor '{name}' work again")


def enforce(house: House) -> None:
    """End the process of each run that goes on with a step though everything has been halted for a while."""
    since = house.catalogue.switches.since(HALT)
    if since is None or now() - since < GRACE:
        return
    for standing in house.catalogue.requests.held():
        if standing.holder and running_steps(house, standing.request.id):
            holders.end(standing.holder)


def running_steps(house: House, id: str) -> list[str]:
    """The titles of the steps that run now."""
    return [row.title for row in house.catalogue.steps.all(id).values() if row.state is StepState.RUNNING]


def _let_go_on(house: House, why: str) -> list[str]:
    """Wake what waits for anything but a person; the others notice when their answer comes."""
    asked = {approval.request for approval in house.catalogue.approvals.waiting()}
    going = []
    for standing in house.catalogue.requests.find(state=RequestState.WAITING, limit=10_000):
        id = standing.request.id
        if id in asked or paused_request(id) in house.catalogue.switches.on():
            continue
        _tell(house, id, "request.continued", why)
        with house.catalogue.write() as connection:
            house.catalogue.requests.let_go_on(connection, id)
        wake(house, id)
        going.append(id)
    return going


def _start_apps(house: House, who: str) -> list[str]:
    started = []
    on = house.catalogue.switches.on()
    for app in house.catalogue.apps.find():
        if halted_app(app.name) not in on:
            continue
        try:
            launched.start(house, app)
        except PraetoriumError:
            log.warning("application %s was not started again: praetorium apps start %s", app.title, app.name)
            continue
        house.catalogue.switches.set(halted_app(app.name), False, who)
        started.append(app.name)
    return started


def _tell(house: House, id: str, kind: str, title: str) -> None:
    with house.catalogue.write() as connection:
        house.catalogue.events.append(connection, id, kind, title)
