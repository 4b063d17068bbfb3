"""What must not happen twice is not begun again because something else failed after it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from praetorium import intake, stages
from praetorium.engine.retrying import reopen
from praetorium.errors import ExternalError, StepError
from praetorium.house import House
from praetorium.models import RequestState, StepState
from praetorium.settings import Settings
from praetorium.stages import Job, Ready
from tests.approvals.conftest import furnish
from tests.approvals.playbooks import run
from tests.approvals.walking import carry_out, take
from tests.waiting import until

PLAYBOOK = """\
name: once
title: once
for: A test of what happens once.
intents: [once]
steps:
""" + run("run", "touch there; until test -e go; do sleep 0.02; done; echo once >> marks.txt")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    furnish(tmp_path / "home")
    (tmp_path / "home" / "playbooks" / "once.yaml").write_text(PLAYBOOK)
    made = House(Settings(home=tmp_path / "home", actor="Ada"))
    yield made
    made.close()


async def ready_in(job: Job) -> Ready:
    """The playbook's step, through the gate."""
    job.brief = intake.understand(job.house, job.request)
    found = await stages.approach(job, intake.plan(job.house, job.request, job.brief).step("run"))
    assert isinstance(found, Ready) and not found.executor.repeatable_with(found.parameters)
    return found


def test_a_store_that_is_away_after_the_work_is_no_reason_to_do_it_again(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    id = take(house, "once", folder)

    def take_the_store_away() -> None:
        until((folder / "there").exists, 30, "the step to begin")
        incoming = house.settings.home / "store" / "incoming"
        incoming.rmdir()
        incoming.write_text("a file where a folder should be")
        (folder / "go").touch()

    async def once() -> None:
        async with stages.opened(house, id, holder="a test") as job:
            await stages.perform(job, await ready_in(job))

    taking = threading.Thread(target=take_the_store_away)
    taking.start()
    with pytest.raises(StepError) as caught:
        asyncio.run(once())
    taking.join()
    assert isinstance(caught.value.__cause__, ExternalError)
    assert not caught.value.retryable
    assert (folder / "marks.txt").read_text() == "once\n"


def test_a_refusal_at_the_gate_forgets_nothing_that_was_begun(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    id = take(house, "once", folder)

    async def died() -> None:
        async with stages.opened(house, id, holder="a test") as job:
            ready = await ready_in(job)
            with house.catalogue.write() as connection:
                house.catalogue.steps.open(connection, job.lease, "run", "a key", ready.identity)

    asyncio.run(died())
    policy = house.settings.home / "policy.yaml"
    rules = policy.read_text()
    policy.write_text("rules: {")
    assert carry_out(house, id) == {"run": StepState.FAILED}
    policy.write_text(rules)
    reopen(house, id)
    assert carry_out(house, id) == {"run": StepState.WAITING}
    [asked] = house.catalogue.approvals.waiting(id)
    assert asked.kind == "repeat"
    assert house.catalogue.requests.get(id).state is RequestState.WAITING
    assert not (folder / "marks.txt").exists()
