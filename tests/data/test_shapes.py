"""Files as people have them: databases, nested records, two-digit years; and charts of other shapes than totals."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from praetorium.data import figures
from praetorium.data.duck import connect, one
from praetorium.data.model import Study
from praetorium.errors import UserError
from praetorium.reports.charting import Plot
from tests.data.conftest import Reporting, orders, write_csv


def study(desk: Reporting) -> Study:
    return Study.model_validate_json((desk.folder / desk.results["figures"]["figures"]).read_text())


def drawn(desk: Reporting) -> dict[tuple[str, str], Decimal]:
    plot = Plot.model_validate_json((desk.folder / desk.results["chart"]["figures"]).read_text())
    return {(p.label, p.series): Decimal(p.value) for p in plot.chart.points}


def database(path: Path) -> list[list[str]]:
    rows = orders(200)
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("CREATE TABLE sold (id TEXT, day TEXT, region TEXT, total REAL)")
        base.execute("CREATE TABLE people (id INTEGER, name TEXT, salary INTEGER)")
        base.executemany("INSERT INTO sold VALUES (?, ?, ?, ?)", [(r[0], r[1], r[2], float(r[6])) for r in rows])
        base.executemany("INSERT INTO people VALUES (?, ?, ?)", [(n, f"P{n}", 1000 * n) for n in range(1, 9)])
    return rows


async def test_a_table_of_a_database_is_read_like_a_file(desk: Reporting) -> None:
    rows = database(desk.folder / "shop.sqlite")
    await desk.ask("sales report from shop.sqlite", formats=["html", "xlsx"])
    assert desk.wrong == []
    assert Decimal(study(desk).headline("total").value) == sum(Decimal(r[6]) for r in rows)
    assert "The table 'sold' is read; there is also 'people'." in study(desk).profile.notes


async def test_the_table_that_is_named_is_read(desk: Reporting) -> None:
    database(desk.folder / "shop.sqlite")
    await desk.ask("report on the people in shop.sqlite", formats=["html"])
    assert desk.wrong == []
    assert study(desk).headline("total").value == "36000"


async def test_a_database_without_rows_is_refused(desk: Reporting) -> None:
    with closing(sqlite3.connect(desk.folder / "none.sqlite")) as base, base:
        base.execute("CREATE TABLE a (b TEXT)")
    with pytest.raises(UserError, match="no table with rows"):
        await desk.ask("report on none.sqlite")


async def test_records_with_moments_and_records_inside_are_reported(desk: Reporting) -> None:
    rows = [
        {
            "id": n,
            "at": f"2026-0{n % 9 + 1}-11T0{n % 9}:00:00",
            "buyer": {"country": "DE" if n % 3 else "FR"},
            "total": n / 4,
        }
        for n in range(1, 121)
    ]
    (desk.folder / "orders.json").write_text(json.dumps(rows))
    await desk.ask("sales report from orders.json by country and month", formats=["html", "xlsx"])
    assert desk.wrong == []
    by_country = next(b for b in study(desk).breakdowns if b.by == "buyer.country")
    expected = sum(Decimal(n) / 4 for n in range(1, 121) if n % 3)
    assert {row.label: Decimal(row.total) for row in by_country.rows}["DE"] == expected
    assert study(desk).first == "2026-01-11"


@pytest.mark.parametrize("mixed", [False, True])
async def test_years_of_two_digits_are_of_this_century(desk: Reporting, mixed: bool) -> None:
    days = [dt.date(2026, 6, 1) + dt.timedelta(days=n) for n in range(90)]
    rows = [[day.strftime("%d.%m.%Y" if mixed and n % 2 else "%d.%m.%y"), "10"] for n, day in enumerate(days)]
    write_csv(desk.folder / "costs.csv", rows, ("Datum", "Betrag"), ";")
    await desk.ask("report on costs.csv", formats=["html", "xlsx"])
    assert desk.wrong == []
    assert (study(desk).first, study(desk).last) == ("2026-06-01", "2026-08-29")


async def test_days_of_the_week_stand_in_their_order(desk: Reporting) -> None:
    rows = orders(300)
    write_csv(desk.folder / "orders.csv", rows)
    await desk.ask("bar chart of total per weekday from orders.csv")
    assert desk.wrong == []
    expected: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        expected[dt.date.fromisoformat(row[1]).strftime("%A")] += Decimal(row[6])
    week = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    assert list(drawn(desk).items()) == [((day, ""), expected[day]) for day in week]


async def test_averages_are_drawn_where_they_are_asked_for(desk: Reporting) -> None:
    rows = orders(300)
    write_csv(desk.folder / "orders.csv", rows)
    await desk.ask("chart the average total by region and month from orders.csv, as svg")
    assert desk.wrong == []
    parts: defaultdict[str, list[Decimal]] = defaultdict(list)
    for row in rows:
        if row[1].startswith("2025-02"):
            parts[row[2]].append(Decimal(row[6]))
    for region, values in parts.items():
        assert abs(drawn(desk)["Feb 2025", region] - sum(values) / len(values)) < Decimal("0.000001")


async def test_temperatures_are_averaged_unasked(desk: Reporting) -> None:
    rows = [[f"2026-10-{n % 5 + 1:02} 0{n % 9}:00", str(15 + n % 7)] for n in range(60)]
    write_csv(desk.folder / "sensor.csv", rows, ("time", "temperature"))
    await desk.ask("line chart of temperature per day from sensor.csv")
    assert desk.wrong == []
    assert all(15 <= value <= 22 for value in drawn(desk).values())
    assert "Averages of 'temperature' are shown: added up it says nothing." in desk.results["inspect"]["notes"]


@pytest.mark.parametrize("places", [0, 1])
async def test_a_histogram_counts_rows_by_class(desk: Reporting, places: int) -> None:
    values = [round(20 + (n * n) % 61 + n / 100, places) for n in range(200)]
    write_csv(
        desk.folder / "people.csv", [[f"P{n}", f"{v:.{places}f}"] for n, v in enumerate(values)], ("person", "age")
    )
    await desk.ask("histogram of age in people.csv")
    assert desk.wrong == []
    counted = Counter(int(value // 5) * 5 for value in values)
    assert sum(drawn(desk).values()) == 200
    assert {int(label.split(" ")[0]): int(n) for (label, _), n in drawn(desk).items() if n} == counted


async def test_a_column_that_is_called_like_the_file_is_added_up(desk: Reporting) -> None:
    write_csv(desk.folder / "budget.csv", [["IT", "120"], ["HR", "40"], ["IT", "5"]], ("Department", "Budget"))
    await desk.ask("chart budget by department from budget.csv")
    assert desk.wrong == []
    assert drawn(desk) == {("IT", ""): Decimal(125), ("HR", ""): Decimal(40)}


@pytest.mark.parametrize("values", ["1, 2, 2, 9", "1, 2, 3", "5", "1.5, -2, NULL, 0.25, 7, 7"])
def test_the_median_of_many_rows_is_that_of_few(tmp_path: Path, values: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connect(tmp_path)
    connection.execute(f"CREATE VIEW data AS SELECT unnest([{values}]) AS v")
    monkeypatch.setattr(figures, "HELD", 0)
    counted, simple = figures._median('"v"', 4), "SELECT median(v::DOUBLE) FROM data"
    assert "WITH" in counted and one(connection, counted) == one(connection, simple)
