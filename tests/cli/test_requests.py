"""Requests that were made, as the command line tells them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from praetorium.cli import screen
from praetorium.house import House
from praetorium.models import Report, Request, RequestState

from .conftest import Ended
from .records import Record

KEYS = {
    *("request", "state", "title", "summary", "urls", "assets", "steps", "packages", "created", "seconds", "cost"),
    *("estimate", "prefect", "error"),
}
"""The contract's keys; more may come, none may go."""


def test_show_gives_the_object_of_the_contract(record: Record, praetorium: Callable[..., Ended]) -> None:
    ended = praetorium("show", record.delivered, "--json")
    assert (ended.code, ended.err) == (0, "")
    told = ended.json
    assert set(told) >= KEYS
    assert Report.model_validate(told).state is RequestState.DELIVERED
    assert told["urls"][0] == {"name": "Contact manager", "url": "http://127.0.0.1:8123/", "checked": True}
    assert set(told["assets"][0]) == {"id", "name", "kind", "mime", "version", "bytes", "sha256", "path"}
    assert set(told["steps"][0]) == {"id", "title", "executor", "state", "attempts", "seconds", "checks"}
    assert set(told["steps"][0]["checks"][0]) == {"name", "passed", "evidence"}
    assert told["estimate"] == {"seconds": 14.0, "cost": 0.0}
    assert told["error"] is None


def test_show_tells_a_delivery(record: Record, praetorium: Callable[..., Ended]) -> None:
    said = praetorium("show", record.delivered).out
    for expected in (
        "✓ Delivered: Contact manager",
        "http://127.0.0.1:8123/api/docs  ✓ opened",
        "test-report.txt",
        "3 of 3 passed",
        "2: contacts, companies",
        "fastapi 0.121",
        "(estimated 14 s)",
        '"It should sing on Fridays." — nothing here makes an application sing',
    ):
        assert expected in said


def test_show_tells_a_failure(record: Record, praetorium: Callable[..., Ended]) -> None:
    ended = praetorium("show", record.failed)
    assert ended.code == 0  # it was shown; that it failed is what 'run' and 'follow' end with
    for expected in ("✗ Failed", "What", "Run its own tests", "2 of 41 tests failed", "Done before: Write the source"):
        assert expected in ended.out


def test_show_tells_what_waits_and_why(record: Record, praetorium: Callable[..., Ended]) -> None:
    said = praetorium("show", record.waiting).out
    for expected in ("? Waits for a person", "outside-asks", "what is destroyed", "cannot be undone", "apr-"):
        assert expected in said


def test_the_beginning_of_an_id_is_enough(record: Record, praetorium: Callable[..., Ended]) -> None:
    ended = praetorium("show", record.delivered[:-1], "--json")
    assert ended.json["request"] == record.delivered


def test_an_unknown_id_is_told_with_the_nearest(record: Record, praetorium: Callable[..., Ended]) -> None:
    wrong = f"{record.delivered[:-2]}zz"
    ended = praetorium("show", wrong, "--json")
    assert (ended.code, ended.out) == (2, "")
    assert f"no request '{wrong}'" in ended.err
    assert "did you mean" in ended.err.replace("\n", " ")


def test_list_shows_the_newest_first(record: Record, praetorium: Callable[..., Ended]) -> None:
    told = praetorium("list", "--json").json
    assert [row["request"] for row in told] == [
        *(record.rejected, record.running, record.waiting, record.failed, record.delivered),
    ]
    said = praetorium("list").out
    for word in ("✗ rejected", "● running", "? waiting", "✗ failed", "✓ delivered", record.delivered):
        assert word in said


