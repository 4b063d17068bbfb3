"""Planted oddities are found, each by its rule with its rows; clean files are left in peace."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from praetorium.data.duck import connect
from praetorium.data.model import Oddity
from praetorium.data.profiling import open_data, profile
from praetorium.data.study import study
from tests.data.conftest import orders, write_csv

Rows = list[list[str]]


def found(folder: Path, rows: Rows) -> tuple[Oddity, ...]:
    file = write_csv(folder / "orders.csv", rows)
    (folder / "spill").mkdir()
    connection = connect(folder / "spill")
    known = profile(connection, file, folder / "cache", shown_as="orders.csv")
    open_data(connection, known, file, folder / "cache")
    result = study(connection, known).oddities
    connection.close()
    return result


def _duplicate_key(rows: Rows) -> None:
    rows[200][0] = rows[100][0]


def _gap(rows: Rows) -> None:
    rows[:] = [row for row in rows if not "2025-05-10" <= row[1] <= "2025-05-13"]


def _outlier(rows: Rows) -> None:
    rows[150][-1] = "98765.00"


def _unit_change(rows: Rows) -> None:
    for row in rows:
        if row[1] >= "2025-07":
            row[-1] = f"{float(row[-1]) * 100:.2f}"


def _future(rows: Rows) -> None:
    rows[42][1] = "2062-03-01"


def _past(rows: Rows) -> None:
    rows[42][1] = "1900-01-01"


def _spelling(rows: Rows) -> None:
    for row in rows[::9]:
        row[2] = row[2].lower()


def _negative(rows: Rows) -> None:
    rows[77][-1] = "-12.50"


def _missing(rows: Rows) -> None:
    for row in rows[::7]:
        row[2] = ""


PLANTED: dict[str, tuple[Callable[[Rows], None], str, str]] = {
    "duplicate key": (_duplicate_key, "duplicate-key", "SO-10100 in rows 101, 201"),
    "gap": (_gap, "gap", "2025-05-10 to 2025-05-13 (4 days)"),
    "outlier": (_outlier, "outlier", "row 151: 98765.00"),
    "unit change": (_unit_change, "unit-change", "2025-07-01"),
    "date in the future": (_future, "date", "row 43: 2062-03-01"),
    "date long ago": (_past, "date", "row 43: 1900-01-01"),
    "two spellings": (_spelling, "spelling", "North"),
    "negative amount": (_negative, "negative", "row 78: -12.50"),
    "missing values": (_missing, "missing", ""),
}


@pytest.mark.parametrize("what", PLANTED)
def test_planted_oddity_is_found(tmp_path: Path, what: str) -> None:
    plant, rule, where = PLANTED[what]
    rows = orders(800, days=365)
    plant(rows)
    hits = [oddity for oddity in found(tmp_path, rows) if oddity.rule == rule]
    assert len(hits) == 1
    assert not where or any(where in row for row in hits[0].rows)
    assert hits[0].sql


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_found_in_clean_orders(tmp_path: Path, seed: int) -> None:
    assert found(tmp_path, orders(800, days=365, seed=seed)) == ()


def test_weekends_are_no_gaps_where_nobody_works_then(tmp_path: Path) -> None:
    chance = random.Random(3)
    days = [dt.date(2025, 1, 1) + dt.timedelta(days=n) for n in range(200)]
    working = [day for day in days if day.isoweekday() <= 5 and day.isoformat() != "2025-04-23"]
    rows = [
        [f"K{n}", day.isoformat(), "a", "b", "1", "2.00", f"{chance.uniform(20, 80):.2f}"]
        for n, day in enumerate(working)
    ]
    gaps = [oddity for oddity in found(tmp_path, rows) if oddity.rule == "gap"]
    assert [gap.rows for gap in gaps] == [("2025-04-23",)]
