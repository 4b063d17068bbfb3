"""Which rows count: stretches of time and values, found in the file, told, and applied by both engines."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from praetorium.data.model import Profile, Study
from praetorium.data.spans import span
from praetorium.errors import UserError
from praetorium.words import read
from tests.data.conftest import HEADER, Reporting, orders, write_csv

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("words", "first", "end"),
    [
        ("last quarter", "2026-07-01", "2026-10-01"),
        ("this month", "2026-11-01", "2026-12-01"),
        ("last 3 months", "2026-08-01", "2026-11-01"),
        ("yesterday", "2026-11-27", "2026-11-28"),
        ("October", "2026-10-01", "2026-11-01"),
        ("december", "2025-12-01", "2026-01-01"),
        ("Feb 2024", "2024-02-01", "2024-03-01"),
        ("Q4 2025", "2025-10-01", "2026-01-01"),
        ("2026 Q2", "2026-04-01", "2026-07-01"),
        ("Q2/2026", "2026-04-01", "2026-07-01"),
        ("second quarter of 2025", "2025-04-01", "2025-07-01"),
        ("2026-06", "2026-06-01", "2026-07-01"),
        ("2025", "2025-01-01", "2026-01-01"),
        ("since June", "2026-06-01", None),
        ("after 2026-03-31", "2026-04-01", None),
        ("before 2026", None, "2026-01-01"),
        ("until March 2026", None, "2026-04-01"),
        ("from April to June 2026", "2026-04-01", "2026-07-01"),
    ],
)
def test_days_that_words_mean(words: str, first: str | None, end: str | None) -> None:
    found = tuple(day.isoformat() if day else None for day in span(words, TODAY))
    assert found == (first, end)


@pytest.mark.parametrize("words", ["some day", "2026-02-31", "q7"])
def test_what_is_no_stretch_of_time_is_refused(words: str) -> None:
    with pytest.raises(UserError):
        span(words, TODAY)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("what were our best products last quarter? (sales.csv) as PDF", {"period": "last quarter", "only": True}),
        ("top 10 expenses by category from ausgaben.csv for October", {"period": "october", "top": 10, "only": True}),
        ("sales report from sales_2026.xlsx", {}),
        ("report on orders.csv for 2026 Q2", {"period": "2026 q2"}),
        ("report on orders.csv since 2026-03-31", {"period": "since 2026-03-31"}),
        ("orders of the second quarter of 2026, orders.csv", {"period": "second quarter of 2026"}),
        ("report on orders.csv for 2025 without cancelled orders", {"period": "2025", "drop": ["cancelled"]}),
        ("report on orders.csv where status is paid, by region", {"keep": ["status = paid"]}),
        ("chart revenue by month from a.csv since June, only Berlin", {"period": "since june", "keep": ["berlin"]}),
        ("sales report from orders.csv without charts, every Monday at 9", {}),
    ],
)
def test_words_that_mean_rows(words: str, told: dict[str, object]) -> None:
    found = read(words).parameters
    assert {key: found[key] for key in ("period", "keep", "drop", "top", "only") if found.get(key)} == told


async def test_a_report_counts_the_rows_that_are_meant_and_says_so(desk: Reporting) -> None:
    rows = orders()
    write_csv(desk.folder / "orders.csv", rows)
    await desk.ask("sales report from orders.csv for Q2 2025 without West", formats=["html", "pdf", "xlsx"])
    assert desk.wrong == []
    meant = [row for row in rows if "2025-04" <= row[1][:7] <= "2025-06" and row[2] != "West"]
    study = Study.model_validate_json((desk.folder / desk.results["figures"]["figures"]).read_text())
    assert Decimal(study.headline("total").value) == sum(Decimal(row[-1]) for row in meant)
    assert int(study.headline("rows").value) == len(meant) < len(rows)
    assert study.profile.notes[0] == (
        f"Only rows with 'order_date' from 1 Apr 2025 to 30 Jun 2025 and without west as 'region' count: "
        f"{len(meant)} of {len(rows)}."
    )
    assert {b.grain for b in study.breakdowns if b.grain} == {"week"}, "the unit of time suits the stretch"


async def test_a_word_that_is_no_value_is_told_and_changes_nothing(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", orders(100))
    await desk.ask("sales report from orders.csv excluding pandas", formats=["html"])
    assert desk.wrong == []
    known = Profile.model_validate_json((desk.folder / desk.results["inspect"]["profile"]).read_text())
    assert (known.size, known.notes[0]) == (
        100,
        "'pandas' is no value of any column, so nothing is left out because of it.",
    )


async def test_no_row_of_the_stretch_is_refused(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", orders(50))
    with pytest.raises(UserError, match=r"'orders.csv' has no row with 'order_date' from 1 Jan 1999 to 31 Dec 1999"):
        await desk.ask("sales report from orders.csv for 1999")


async def test_a_stretch_needs_dates(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", [[row[0], row[2], row[6]] for row in orders(30)], ("id", "region", "total"))
    with pytest.raises(UserError, match="no column holds dates"):
        await desk.ask("sales report from orders.csv for 2025")


async def test_a_report_of_what_has_no_numbers_counts_rows(desk: Reporting) -> None:
    tickets = [
        {"id": f"T{n}", "team": ("net", "db", "web")[n % 3], "opened": f"2026-0{n % 9 + 1}-05"} for n in range(60)
    ]
    (desk.folder / "tickets.jsonl").write_text("\n".join(map(json.dumps, tickets)))
    await desk.ask("report on tickets.jsonl by team", formats=["html", "pdf", "xlsx"])
    assert desk.wrong == []
    study = Study.model_validate_json((desk.folder / desk.results["figures"]["figures"]).read_text())
    by_team = next(b for b in study.breakdowns if b.by == "team")
    assert {row.label: row.total for row in by_team.rows} == {"net": "20", "db": "20", "web": "20"}
    assert by_team.title == "Tickets by team"


async def test_names_in_other_languages_are_found(desk: Reporting) -> None:
    rows = [[row[1], row[3], row[6]] for row in orders(200)]
    write_csv(desk.folder / "umsatz.csv", rows, ("Datum", "Artikel", "Umsatz"))
    await desk.ask("best 3 products from umsatz.csv", formats=["html"])
    assert desk.wrong == []
    study = Study.model_validate_json((desk.folder / desk.results["figures"]["figures"]).read_text())
    (only,) = study.breakdowns
    assert (only.by, len(only.rows), only.rows[-1].kind) == ("Artikel", 4, "others")
    assert HEADER[3] == "product"
