"""Periods that are not whole are told as such and compared with nothing; moments are read alike by both engines."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import duckdb
import pytest

from praetorium.data.duck import connect
from praetorium.data.figures import breakdowns
from praetorium.data.model import Row
from praetorium.data.profiling import profile
from praetorium.data.wishes import Wishes
from tests.data.conftest import Reporting, failed, write_csv

HEAD = ("id", "order_date", "region", "total")


def days(first: str, last: str, without: tuple[str, ...] = (), rests: bool = False) -> list[list[str]]:
    """Two rows a day, none on the days ``without`` nor, where it ``rests``, at weekends."""
    start, rows = dt.date.fromisoformat(first), []
    for n in range((dt.date.fromisoformat(last) - start).days + 1):
        day = start + dt.timedelta(days=n)
        if day.isoformat() not in without and not (rests and day.isoweekday() > 5):
            rows += [[f"A{len(rows)}", day.isoformat(), "NS"[i], f"{10 + n % 3}.50"] for i in range(2)]
    return rows


def over_time(folder: Path, rows: list[list[str]], by: str) -> dict[str, Row]:
    """The table over time, by label."""
    file = write_csv(folder / "orders.csv", rows, HEAD)
    connection = connect(folder)
    known = profile(connection, file, folder, shown_as=file.name, wishes=Wishes(by=(by,)))
    connection.execute(
        f"CREATE OR REPLACE VIEW data AS SELECT * FROM read_parquet('{folder}/{known.source.sha256}.parquet')"
    )
    return {row.label: row for row in breakdowns(connection, known)[0].rows}


def test_months_that_begin_late_end_early_or_have_gaps_are_not_compared(tmp_path: Path) -> None:
    gap = tuple(f"2026-03-{day:02}" for day in range(10, 17))
    found = over_time(tmp_path, days("2026-01-12", "2026-06-20", gap), "month")
    assert {label: row.note for label, row in found.items()} == {
        "Jan 2026": "from 12 Jan",
        "Feb 2026": "",
        "Mar 2026": "7 days without rows",
        "Apr 2026": "",
        "May 2026": "",
        "Jun 2026": "until 20 Jun",
    }
    assert [label for label, row in found.items() if row.change is not None] == ["May 2026"]


def test_a_week_without_rows_is_no_fall_by_all_of_it(tmp_path: Path) -> None:
    gap = tuple(f"2026-03-{day:02}" for day in range(16, 23))
    found = over_time(tmp_path, days("2026-03-02", "2026-04-05", gap), "week")
    assert found["week of 16 Mar 2026"].note == "no rows"
    assert [row.change is None for row in found.values()] == [True, False, True, True, False]


@pytest.mark.parametrize(("last", "note"), [("2026-03-27", ""), ("2026-03-25", "until 25 Mar")])
def test_a_week_of_working_days_is_whole_on_friday(tmp_path: Path, last: str, note: str) -> None:
    found = over_time(tmp_path, days("2026-03-02", last, rests=True), "week")
    assert found["week of 23 Mar 2026"].note == note


async def test_weekly_report_says_what_is_missing_in_every_form(desk: Reporting) -> None:
    gap = tuple(f"2026-03-{day:02}" for day in range(16, 23))
    write_csv(desk.folder / "orders.csv", days("2026-02-02", "2026-04-08", gap), HEAD)
    await desk.ask("Weekly sales report from orders.csv as HTML, PDF and spreadsheet, every Monday at 9")
    assert desk.wrong == []
    page = desk.page.read_text()
    assert "week of 16 Mar 2026 <span" in page and "(no rows)" in page and "(until 8 Apr)" in page
    assert page.count('class="bar partial"') == 2 and "−100" not in page
    lie = re.sub(r"\(until 8 Apr\)", "(until 12 Apr)", page)
    desk.page.write_text(lie)
    brief, request = desk.asked_for[1:]
    step = desk.asked_for[0].step("report")
    assert failed(await desk.prove(step, desk.context(request, brief, step)))


MOMENTS = (
    "TIMESTAMP '2025-01-01' + INTERVAL (i * 37) MINUTE",
    "(TIMESTAMP '2025-01-01' + INTERVAL (i * 3700123) MILLISECOND)::TIMESTAMPTZ",
    "(TIMESTAMP '2025-01-01' + INTERVAL (i * 3700) SECOND)::TIMESTAMP_NS",
)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_moments_of_parquet_are_read_alike_by_both_engines(desk: Reporting, moment: str) -> None:
    target = desk.folder / "sales.parquet"
    selected = f"{moment} AS sold_at, [1, 2] AS parts, {{'a': 1}} AS more, ['N', 'S'][1 + (i % 2)::INT] AS region"
    rows = f"SELECT {selected}, (i % 70)::DOUBLE / 8 AS revenue FROM range(0, 900) t(i)"
    duckdb.sql(f"COPY ({rows}) TO '{target}' (FORMAT parquet)")
    await desk.ask("chart revenue by month and region from sales.parquet, as SVG")
    await desk.ask("sales report from sales.parquet as HTML")
    assert desk.wrong == []
