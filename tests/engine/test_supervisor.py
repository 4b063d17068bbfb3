"""The supervisor goes on whatever it meets, and what cannot be told to Prefect now is told later."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from praetorium import intake
from praetorium.catalogue import Approval
from praetorium.engine import forms, transport
from praetorium.engine.courier import Courier
from praetorium.engine.supervisor import Supervisor
from praetorium.errors import UserError
from praetorium.house import House
from praetorium.settings import Settings, settings
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


def test_a_form_with_parameters_of_another_shape_is_said_to_be_wrong() -> None:
    shown = {"parameters": {"path": "old"}}
    asked = Approval(request="req-1", question="Remove old?", shown=shown, step="clear", kind="step")
    with pytest.raises(UserError, match="name by name"):
        forms.read(asked, {"answer": "edit", "parameters": "older"})
