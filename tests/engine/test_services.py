"""``up`` and ``down``: once per home, on free ports, and nothing stays behind however they end."""

from __future__ import annotations

import os
import signal
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


def test_where_its_port_is_in_use_it_takes_the_next_and_nothing_outlives_its_parent(others, until):
    assert others.prefect == "http://127.0.0.1:14701"
    said = (others.settings.home / "logs" / "up.log").read_text()
    assert "port 14700 is in use; the Prefect server takes 14701" in said
    pids = status(others.settings).pids
    everything = [*pids.values(), *processes.children(pids["worker"])]
    assert len(everything) >= 5
    os.kill(pids["parent"], signal.SIGKILL)
    until(lambda: not any(map(processes.start_ticks, everything)), 5, "something outlived its parent")
    assert not status(others.settings).running

    again = up(others.settings, True, None, page=False, project=PROJECT)
    assert again.ready and not again.already
    everything = [*again.pids.values(), *processes.children(again.pids["worker"])]
    assert down(others.settings)
    assert not any(map(processes.start_ticks, everything)), "down left something running"
    assert not down(others.settings)


def test_a_team_server_is_used_and_none_is_started(at_engine, second, trial):
    """Two homes, one server: the second one's worker serves the same pool, and ends with all that it started."""
    with second() as there:
        found = there.found
        assert found.foreign and found.prefect == at_engine.prefect
        assert set(found.pids) == {"parent", "worker"}
        assert there.said[0] == f"using the Prefect server at {at_engine.prefect}/api; none of our own is started"
        assert "SQLite" in there.said[1]
        assert [run.ended(60).type for run in [trial("stamp") for _ in range(4)]] == ["COMPLETED"] * 4
        everything = [*found.pids.values(), *processes.children(found.pids["worker"])]
        assert len(everything) >= 4
    assert not any(map(processes.start_ticks, everything)), "down left something running"
    assert not down(there.settings)
    assert httpx.get(f"{at_engine.prefect}/api/health").json() is True


def test_a_team_server_that_does_not_answer_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with pytest.raises(ExternalError, match=r"PREFECT_API_URL is http://127\.0\.0\.1:9/api, but nothing there answers"):
        up(Settings(home=tmp_path), True, 14800, page=False)
    assert not down(Settings(home=tmp_path))


def test_what_dies_again_and_again_is_said_soon(at_engine, tmp_path, monkeypatch, until):
    """Not after the patience that a slow machine's first start needs."""
    monkeypatch.setenv("PREFECT_API_URL", f"{at_engine.prefect}/api")
    (tmp_path / "catalogue.sqlite3").write_bytes(b"this is no database" * 100)
    empty = tmp_path / "project"
    empty.mkdir()
    (empty / "prefect.yaml").write_text("deployments: []\n")
    with pytest.raises(ExternalError, match=r"the page ends whenever it is started: .*catalogue.* cannot be read"):
        up(Settings(home=tmp_path), True, 14820, worker="process", project=empty)
    until(lambda: not status(Settings(home=tmp_path)).running, 10, "what did not get ready was left running")
