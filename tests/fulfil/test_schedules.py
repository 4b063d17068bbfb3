"""A request on a schedule, with the Prefect server that keeps its times."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest

from praetorium import House, submit
from praetorium.catalogue import Standing
from praetorium.engine import client, schedules
from praetorium.models import Door, Report, RequestState
from praetorium.schedules.standing import parameters_of
from praetorium.schedules.times import told as said
from tests.conftest import Running
from tests.waiting import until

pytestmark = [pytest.mark.server, pytest.mark.timeout(300)]

ROOT = Path(__file__).parents[2]
ROWS = "order_id,date,amount,region\n1,2026-01-05,10.00,North\n2,2026-01-06,20.00,South\n"


def cli(services: Running, *words: str) -> Any:
    ended = subprocess.run(
        [sys.executable, "-c", "from praetorium.cli import main; main()", "schedules", *words, "--json"],
        env=services.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ended.stdout)


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("incoming") / "orders.csv"
    path.write_text(ROWS)
    return path


@pytest.fixture(scope="module")
def weekly(house: House, orders: Path) -> Iterator[Report]:
    words = "sales report from orders.csv as spreadsheet, every Monday at 9 Berlin time"
    yield submit(words, files=[orders], unattended=True, house=house).wait(timeout=120)
    with client.at(house.settings):
        for standing in schedules.standing().values():
            schedules.remove(standing)


@pytest.fixture
def standing(at_services: Running, weekly: Report) -> schedules.Standing:
    assert weekly.state is RequestState.DELIVERED, weekly.error
    return until(lambda: schedules.standing().get(weekly.request), 20, "the schedule in Prefect")


def due(house: House, id: str) -> Standing:
    """The schedule's run, as Prefect starts it when its time has come."""
    run = client.create_run(str(uuid4()), parameters=parameters_of(house.catalogue.requests.get(id).request))

    def ended() -> Standing | None:
        found = house.catalogue.requests.by_flow_run(run)
        return found if found is not None and found.state.final else None

    return until(ended, 60, "the run to end")


def test_it_is_done_at_once_and_then_stands_in_prefect(
    standing: schedules.Standing, weekly: Report, services: Running
) -> None:
    assert (standing.cron, standing.timezone, standing.active) == ("0 9 * * 1", "Europe/Berlin", True)
    assert standing.parameters["repeats"] == weekly.request
    assert standing.parameters["unattended"] is True
    (told,) = cli(services, "list")
    assert told["request"] == weekly.request and told["state"] == "active" and len(told["next"]) == 3
    assert all(t.startswith("Mon ") and " 09:00 CE" in t for t in told["next"])


def test_our_times_are_those_that_prefect_lays_out(
    standing: schedules.Standing, weekly: Report, services: Running
) -> None:
    times = until(lambda: schedules.laid_out(standing), 30, "Prefect to lay out runs")
    assert [said(t.astimezone(ZoneInfo("Europe/Berlin"))) for t in times] == cli(services, "show", weekly.request)[
        "next"
    ][: len(times)]


def test_each_run_reads_the_file_as_it_is_and_adds_a_version(
    standing: schedules.Standing, weekly: Report, house: House, orders: Path
) -> None:
    orders.write_text(ROWS + "3,2026-01-07,30.00,North\n")
    ended = due(house, weekly.request)
    assert ended.state is RequestState.DELIVERED, ended.failure
    assert (ended.request.thread, ended.request.repeats) == (weekly.request, weekly.request)
    (before,) = [a for a in weekly.assets if a.kind == "spreadsheet"]
    versions = house.catalogue.assets.versions(before.id)
    assert versions[0].request == ended.request.id and versions[0].version == before.version + 1
    assert versions[0].sha256 != before.sha256
    assert [r.request for r in house.catalogue.repetitions.find()] == [weekly.request], (
        "it does not schedule itself anew"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [(ROWS.replace("amount", "total"), "'amount' is not there any more"), (None, "is not there any more: ")],
)
def test_a_file_that_changed_its_shape_or_went_fails_the_run(
    text: str | None, why: str, standing: schedules.Standing, weekly: Report, house: House, orders: Path
) -> None:
    orders.unlink() if text is None else orders.write_text(text)
    before = len(house.catalogue.assets.find())
    ended = due(house, weekly.request)
    orders.write_text(ROWS)
    assert ended.state is RequestState.FAILED and ended.failure is not None
    assert why in ended.failure.why
    assert house.catalogue.assets.find(request=ended.request.id) == []
    assert len(house.catalogue.assets.find()) == before
    until(
        lambda: (s := client.run_state(ended.flow_run)) and s.type == "FAILED" and why in s.message,
        20,
        "Prefect to say so",
    )


