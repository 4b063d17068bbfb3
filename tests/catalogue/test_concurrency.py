"""Many writers at once: numbers without gaps, versions without doubles, and nothing from who lost the lease."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from praetorium.catalogue import Approval, Catalogue, Lease
from praetorium.errors import StaleError
from praetorium.models import Brief, Outcome, Plan, Request, Step, StepState, now

WRITERS = 8

PLAN = Plan(
    title="CRM",
    playbook="web-app",
    steps=(Step(id="render", title="Write it", why="", executor="render", expected="files"),),
)


@pytest.fixture
def request_id(catalogue: Catalogue) -> str:
    with catalogue.write() as connection:
        id = catalogue.requests.store(connection, Request(words="Build me a CRM")).id
        catalogue.steps.lay_out(connection, id, PLAN)
    return id


def at_once(catalogue: Catalogue, work: Callable[[Connection, int], Any], times: int = 5) -> list[Any]:
    """Run ``work`` in a transaction of its own in each of several threads, all beginning together."""
    barrier = threading.Barrier(WRITERS)

    def writer(number: int) -> list[Any]:
        barrier.wait(30)
        done = []
        for turn in range(times):
            with catalogue.write() as connection:
                done.append(work(connection, number * times + turn))
        return done

    with ThreadPoolExecutor(WRITERS) as pool:
        return [result for results in pool.map(writer, range(WRITERS)) for result in results]


def test_events_are_numbered_without_gaps(catalogue: Catalogue, request_id: str) -> None:
    told = at_once(catalogue, lambda c, n: catalogue.events.append(c, request_id, "step.said", f"row {n}"), 10)
    assert sorted(told) == list(range(1, WRITERS * 10 + 1))
    rows = catalogue.events.after(request_id)
    assert [row.position for row in rows] == list(range(1, WRITERS * 10 + 1))
    assert {row.title for row in rows} == {f"row {n}" for n in range(WRITERS * 10)}


def test_a_tail_misses_nothing_and_sees_nothing_twice(catalogue: Catalogue, request_id: str) -> None:
    seen: list[int] = []
    done = threading.Event()

    def tail() -> None:
        while not done.is_set() or catalogue.events.after(request_id, seen[-1] if seen else 0):
            seen.extend(row.position for row in catalogue.events.after(request_id, seen[-1] if seen else 0))

    follower = threading.Thread(target=tail)
    follower.start()
    at_once(catalogue, lambda c, n: catalogue.events.append(c, request_id, "step.said", f"row {n}"))
    done.set()
    follower.join(30)
    assert seen == list(range(1, WRITERS * 5 + 1))


def test_each_brief_and_plan_gets_a_version_of_its_own(catalogue: Catalogue, request_id: str) -> None:
    brief = Brief(intent="build-app", title="CRM", summary="A CRM.")

    def store(connection: Connection, number: int) -> tuple[int, int]:
        kept = catalogue.briefs.store(connection, request_id, brief.model_copy(update={"title": f"CRM {number}"}))
        return kept.version, catalogue.plans.store(connection, request_id, PLAN, kept).version

    versions = at_once(catalogue, store, 3)
    assert sorted(b for b, _ in versions) == list(range(1, WRITERS * 3 + 1))
    assert sorted(p for _, p in versions) == list(range(1, WRITERS * 3 + 1))
    newest = catalogue.briefs.get(request_id)
    assert newest is not None
    assert newest.version == WRITERS * 3


def version_values(request_id: str) -> dict[str, Any]:
    return {
        "request": request_id,
        "step": "render",
        "executor": "render",
        "brief_version": 1,
        "plan_version": 1,
        "mime": "text/html",
        "sha256": "0" * 64,
        "bytes": 1,
    }


def test_each_asset_version_gets_a_number_of_its_own(catalogue: Catalogue, request_id: str) -> None:
    values = version_values(request_id)

    def add(connection: Connection, number: int) -> tuple[str, int]:
        version = catalogue.assets.add(
            connection, project="default", kind="app", name="CRM", key=f"key {number}", **values
        )
        return version.asset, version.version

    added = at_once(catalogue, add)
    assert len({asset for asset, _ in added}) == 1
    assert sorted(number for _, number in added) == list(range(1, WRITERS * 5 + 1))


def test_the_same_key_at_once_is_one_version(catalogue: Catalogue, request_id: str) -> None:
    values = version_values(request_id)
    added = at_once(
        catalogue,
        lambda c, _: catalogue.assets.add(c, project="default", kind="app", name="CRM", key="same", **values),
        1,
    )
    assert len(set(added)) == 1


@pytest.mark.parametrize("step", ["render", None])
def test_the_same_question_at_once_is_asked_once(catalogue: Catalogue, request_id: str, step: str | None) -> None:
    asked = at_once(
        catalogue,
        lambda c, _: catalogue.approvals.ask(
            c, Approval(request=request_id, step=step, kind="question", question="Sure?", shown={"a": 1})
        ),
        2,
    )
    assert len({approval.id for approval in asked}) == 1
    assert len(catalogue.approvals.waiting(request_id)) == 1


def test_of_two_writers_of_a_step_the_one_without_the_lease_is_refused(catalogue: Catalogue, request_id: str) -> None:
    lost = catalogue.requests.acquire(request_id, "one", 60)
    assert lost is not None
    with catalogue.write() as connection:
        assert catalogue.steps.open(connection, lost, "render", "key", "identity") == 1
        catalogue.requests.set(connection, request_id, lease_until=now() - timedelta(seconds=1))
    held = catalogue.requests.acquire(request_id, "other", 60)
    assert held is not None
    assert catalogue.steps.open_intents(request_id) == {"render": lost.epoch}

    def close(connection: Connection, number: int) -> str:
        lease, outcome = (held, Outcome(state=StepState.SUCCEEDED, seconds=2.0)) if number else (lost, failed)
        try:
            catalogue.steps.close(connection, lease, "render", outcome)
        except StaleError:
            return "refused"
        return "written"

    failed = Outcome(state=StepState.FAILED, error="too late")
    barrier = threading.Barrier(2)

    def write(number: int) -> str:
        barrier.wait(30)
        with catalogue.write() as connection:
            return close(connection, number)

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(write, range(2))) == ["refused", "written"]
    row = catalogue.steps.all(request_id)["render"]
    assert row.state is StepState.SUCCEEDED
    assert catalogue.steps.open_intents(request_id) == {}


WRITES: dict[str, Callable[[Catalogue, Connection, Lease], object]] = {
    "request": lambda c, x, lease: c.requests.set(x, lease, summary="late"),
    "event": lambda c, x, lease: c.events.append(x, lease, "step.said", "late"),
    "intent": lambda c, x, lease: c.steps.open(x, lease, "render", "key", "identity"),
    "outcome": lambda c, x, lease: c.steps.close(x, lease, "render", Outcome(state=StepState.SUCCEEDED)),
    "mark": lambda c, x, lease: c.steps.mark(x, lease, "render", StepState.SKIPPED),
}


@pytest.mark.parametrize("write", WRITES)
def test_a_stale_lease_writes_nothing(catalogue: Catalogue, request_id: str, write: str) -> None:
    stale = catalogue.requests.acquire(request_id, "one", 60)
    assert stale is not None
    with catalogue.write() as connection:
        WRITES[write](catalogue, connection, stale)
        catalogue.requests.set(connection, request_id, lease_until=now() - timedelta(seconds=1))
    assert catalogue.requests.acquire(request_id, "other", 60) is not None
    before = (catalogue.requests.get(request_id), catalogue.steps.all(request_id), catalogue.events.after(request_id))
    with pytest.raises(StaleError, match="another execution"), catalogue.write() as connection:
        WRITES[write](catalogue, connection, stale)
    after = (catalogue.requests.get(request_id), catalogue.steps.all(request_id), catalogue.events.after(request_id))
    assert after == before
