"""Requests are kept before anything happens, and one execution at a time works on each."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone

import pytest
from sqlalchemy import text

from praetorium.catalogue import Catalogue, Lease
from praetorium.errors import StaleError, UnknownError
from praetorium.models import Attachment, Door, Failure, Request, RequestState, now


def stored(catalogue: Catalogue, **values: object) -> Request:
    with catalogue.write() as connection:
        return catalogue.requests.store(connection, Request(**{"words": "Build me a CRM", **values}))


def run_out(catalogue: Catalogue, request: str) -> None:
    """Let the lease's time pass."""
    with catalogue.write() as connection:
        catalogue.requests.set(connection, request, lease_until=now() - timedelta(seconds=1))


def test_a_request_comes_back_as_it_was(catalogue: Catalogue) -> None:
    request = stored(
        catalogue,
        words="Build me a CRM — für Müller & Söhne 🚀\n" + "x" * 200_000,
        asked_by="ada",
        door=Door.WEBHOOK,
        parameters={"port": 8000, "nested": {"a": [1, None, "ü"]}},
        attachments=(Attachment(name="orders.csv", sha256="0" * 64, bytes=3),),
        budget=2.5,
    )
    standing = catalogue.requests.get(request.id)
    assert standing.request == request
    assert standing.request.thread == request.id
    assert standing.request.created.tzinfo is not None
    assert standing.state is RequestState.QUEUED
    assert len(standing.title) <= 80
    assert standing.title.startswith("Build me a CRM — für Müller & Söhne 🚀")


def test_it_is_still_there_for_another_process(catalogue: Catalogue) -> None:
    request = stored(catalogue, words="still there")
    code = """
import sys
from praetorium.catalogue import Catalogue
catalogue = Catalogue(sys.argv[1])
sys.stdout.write(catalogue.requests.get(sys.argv[2]).request.words)
catalogue.close()
"""
    url = catalogue.database.url.render_as_string(hide_password=False)
    told = subprocess.run([sys.executable, "-c", code, url, request.id], capture_output=True, text=True, check=True)
    assert told.stdout == "still there"


def test_the_beginning_of_an_id_is_enough_when_it_is_the_only_one(catalogue: Catalogue) -> None:
    stored(catalogue, id="req-aaaa1")
    stored(catalogue, id="req-aaaa2")
    stored(catalogue, id="req-b%_b1")
    assert catalogue.requests.get("req-b").request.id == "req-b%_b1"
    assert catalogue.requests.get("req-aaaa1").request.id == "req-aaaa1"
    for ambiguous in ("req-aaaa", "req", "req-%", "req-_aaa1", ""):
        with pytest.raises(UnknownError, match="no request"):
            catalogue.requests.get(ambiguous)


def test_newest_come_first_and_can_be_narrowed(catalogue: Catalogue) -> None:
    first = stored(catalogue)
    second = stored(catalogue, thread=first.id)
    other = stored(catalogue)
    with catalogue.write() as connection:
        catalogue.requests.set(connection, other.id, state=RequestState.DELIVERED)
    assert [s.request.id for s in catalogue.requests.find()] == [other.id, second.id, first.id]
    assert [s.request.id for s in catalogue.requests.find(thread=first.id)] == [second.id, first.id]
    assert [s.request.id for s in catalogue.requests.find(state=RequestState.DELIVERED)] == [other.id]
    assert [s.request.id for s in catalogue.requests.find(before=second.created)] == [first.id]
    assert len(catalogue.requests.find(limit=2)) == 2


def test_a_failure_is_kept(catalogue: Catalogue) -> None:
    request = stored(catalogue)
    failure = Failure(what="tests failed", why="2 of 40", next="praetorium run again")
    with catalogue.write() as connection:
        catalogue.requests.set(connection, request.id, state=RequestState.FAILED, failure=failure.dump())
    assert catalogue.requests.get(request.id).failure == failure


def test_what_is_not_committed_never_happened(catalogue: Catalogue) -> None:
    request = Request(words="undone")
    with pytest.raises(RuntimeError), catalogue.write() as connection:
        catalogue.requests.store(connection, request)
        raise RuntimeError("power cut")
    with pytest.raises(UnknownError):
        catalogue.requests.get(request.id)


def test_a_lease_is_held_by_one(catalogue: Catalogue) -> None:
    request = stored(catalogue)
    lease = catalogue.requests.acquire(request.id, "one", 60)
    assert lease == Lease(request.id, 1, "one")
    assert catalogue.requests.acquire(request.id, "other", 60) is None
    again = catalogue.requests.acquire(request.id, "one", 60)
    assert again is not None
    assert again.epoch == 2


