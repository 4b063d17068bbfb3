"""Processes killed at every moment: nothing is lost, nothing done twice, and all of it goes on by itself.

Here runs and the worker are killed; ``python -m benchmarks.reliability`` kills everything, as often as one likes.
"""

from __future__ import annotations

import time

import pytest

from .conftest import harness_module

pytestmark = [pytest.mark.server, pytest.mark.timeout(600)]

TARGETS = ("run", "worker")


def test_whatever_is_killed_goes_on(harness) -> None:
    began = time.monotonic()
    try:
        for target in TARGETS:
            harness.round(target)
    finally:
        rows = harness.table()
        print(f"\n{harness_module.printed(rows, harness, began)}")  # noqa: T201 - it is what the test is for
    assert {(row.target, row.moment) for row in rows} == {
        (target, moment) for target in TARGETS for moment in harness_module.MOMENTS
    }
    for row in rows:
        assert (row.stuck, row.lost, row.repeated, row.twice) == ([], [], [], []), row
        assert row.finished + row.asking == row.requests
        assert row.asking == (row.requests / 2 if row.moment in ("before the effect", "before the outcome") else 0), row