def test_a_long_title_takes_nothing_from_the_other_columns(
    record: Record, praetorium: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    house = House()
    with house.catalogue.write() as connection:
        house.catalogue.requests.store(connection, Request(words="long words " * 12, asked_by="Ada"))
    house.close()
    screen.out.cache_clear()
    first = praetorium("list").out.splitlines()[1]
    assert "○ queued" in first and "…" in first
    assert first.rstrip().endswith(" s") and len(first.rstrip()) <= 80


def test_list_takes_a_state(record: Record, praetorium: Callable[..., Ended]) -> None:
    assert [row["request"] for row in praetorium("list", "--state", "failed", "--json").json] == [record.failed]
    ended = praetorium("list", "--state", "faild")
    assert ended.code == 2
    assert "did you mean 'failed'?" in ended.err


def test_list_tells_no_secret(record: Record, praetorium: Callable[..., Ended]) -> None:
    house = House()
    with house.catalogue.write() as connection:
        house.catalogue.requests.store(connection, Request(words="A shop. The password is hunter2", asked_by="Ada"))
    house.close()
    for said in (praetorium("list"), praetorium("list", "--json")):
        assert "hunter2" not in said.out and "(hidden)" in said.out


def test_list_of_nothing_says_what_to_do(praetorium: Callable[..., Ended]) -> None:
    assert "praetorium run" in praetorium("list").out


def test_events_are_one_json_object_a_line(record: Record, praetorium: Callable[..., Ended]) -> None:
    events = [json.loads(line) for line in praetorium("events", record.delivered, "--json").out.splitlines()]
    assert [event["position"] for event in events] == list(range(1, len(events) + 1))
    assert (events[0]["kind"], events[-1]["kind"]) == ("request.stored", "request.delivered")
    after = praetorium("events", record.delivered, "--json", "--after", str(len(events) - 1)).out
    assert json.loads(after) == events[-1]


def test_events_are_lines_that_people_read(record: Record, praetorium: Callable[..., Ended]) -> None:
    said = praetorium("events", record.delivered).out
    assert "✓ tests passed: 41 of 41 tests passed in 3.9 s" in said
    assert "✓ Delivered" in said.splitlines()[-1]


def test_a_diff_hides_what_was_said_in_secret(record: Record, praetorium: Callable[..., Ended]) -> None:
    house = House()
    request = house.catalogue.requests.get(record.delivered).request
    request = request.model_copy(update={"parameters": {"db-password": "print('world')"}})
    with house.catalogue.write() as connection:
        house.catalogue.requests.set(connection, request.id, body=request.dump())
    house.close()
    said = praetorium("diff", request.id).out
    assert "+(hidden)" in said.splitlines() and "world" not in said


def test_diff_shows_what_changed(record: Record, praetorium: Callable[..., Ended]) -> None:
    said = praetorium("diff", record.delivered).out
    assert "app.py  changed  +1 -0" in said
    assert "+print('world')" in said.splitlines()
    assert "+print('world')" not in praetorium("diff", record.delivered, "--stat").out
    told = praetorium("diff", record.delivered, "source", "--json").json
    assert (told[0]["path"], told[0]["added"], told[0]["removed"]) == ("app.py", 1, 0)
    assert praetorium("diff", record.delivered, "launch").out == "Nothing was changed.\n"
    assert "did you mean 'source'?" in praetorium("diff", record.delivered, "sorce").err


@pytest.mark.parametrize(("which", "code"), [("delivered", 0), ("failed", 1), ("rejected", 2), ("waiting", 5)])
def test_follow_ends_as_the_request_did(
    which: str, code: int, record: Record, praetorium: Callable[..., Ended]
) -> None:
    id = getattr(record, which)
    ended = praetorium("follow", id, "--json")
    assert ended.code == code
    assert ended.json["state"] == which
    assert len(ended.err.splitlines()) == len(praetorium("events", id).out.splitlines())


def test_cancel_ends_a_request_once(record: Record, house: House, praetorium: Callable[..., Ended]) -> None:
    ended = praetorium("cancel", record.running)
    assert ended.code == 0
    assert house.catalogue.requests.get(record.running).state is RequestState.CANCELLED
    assert praetorium("follow", record.running, "--json").code == 4
    again = praetorium("cancel", record.running)
    assert again.code == 2
    assert "ended already" in again.err


def test_approvals_show_the_evidence(record: Record, praetorium: Callable[..., Ended]) -> None:
    waiting = praetorium("approvals", "list", "--request", record.waiting, "--json").json
    assert [approval["request"] for approval in waiting] == [record.waiting]
    said = praetorium("approvals", "show", waiting[0]["id"]).out
    assert "what is destroyed cannot be taken back" in said
    assert "Delete everything?" in praetorium("approvals").out
    assert praetorium("approvals", "show", "apr-no").code == 2