def test_a_lease_that_ran_out_goes_to_the_next_and_the_epoch_rises(catalogue: Catalogue) -> None:
    request = stored(catalogue)
    catalogue.requests.acquire(request.id, "one", 60)
    assert catalogue.requests.acquire(request.id, "other", 60) is None
    run_out(catalogue, request.id)
    successor = catalogue.requests.acquire(request.id, "other", 60)
    assert successor is not None
    assert successor.epoch == 2
    assert [s.holder for s in catalogue.requests.held()] == ["other"]


def test_a_lease_can_be_renewed_until_it_is_lost(catalogue: Catalogue) -> None:
    request = stored(catalogue)
    lease = catalogue.requests.acquire(request.id, "one", 60)
    assert lease is not None
    run_out(catalogue, request.id)
    catalogue.requests.renew(lease, 60)
    assert catalogue.requests.acquire(request.id, "other", 60) is None
    run_out(catalogue, request.id)
    catalogue.requests.acquire(request.id, "other", 60)
    with pytest.raises(StaleError):
        catalogue.requests.renew(lease, 60)


def test_a_lease_given_back_is_free_and_a_stale_one_frees_nothing(catalogue: Catalogue) -> None:
    request = stored(catalogue)
    old = catalogue.requests.acquire(request.id, "one", 60)
    run_out(catalogue, request.id)
    new = catalogue.requests.acquire(request.id, "other", 60)
    assert old is not None
    assert new is not None
    with catalogue.write() as connection:
        catalogue.requests.release(connection, old)
    assert catalogue.requests.acquire(request.id, "third", 60) is None
    with catalogue.write() as connection:
        catalogue.requests.release(connection, new)
    assert catalogue.requests.acquire(request.id, "third", 60) is not None


def test_requests_that_no_flow_run_was_made_for_are_found(catalogue: Catalogue) -> None:
    old = stored(catalogue, created=now() - timedelta(seconds=60))
    started = stored(catalogue, created=now() - timedelta(seconds=60))
    stored(catalogue)
    with catalogue.write() as connection:
        catalogue.requests.set(connection, started.id, flow_run="run-1")
    assert [s.request.id for s in catalogue.requests.unstarted(10)] == [old.id]
    found = catalogue.requests.by_flow_run("run-1")
    assert found is not None
    assert found.request.id == started.id
    assert catalogue.requests.by_flow_run("run-2") is None


def test_of_many_threads_at_once_one_gets_the_lease(catalogue: Catalogue) -> None:
    for _ in range(5):
        request = stored(catalogue)

        def acquire(number: int, id: str = request.id) -> Lease | None:
            return catalogue.requests.acquire(id, f"holder {number}", 60)

        with ThreadPoolExecutor(8) as pool:
            leases = list(pool.map(acquire, range(8)))
        assert len([lease for lease in leases if lease]) == 1
        assert catalogue.requests.get(request.id).epoch == 1


TAKE = """
import sys
from praetorium.catalogue import Catalogue
catalogue = Catalogue(sys.argv[1], migrate=False)
print("ready", flush=True)
sys.stdin.readline()
lease = catalogue.requests.acquire(sys.argv[2], f"process {sys.argv[3]}", 60)
print(lease.epoch if lease else "refused")
catalogue.close()
"""


def test_of_many_processes_at_once_one_gets_the_lease(
    catalogue: Catalogue, together: Callable[[str, list[list[str]]], list[str]]
) -> None:
    request = stored(catalogue)
    url = catalogue.database.url.render_as_string(hide_password=False)
    told = together(TAKE, [[url, request.id, str(number)] for number in range(4)])
    assert sorted(told) == ["1\n", "refused\n", "refused\n", "refused\n"]


def test_a_time_of_another_zone_is_the_same_moment(catalogue: Catalogue) -> None:
    request = stored(catalogue)
    east = timezone(timedelta(hours=9))
    assert catalogue.requests.find(before=(request.created + timedelta(seconds=1)).astimezone(east))
    assert not catalogue.requests.find(before=(request.created - timedelta(seconds=1)).astimezone(east))


def test_days_are_those_of_utc(catalogue: Catalogue) -> None:
    id = stored(catalogue).id
    with catalogue.write() as connection:
        if not catalogue.database.sqlite:
            connection.execute(text("SET TIME ZONE 'Pacific/Kiritimati'"))
        catalogue.ledger.book(connection, id, what="wall-seconds", amount=1, cost=2.0)
    assert dict(catalogue.browsing.spent_by_day(2))[now().date()] == 2.0
    assert catalogue.ledger.totals("day") == {f"{now():%Y-%m-%d}": 2.0}
