"""``praetorium run`` against real services: accepted, followed, and told in JSON alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Running

from .conftest import ROOT, Ended
from .test_requests import KEYS

pytestmark = pytest.mark.server


def call(services: Running, folder: Path, *arguments: str) -> Ended:
    ended = subprocess.run(
        [sys.executable, "-c", "from praetorium.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        cwd=folder,
        env=services.environment | {"PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "proj").mkdir()
    (tmp_path / "proj" / "precious.txt").write_text("still here")
    return tmp_path


def test_status_says_what_is_up(services: Running, tmp_path: Path) -> None:
    told = call(services, tmp_path, "status", "--json").json
    assert told["prefect"] == services.prefect
    assert told["worker"] == {"running": True}
    assert told["home"] == str(services.settings.home)
    assert set(told) >= {"prefect", "page", "worker", "apps", "home", "version"}


def test_a_second_up_says_that_they_run(services: Running, tmp_path: Path) -> None:
    ended = call(services, tmp_path, "up", "--detach")
    assert ended.code == 0
    assert "run already" in ended.out
    assert services.prefect in ended.out


def test_detached_it_is_accepted_and_followed_later(services: Running, project: Path) -> None:
    words = ("run `echo hello`", "--project", "proj", "--yes")
    accepted = call(services, project, "run", *words, "--detach", "--json")
    assert accepted.code == 0, accepted.err
    told = accepted.json
    assert set(told) >= KEYS
    assert told["state"] == "queued"
    assert told["prefect"]["flow_run_id"]
    ended = call(services, project, "follow", told["request"], "--json")
    assert ended.code == 0, ended.err
    assert ended.json["state"] == "delivered"
    assert ended.json["steps"][0]["state"] == "succeeded"


def test_what_policy_keeps_for_a_person_waits(services: Running, project: Path) -> None:
    ended = call(services, project, "run", "delete everything in ./proj", "--yes", "--json")
    assert ended.code == 5, ended.err
    told = ended.json
    assert told["state"] == "waiting"
    assert told["waiting_for"][0]["shown"]["rule"]
    assert (project / "proj" / "precious.txt").read_text() == "still here"
    waiting = call(services, project, "approvals", "list", "--request", told["request"], "--json").json
    assert [approval["id"] for approval in waiting] == [told["waiting_for"][0]["id"]]
    assert call(services, project, "cancel", told["request"]).code == 0


def test_a_command_that_fails_is_told(services: Running, project: Path) -> None:
    ended = call(services, project, "run", "run `false`", "--project", "proj", "--yes")
    assert ended.code == 1, ended.err
    for expected in ("Understood", "Plan", "✗ Failed", "Why", "Next"):
        assert expected in ended.out
    assert "Traceback" not in ended.out + ended.err