def test_what_prefect_starts_by_itself_is_a_request_of_the_thread(
    standing: schedules.Standing, weekly: Report, house: House, services: Running
) -> None:
    """Its times are changed in Prefect, as its page does it: the next comes within seconds."""
    place = f"{client.api_url()}/deployments/{standing.deployment}/schedules/{standing.id}"
    known = {s.request.id for s in house.catalogue.requests.find(thread=weekly.request)}
    httpx.patch(place, json={"schedule": {"interval": 4.0}}).raise_for_status()
    # What Prefect does by itself once a minute.
    httpx.post(f"{place.rpartition('/schedules/')[0]}/schedule", json={"min_runs": 3}).raise_for_status()

    def came() -> list[Standing]:
        found = house.catalogue.requests.find(thread=weekly.request)
        return [s for s in found if s.request.id not in known and s.state is RequestState.DELIVERED]

    (first, *_) = until(came, 90, "the schedule's own run")
    told = cli(services, "pause", weekly.request)
    assert first.request.door is Door.SCHEDULE
    assert told["state"] == "paused" and told["next"] == [] and told["when"] == "every 0:00:04"


def test_what_somebody_scheduled_in_prefect_is_listed_and_looked_after(
    standing: schedules.Standing, weekly: Report, services: Running
) -> None:
    """Made as its page does it: without a slug, one of a kind that words cannot ask for."""
    place = f"{client.api_url()}/deployments/{standing.deployment}/schedules"
    told = {"schedule": {"interval": 3600.0}, "parameters": {"words": "sales report. The password is hunter2"}}
    (made,) = httpx.post(place, json=[told]).raise_for_status().json()
    httpx.post(f"{place.removesuffix('s')}", json={"min_runs": 3}).raise_for_status()
    ours, theirs = cli(services, "list")
    assert (ours["request"], theirs["request"], theirs["schedule"]) == (weekly.request, None, made["id"])
    assert (theirs["words"], theirs["when"]) == ("sales report. The password is (hidden)", "every 1:00:00")
    until(lambda: len(cli(services, "show", made["id"][:8])["next"]) == 3, 20, "its next times")
    assert cli(services, "pause", made["id"][:8])["state"] == "paused"
    assert cli(services, "resume", made["id"])["state"] == "active"
    assert cli(services, "remove", made["id"])["state"] == "removed"
    assert [one["request"] for one in cli(services, "list")] == [weekly.request]


def test_registering_the_deployments_again_keeps_it(
    standing: schedules.Standing, weekly: Report, services: Running
) -> None:
    (services.settings.home / "run" / "deployments.json").unlink()
    bootstrap = [sys.executable, str(ROOT / "deployments" / "bootstrap.py")]
    subprocess.run(bootstrap, env=services.environment, capture_output=True, check=True)
    kept = schedules.standing()[weekly.request]
    assert kept.model_copy(update={"id": standing.id}) == standing


def test_paused_resumed_and_removed(
    standing: schedules.Standing, weekly: Report, house: House, services: Running
) -> None:
    assert cli(services, "pause", weekly.request)["state"] == "paused"
    assert not schedules.standing()[weekly.request].active
    assert cli(services, "resume", weekly.request)["state"] == "active"
    assert cli(services, "remove", weekly.request)["state"] == "removed"
    assert weekly.request not in schedules.standing()
    assert cli(services, "list") == []
