"""Types of columns: from all rows where there are few, from a sample and every row where there are many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from praetorium.data.duck import connect, one
from praetorium.data.model import Column
from praetorium.data.profiling import open_data, profile
from praetorium.data.wishes import Wishes
from tests.data.conftest import write_csv

MANY = 45_000
"""More rows than a sample is taken from."""


def typed(folder: Path, value: Callable[[int], str], count: int) -> tuple[Column, object]:
    """The column of those values, and the sum (or count) of what was read."""
    file = write_csv(folder / "x.csv", [[value(n), "1"] for n in range(count)], ("value", "amount"), delimiter="\t")
    (folder / "spill").mkdir()
    connection = connect(folder / "spill")
    known = profile(connection, file, folder / "cache", shown_as="x.csv", wishes=Wishes(amount="amount"))
    open_data(connection, known, file, folder / "cache")
    column = known.column("value")
    asked = "sum(value)" if column.number else "count(value)"
    answer = one(connection, f"SELECT {asked} FROM data")[0]
    connection.close()
    return column, answer


VALUES: dict[str, tuple[Callable[[int], str], str, str]] = {
    "integer": (lambda n: str(n), "integer", "."),
    "decimal point": (lambda n: f"{n}.25", "decimal", "."),
    "decimal comma": (lambda n: f"{n},25", "decimal", ","),
    "thousands": (lambda n: f"{n:,}.50", "decimal", "."),
    "comma, thousands, currency": (lambda n: f"{n:,}".replace(",", ".") + ",50 €", "decimal", ","),
    "brackets for negative": (lambda n: f"({n}.50)", "decimal", "."),
    "leading zeros": (lambda n: f"{n:07}", "text", ""),
    "iso date": (lambda n: f"2025-01-{n % 28 + 1:02}", "date", ""),
    "german date": (lambda n: f"{n % 28 + 1:02}.02.2025", "date", ""),
    "moment": (lambda n: f"2025-01-{n % 28 + 1:02}T10:{n % 60:02}:00", "datetime", ""),
    "truth": (lambda n: ("yes", "no")[n % 2], "boolean", ""),
    "words": (lambda n: f"word {n}", "text", ""),
    "one late decimal": (lambda n: "7.125" if n == MANY - 3 else str(n), "decimal", "."),
    "one late word": (lambda n: "unknown" if n == MANY - 3 else str(n), "integer", "."),
    "one late leading zero": (lambda n: "007" if n == MANY - 3 else str(n), "text", ""),
}


@pytest.mark.parametrize("what", VALUES)
def test_type_of_many_rows(tmp_path: Path, what: str) -> None:
    value, kind, mark = VALUES[what]
    column, answer = typed(tmp_path, value, MANY)
    assert (column.type, column.mark) == (kind, mark)
    assert column.bad == (1 if what == "one late word" else 0)
    whole = sum(range(MANY))
    sums = {
        "integer": whole,
        "decimal point": whole + MANY / 4,
        "decimal comma": whole + MANY / 4,
        "thousands": whole + MANY / 2,
        "comma, thousands, currency": whole + MANY / 2,
        "brackets for negative": -whole - MANY / 2,
        "one late decimal": whole - (MANY - 3) + 7.125,
        "one late word": whole - (MANY - 3),
    }
    assert float(str(answer)) == pytest.approx(sums.get(what, MANY), abs=1e-6)


@pytest.mark.parametrize("what", [w for w in VALUES if "late" not in w])
def test_few_rows_and_many_are_read_alike(tmp_path: Path, what: str) -> None:
    value, kind, mark = VALUES[what]
    column, _ = typed(tmp_path, value, 2_000)
    assert (column.type, column.mark, column.bad) == (kind, mark, 0)
