"""The other doors: what Prefect starts is the same request; what cannot be used is on record all the same."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from praetorium import House, asubmit, submit
from praetorium.catalogue import Standing
from praetorium.engine import client
from praetorium.errors import RejectedError
from praetorium.models import Door, Request, RequestState, now
from tests.conftest import Running
from tests.waiting import until

pytestmark = [pytest.mark.server, pytest.mark.timeout(900)]

NOTES = """\
name: two-notes
title: Two notes
for: Says two things.
examples: [two notes]
steps:
  - {id: one, title: Say one, why: To be heard., executor: note, with: {text: One.}, expected: A row.}
  - {id: two, title: Say two, why: To be heard., executor: note, with: {text: Two., deliver: true}, needs: [one],
     expected: A row.}
"""


@pytest.fixture(autouse=True)
def playbook(house: House) -> None:
    folder = house.settings.own_playbooks
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "two-notes.yaml").write_text(NOTES)


def started_by_prefect(at_services: Running, **parameters: object) -> str:
    return client.create_run(str(uuid4()), parameters=parameters)


def shown_by_prefect(run: str | None) -> str:
    """All that its API gives of a run: parameters, name, messages."""
    return httpx.get(f"{client.api_url()}/flow_runs/{run}").raise_for_status().text


def test_a_run_from_prefects_form_is_the_same_request(at_services: Running, house: House) -> None:
    words = "Build me a CRM. The password is hunter2"
    run = started_by_prefect(at_services, words=words, playbook="two-notes")

    def delivered() -> Standing | None:
        found = house.catalogue.requests.by_flow_run(run)
        return found if found and found.state is RequestState.DELIVERED else None

    standing = until(delivered, 60, "the request to be delivered")
    assert standing.request.door is Door.PREFECT
    assert standing.request.words == words
    assert "hunter2" not in shown_by_prefect(run) and "(hidden)" in shown_by_prefect(run)
    assert standing.request.id in {s.request.id for s in house.catalogue.requests.find()}


def test_words_that_say_nothing_are_refused_there_too_and_on_record(at_services: Running, house: House) -> None:
    run = started_by_prefect(at_services, words="asdf")
    standing = until(lambda: house.catalogue.requests.by_flow_run(run), 60, "the request to be kept")
    until(lambda: house.catalogue.requests.get(standing.request.id).state.final, 30, "its end")
    assert house.catalogue.requests.get(standing.request.id).state is RequestState.REJECTED
    until(lambda: (state := client.run_state(run)) is not None and state.name == "Rejected", 30, "the run to say so")


def test_from_python_with_events_and_delivery(at_services: Running, house: House) -> None:
    handle = submit("Build me a CRM. The password is hunter2", playbook="two-notes", house=house)
    kinds = [event.kind for event in handle.events(timeout=60)]
    assert kinds[0] == "request.stored"
    assert kinds[-1] == "request.delivered"
    assert kinds.count("step.succeeded") == 2
    assert handle.delivery is not None
    assert handle.delivery.notes == ("Two.",)
    assert "hunter2" not in shown_by_prefect(house.catalogue.requests.get(handle.id).flow_run)


def test_from_asynchronous_python(at_services: Running, house: House) -> None:
    async def story() -> RequestState:
        handle = await asubmit("Build me a CRM", playbook="two-notes", house=house)
        return (await handle).state

    assert asyncio.run(story()) is RequestState.DELIVERED


def test_what_cannot_be_used_raises_and_is_kept(house: House) -> None:
    with pytest.raises(RejectedError) as caught:
        submit("😀😀😀", house=house)
    standing = house.catalogue.requests.get(caught.value.__notes__[0])
    assert standing.state is RequestState.REJECTED
    assert standing.failure is not None and standing.failure.next


def cli(services: Running, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from praetorium.cli import main; main()", *arguments],
        env=services.environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_destroying_waits_for_a_person_and_leaves_everything_as_it_is(services: Running, tmp_path: Path) -> None:
    (tmp_path / "proj").mkdir()
    (tmp_path / "proj" / "precious.txt").write_text("keep me")
    done = cli(services, "run", "delete everything in ./proj", "--yes", "--json", folder=tmp_path)
    assert done.returncode == 5
    told = json.loads(done.stdout)
    assert told["state"] == "waiting"
    assert told["waiting_for"]
    assert (tmp_path / "proj" / "precious.txt").read_text() == "keep me"


def test_a_report_is_delivered_with_totals_proven_twice(services: Running, tmp_path: Path) -> None:
    rows = [f"{n},2026-{1 + n % 6:02}-{1 + n % 27:02},{'NSEW'[n % 4]},{n * 1.25:.2f}" for n in range(1, 200)]
    (tmp_path / "orders.csv").write_text("\n".join(["id,date,region,amount", *rows]))
    done = cli(services, "run", "sales report from orders.csv", "--yes", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {a["kind"] for a in told["assets"]} == {"report", "spreadsheet", "preview"}
    assert all(Path(a["path"]).is_file() and a["version"] == 1 for a in told["assets"])
    assert sum("agree with the raw file" in c["name"] for s in told["steps"] for c in s["checks"]) == 2


def test_a_website_is_delivered(services: Running, tmp_path: Path) -> None:
    done = cli(services, "run", "one-page website for my bakery", "--yes", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["urls"][0]["checked"]


def test_a_command_that_fails_says_what_it_said(services: Running, tmp_path: Path) -> None:
    (tmp_path / "proj").mkdir()
    done = cli(services, "run", "run `echo broken >&2; exit 3` in ./proj", "--yes", "--json", folder=tmp_path)
    assert done.returncode == 1
    error = json.loads(done.stdout)["error"]
    assert "exit code 3" in error["why"] and "broken" in error["why"]
    assert error["next"]


def test_what_was_begun_in_another_prefect_goes_on_in_this_one(at_services: Running, house: House) -> None:
    before = now() - timedelta(days=1)
    request = Request(words="two notes", playbook="two-notes", unattended=True, created=before)
    with house.catalogue.write() as connection:
        house.catalogue.requests.store(connection, request, flow_run=str(uuid4()))
    until(lambda: house.catalogue.requests.get(request.id).state is RequestState.DELIVERED, 60, "its delivery")
    kinds = [event.kind for event in house.catalogue.events.after(request.id)]
    assert kinds.index("request.moved") < kinds.index("request.queued") < kinds.index("request.delivered")
