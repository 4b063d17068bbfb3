"""One sentence in, a running and proven application out; seen as its user, and in Prefect."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from praetorium import House, submit
from praetorium.engine import client
from praetorium.models import Report, RequestState, StepState
from tests.conftest import Running
from tests.fulfil.conftest import WORDS
from tests.waiting import until

pytestmark = [pytest.mark.server, pytest.mark.timeout(900)]


def test_the_application_is_delivered_with_every_check_passed(crm: Report) -> None:
    assert crm.error is None
    assert crm.state is RequestState.DELIVERED
    assert [s.state for s in crm.steps] == [StepState.SUCCEEDED] * 6
    checks = [c for s in crm.steps for c in s.checks]
    assert len(checks) >= 20
    assert all(c.passed and c.evidence for c in checks)
    assert {"tables", "operations", "pages"} <= set(crm.created)
    assert {"fastapi", "sqlalchemy"} <= {p.name.lower() for p in crm.packages}
    assert crm.estimate.seconds > 0


def test_its_url_opens_and_keeps_what_is_typed(crm: Report) -> None:
    address = crm.urls[0]
    assert address.checked
    with httpx.Client(base_url=address.url) as browser:
        assert "CRM" in browser.get("/").text
        made = browser.post("/api/contacts", json={"name": "Ada Lovelace"})
        assert made.status_code == 201
        assert "Ada Lovelace" in browser.get("/contacts", params={"q": "Lovelace"}).text


def test_a_killed_application_comes_back(crm: Report, house: House) -> None:
    app = house.catalogue.apps.get("crm")
    before = house.hosts[app.host].state("crm")
    assert before is not None and before.pid is not None
    os.kill(before.pid, signal.SIGKILL)

    def back() -> bool:
        now = house.hosts[app.host].state("crm")
        try:
            return now is not None and now.pid != before.pid and httpx.get(f"{app.url}/health").status_code == 200
        except httpx.HTTPError:
            return False

    until(back, 30, "the application to come back")


def test_the_source_is_a_repository_that_somebody_can_take_over(crm: Report) -> None:
    app = next(a for a in crm.assets if a.kind == "app")
    source = Path(app.path)
    assert {"README.md", "Dockerfile", "requirements.txt", "tests", "app", ".git"} <= {p.name for p in source.iterdir()}
    log = subprocess.run(["git", "-C", source, "log", "--oneline"], capture_output=True, text=True, check=True)
    assert len(log.stdout.splitlines()) == 1
    status = subprocess.run(["git", "-C", source, "status", "--porcelain"], capture_output=True, text=True, check=True)
    assert status.stdout == ""


def test_asked_again_it_is_the_next_version_of_the_same_asset(crm: Report, house: House) -> None:
    first = next(a for a in crm.assets if a.kind == "app")
    again = submit(WORDS, unattended=True, house=house).wait(timeout=600)
    second = next(a for a in again.assets if a.kind == "app")
    assert second.id == first.id and second.version > first.version
    assert Path(first.path).is_dir() and Path(second.path).is_dir()
    running = house.catalogue.apps.get("crm")
    assert (running.version, running.request) == (second.version, again.request)
    assert running.data and Path(running.data).is_dir()
    with httpx.Client(base_url=running.url) as browser:
        assert browser.get("/health").status_code == 200


def test_another_application_of_the_same_name_leaves_the_first_alone(crm: Report, house: House) -> None:
    other = submit("Build me a CRM with deals and companies", unattended=True, house=house).wait(timeout=600)
    assert other.state is RequestState.DELIVERED
    assert other.urls[0].url != crm.urls[0].url
    assert httpx.get(f"{crm.urls[0].url}/contacts").status_code == 200
    assert httpx.get(f"{other.urls[0].url}/deals").status_code == 200


def test_prefect_shows_the_run_its_steps_and_what_came_of_it(crm: Report, at_services: Running) -> None:
    run = crm.prefect.flow_run_id
    assert run is not None
    with httpx.Client(base_url=f"{at_services.prefect}/api", timeout=30) as prefect:

        def artifacts() -> set[str]:
            found = prefect.post("/artifacts/filter", json={"flow_runs": {"id": {"any_": [run]}}, "limit": 100}).json()
            return {str(a["key"]).split("-")[0] for a in found}

        until(lambda: {"brief", "plan", "progress", "delivery", "asset"} <= artifacts(), 30, "the artifacts")

        def tasks() -> dict[str, str]:
            found = prefect.post("/task_runs/filter", json={"flow_runs": {"id": {"any_": [run]}}, "limit": 100}).json()
            return {t["name"]: (t.get("state") or {}).get("type", "") for t in found}

        titles = {s.title for s in crm.steps}
        until(lambda: all(tasks().get(title) == "COMPLETED" for title in titles), 60, "the task runs")
        graph = prefect.get(f"/flow_runs/{run}/graph-v2").json()
        edges = [parent for _, node in graph["nodes"] for parent in node["parents"]]
        assert len(edges) >= 5
    state = client.run_state(run)
    assert state is not None and (state.type, state.name) == ("COMPLETED", "Delivered")
