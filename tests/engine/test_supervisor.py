"""The supervisor goes on whatever it meets, and what cannot be told to Prefect now is told later."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from praetorium import intake
from praetorium.catalogue import Approval
from praetorium.engine import forms, transport
from praetorium.engine.courier import PROGRESS, Courier
from praetorium.engine.recovery import Recovery
from praetorium.engine.starting import held_at_the_door
from praetorium.engine.supervisor import Supervisor
from praetorium.errors import UserError
from praetorium.executors.ports import Service
from praetorium.handle import Handle
from praetorium.house import House
from praetorium.models import RequestState, now
from praetorium.settings import Settings, settings
from tests.conftest import Running
from tests.waiting import until


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """An installation whose Prefect does not answer."""
    monkeypatch.setenv("PRAETORIUM_HOME", str(tmp_path / "home"))
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{nobody.getsockname()[1]}/api")
    monkeypatch.setattr(transport, "_PATIENCE", 0.0)
    settings.cache_clear()
    made = House(Settings())
    yield made
    made.close()
    settings.cache_clear()


def test_a_row_that_cannot_be_read_does_not_end_the_supervisor(house: House) -> None:
    id = intake.take(house, "Build me a CRM", unattended=True).request.id
    with house.catalogue.write() as connection:
        connection.execute(text("UPDATE outbox SET payload = '{broken'"))
        house.catalogue.requests.set(connection, id, flow_run="a run")
    supervisor = Supervisor(house)
    thread = threading.Thread(target=supervisor.run, daemon=True)
    thread.start()
    try:
        for _ in range(2):
            before = time.monotonic()
            until(lambda since=before: supervisor.looked > since, 10, "it looks once more")
        assert thread.is_alive()
    finally:
        supervisor.stop()
        thread.join(5)


def test_while_prefect_is_away_nothing_is_given_up(house: House) -> None:
    id = intake.take(house, "Build me a CRM", unattended=True).request.id
    with house.catalogue.write() as connection:
        house.catalogue.requests.set(connection, id, flow_run="a run")
    waiting = house.catalogue.outbox.pending()
    assert waiting
    courier = Courier(house)
    for _ in range(25):
        assert courier.deliver() == 0
    assert house.catalogue.outbox.pending() == waiting


@pytest.mark.server
def test_of_progress_only_the_newest_is_brought(
    tmp_path: Path, services: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", f"{services.prefect}/api")
    monkeypatch.setenv("PRAETORIUM_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    house = House(Settings())
    ids = [intake.take(house, "Build me a CRM", unattended=True).request.id for _ in range(2)]
    with house.catalogue.write() as connection:
        connection.execute(text("DELETE FROM outbox"))
        for done in (1, 2, 3):
            for id in ids:
                house.catalogue.outbox.put(connection, id, PROGRESS, f"{id}:{done}", {"done": done, "all": 4})
        for id in ids:
            house.catalogue.requests.set(connection, id, finished=now())
    assert Courier(house).deliver() == 2
    assert house.catalogue.outbox.pending() == []
    house.close()
    for id in ids:
        query = {"artifacts": {"key": {"any_": [f"progress-{id}"]}}}
        made = httpx.post(f"{services.prefect}/api/artifacts/filter", json=query).json()
        assert [artifact["data"] for artifact in made] == [75.0]


def test_a_form_with_parameters_of_another_shape_is_said_to_be_wrong() -> None:
    shown = {"parameters": {"path": "old"}}
    asked = Approval(request="req-1", question="Remove old?", shown=shown, step="clear", kind="step")
    with pytest.raises(UserError, match="name by name"):
        forms.read(asked, {"answer": "edit", "parameters": "older"})


def test_a_request_whose_door_still_asks_is_started_by_nobody(house: House) -> None:
    id = intake.take(house, "Build me a CRM").request.id
    with held_at_the_door(house, id):
        assert house.catalogue.requests.unstarted(0) == []
        assert Recovery(house).due() == []
    assert [standing.request.id for standing in house.catalogue.requests.unstarted(0)] == [id]


def test_a_request_whose_door_is_gone_in_the_middle_is_cancelled(house: House) -> None:
    id = intake.take(house, "Build me a CRM").request.id
    asking = f"""
import os, signal
from praetorium.engine.starting import held_at_the_door
from praetorium.handle import Handle
from praetorium.house import House
from praetorium.models import RequestState
with held_at_the_door(House(), {id!r}):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", asking], check=False, env=dict(os.environ))
    recovery = Recovery(house)
    [dead] = recovery.due()
    recovery.take_over(dead)
    assert house.catalogue.requests.get(id).state is RequestState.CANCELLED


def test_apps_run_again_when_what_keeps_them_running_was_killed(house: House, tmp_path: Path) -> None:
    host, pid = house.hosts["process"], house.settings.home / "apps" / "supervisord.pid"
    id = intake.take(house, "Build me a CRM", unattended=True).request.id
    host.start(Service(name="app", argv=("/bin/sleep", "600"), folder=tmp_path))
    told = {"title": "App", "asset": None, "version": None, "port": 1, "url": "http://127.0.0.1:1", "data": None}
    with house.catalogue.write() as connection:
        house.catalogue.apps.store(connection, name="app", request=id, host=host.kind, definition={}, **told)
    daemon = int(pid.read_text())
    os.kill(daemon, signal.SIGKILL)
    try:
        Supervisor(house).tick()
        until(lambda: int(pid.read_text()) != daemon, 20, "it is started again")
        assert [(app.name, app.running) for app in host.all()] == [("app", True)]
    finally:
        host.remove("app")


def test_all_events_are_told_however_many(house: House) -> None:
    id = intake.take(house, "Build me a CRM").request.id
    with house.catalogue.write() as connection:
        for number in range(1500):
            house.catalogue.events.append(connection, id, "step.said", f"row {number}")
        house.catalogue.requests.set(connection, id, state=RequestState.FAILED)
    told = [event.title for event in Handle(house, id).events()]
    assert told[-1] == "row 1499"
    assert len([title for title in told if title.startswith("row ")]) == 1500
