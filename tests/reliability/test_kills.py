"""A hundred kills: whatever dies, whenever, nothing is lost, nothing done twice, and all of it goes on by itself."""

from __future__ import annotations

import time

import pytest

from .conftest import harness_module

pytestmark = [pytest.mark.server, pytest.mark.timeout(1500)]


def test_a_hundred_kills(harness) -> None:
    began = time.monotonic()
    try:
        for target in ("run", "worker", "page", "server", "parent", "all"):
            harness.round(target)
        while harness.kills < 100:
            harness.round("run", times=2)
    finally:
        rows = harness.table()
        print(f"\n{harness_module.printed(rows, harness, began)}")  # noqa: T201 - it is what the test is for
    assert {(row.target, row.moment) for row in rows} == {
        (target, moment) for target in harness_module.TARGETS for moment in harness_module.MOMENTS
    }
    for row in rows:
        assert (row.stuck, row.lost, row.repeated, row.twice) == ([], [], [], []), row
        assert row.finished + row.asking == row.requests
        asked = row.requests / 2 if row.moment in ("before the effect", "before the outcome") else 0
        assert row.asking == (asked if row.target not in ("server", "page") else 0), row
