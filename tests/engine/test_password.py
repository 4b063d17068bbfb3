"""From the first account on Prefect's own API is not open, and everything of ours goes on with its password."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from praetorium.engine import client, password
from praetorium.engine.services import status
from praetorium.settings import Settings

pytestmark = pytest.mark.server

ROOT = Path(__file__).parents[2]


def cli(found, *words: str) -> str:
    command = [sys.executable, "-c", "from praetorium.cli import main; main()", *words]
    return subprocess.run(
        command, cwd=ROOT, env=found.environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def count(found, **options: object) -> int:
    try:
        return httpx.post(f"{found.prefect}/api/flow_runs/count", json={}, timeout=5, **options).status_code
    except httpx.TransportError:
        return 0


def test_the_first_account_closes_prefects_api(others, point, trial, until):
    point(others)
    assert count(others) == 200
    assert "Prefect asks for nothing" in cli(others, "keys", "prefect")
    said = cli(others, "users", "add", "ada", "--role", "operator")
    assert "praetorium keys prefect" in said and "start anew" in said

    until(lambda: count(others) == 401, 30, "the API stays open")
    until(lambda: status(others.settings).ready, 60, "the services are not ready again")
    file = password.file_of(others.settings)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert count(others, auth=("praetorium", "guessed")) == 401
    secret = cli(others, "keys", "prefect")
    assert count(others, auth=tuple(secret.split(":"))) == 200
    assert httpx.get(f"{others.prefect}/ui-settings").json()["auth"] == "BASIC"

    assert trial("stamp").ended().type == "COMPLETED"
    assert client.is_healthy() and client.run_states([]) == {}
    logs = b"".join(path.read_bytes() for path in (others.settings.home / "logs").iterdir())
    assert secret.encode() not in logs and secret.partition(":")[2].encode() not in logs
    assert "praetorium keys prefect" not in cli(others, "users", "add", "bob")


def test_a_second_one_does_not_change_it(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", prefect_api_url=None)
    assert password.known(settings) is None
    assert password.ensure(settings)
    first = password.known(settings)
    assert first and not password.ensure(settings) and password.known(settings) == first
    assert [path.name for path in settings.home.iterdir()] == [password.FILE]


def test_a_team_server_keeps_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    settings = Settings(home=tmp_path / "home")
    assert not password.ensure(settings) and password.known(settings) is None
