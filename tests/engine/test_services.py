"""``up`` and ``down``: once per home, on free ports, and nothing stays behind however they end."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import httpx
import pytest

from praetorium.engine import processes
from praetorium.engine.services import down, status, up
from praetorium.errors import ExternalError
from praetorium.settings import Settings

PROJECT = Path(__file__).parent / "project"

pytestmark = pytest.mark.server


def test_up_is_ready_and_says_where_everything_is(at_engine):
    found = status(at_engine.settings)
    assert found.running and found.ready and not found.foreign
    assert found.worker.running and found.worker.type == "praetorium" and found.worker.reason is None
    assert found.immediate is True
    assert httpx.get(f"{found.api}/health").json() is True
    assert "<html" in httpx.get(found.prefect, follow_redirects=True).text.lower()
    deployment = httpx.get(f"{found.api}/deployments/name/stamp/test").json()
    assert deployment["parameter_openapi_schema"]["required"] == ["path"]
    assert deployment["parameter_openapi_schema"]["properties"]["path"]["description"] == "the file to write to"


def test_only_loopback_listens(at_engine):
    port = int(at_engine.prefect.rsplit(":", 1)[1])
    wanted = f":{port:04X}"
    sockets = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    listening = [fields[1] for fields in sockets if fields[3] == "0A" and fields[1].endswith(wanted)]
    assert listening == [f"0100007F{wanted}"]


def test_a_second_up_says_that_it_runs_already(at_engine):
    said: list[str] = []
    found = up(at_engine.settings, True, None, said.append)
    assert found.already and found.prefect == at_engine.prefect
    assert said[0] == f"the services of {at_engine.settings.home} run already"


def test_everything_stays_in_the_home(at_engine):
    assert (at_engine.settings.home / "prefect" / "prefect.db").is_file()
    assert list((at_engine.settings.home.parent / "user").iterdir()) == []


def test_ports_in_use_and_every_way_to_end(services_in, until, tmp_path):
    """One home, in turn: its port is taken, the parent is killed, it is started again and stopped."""
    with socket.create_server(("127.0.0.1", 14700)), services_in(14700) as found:
        assert found.prefect == "http://127.0.0.1:14701"
        assert (
            "port 14700 is in use; the Prefect server takes 14701"
            in (found.settings.home / "logs" / "up.log").read_text()
        )
        pids = status(found.settings).pids
        zygotes = processes.children(pids["worker"])
        everything = [*pids.values(), *zygotes]
        assert len(everything) >= 5
        os.kill(pids["parent"], signal.SIGKILL)
        until(lambda: not any(map(processes.start_ticks, everything)), 5, "something outlived its parent")
        assert not status(found.settings).running

        again = up(found.settings, True, None, page=False, project=PROJECT)
        assert again.ready and not again.already
        everything = [*again.pids.values(), *processes.children(again.pids["worker"])]
        assert down(found.settings)
        assert not any(map(processes.start_ticks, everything)), "down left something running"
        assert not down(found.settings)


def test_a_team_server_is_used_and_none_is_started(at_engine, services_in, tmp_path, monkeypatch, until, trial):
    """Two homes, one server: the second one's worker serves the same pool."""
    monkeypatch.setenv("PREFECT_API_URL", f"{at_engine.prefect}/api")
    said: list[str] = []
    theirs = Settings(home=tmp_path / "second", port=14850)
    found = up(theirs, True, None, said.append, page=False, project=PROJECT)
    try:
        assert found.foreign and found.prefect == at_engine.prefect
        assert set(found.pids) == {"parent", "worker"}
        assert said[0] == f"using the Prefect server at {at_engine.prefect}/api; none of our own is started"
        assert "SQLite" in said[1]
        assert [run.ended(60).type for run in [trial("stamp") for _ in range(4)]] == ["COMPLETED"] * 4
    finally:
        assert down(theirs)
    assert httpx.get(f"{at_engine.prefect}/api/health").json() is True


def test_a_team_server_that_does_not_answer_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with pytest.raises(ExternalError, match=r"PREFECT_API_URL is http://127\.0\.0\.1:9/api, but nothing there answers"):
        up(Settings(home=tmp_path), True, 14800, page=False)
    assert not down(Settings(home=tmp_path))


def test_what_dies_again_and_again_is_said_soon(tmp_path, until):
    """Not after the patience that a slow machine's first start needs."""
    (tmp_path / "catalogue.sqlite3").write_bytes(b"this is no database" * 100)
    with pytest.raises(ExternalError, match=r"the page ends whenever it is started: .*catalogue.* cannot be read"):
        up(Settings(home=tmp_path), True, 14820)
    until(lambda: not status(Settings(home=tmp_path)).running, 10, "what did not get ready was left running")
