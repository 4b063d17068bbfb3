"""The page alone: beside a Prefect that a team has, and where there is none at all. It starts no services."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx

from praetorium.engine.services import status
from praetorium.house import House
from praetorium.models import RequestState

from .conftest import ROOT, free_port, served, until
from .seeding import ME, failed


def listens(port: int) -> bool:
    try:
        return httpx.get(f"http://localhost:{port}/health", timeout=1).status_code == 200
    except httpx.TransportError:
        return False


def test_trying_again_from_a_lone_page_starts_no_services(house: House) -> None:
    id = failed(house, ME)
    with served(house.settings.home) as page:
        client = page.entered()
        proof = re.search(r'name="proof" content="(\w+)"', client.get(f"/requests/{id}").text)
        assert proof
        answer = client.post(f"/requests/{id}/retry", data={"csrf": proof.group(1)})
        assert answer.status_code == 503 and "praetorium up" in answer.text
        assert house.catalogue.requests.get(id).state is RequestState.QUEUED, "it goes on as soon as Prefect is there"
    assert not status(house.settings).running
    assert not (house.settings.home / "run" / "services.json").exists()


def test_beside_a_team_prefect_it_shows_the_way_there(tmp_path: Path) -> None:
    home, port, prefect = tmp_path / "home", free_port(), f"http://127.0.0.1:{free_port()}"
    environment = dict(os.environ) | {
        "PRAETORIUM_HOME": str(home),
        "PRAETORIUM_ACTOR": ME,
        "PREFECT_API_URL": f"{prefect}/api",
    }
    command = [sys.executable, "-c", "from praetorium.cli import main; main()", "web", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        told = home / "run" / "page.json"
        try:
            until(lambda: told.exists() and listens(port), 60)
            with httpx.Client(follow_redirects=True, headers={"Accept": "text/html"}, timeout=20) as client:
                shown = client.get(json.loads(told.read_text())["enter"])
                assert shown.status_code == 200 and f'href="{prefect}"' in shown.text
                assert client.get(f"http://localhost:{port}/overview").status_code == 200
        finally:
            process.send_signal(signal.SIGTERM)
            said, _ = process.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}" in said and "works once" in said
    assert not (home / "run" / "services.json").exists() and not told.exists()
