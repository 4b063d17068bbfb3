"""Which rows count: stretches of time and values, found in the file, told, and applied by both engines."""

from __future__ import annotations

import json
from collections.abc import Callable
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
        ("report on orders.csv, only paid orders over 500", {"keep": ["paid", "orders > 500"]}),
        ("list the orders in orders.csv between 1,000 and 2.5k EUR", {"keep": ["orders >= 1000", "orders <= 2500"]}),
        ("filter people.csv to age over 30 and under 40", {"keep": ["age > 30", "age < 40"]}),
        ("people older than 30 from people.csv", {"keep": ["age > 30"]}),
        ("report on rides.csv with a rating of 4 or more", {"keep": ["rating >= 4"]}),
        (
            "report on orders.csv where total is at least 300 and status is not open",
            {"keep": ["total >= 300"], "drop": ["status = open"]},
        ),
        (
            "customers in New York with more than 3 orders, from orders.csv",
            {"keep": ["New York", "customers > 3 orders"], "only": True},
        ),
        ("which customers spent more than 2000? orders.csv", {"keep": ["customers > 2000 spent"], "only": True}),
        ("urgent tickets from tickets.csv that are not closed", {"keep": ["urgent"], "drop": ["closed"]}),
        ("expenses over $500 paid by Kim from expenses.csv", {"keep": ["Kim", "expenses > 500 paid"]}),
        ("staff hired since 2020 earning over 60000 from staff.csv", {"period": "since 2020", "keep": ["> 60000"]}),
        ("filter orders.json to paid over 50 as excel", {"keep": ["paid", "> 50"]}),
        ("report on orders.csv without orders under 10", {"keep": ["orders >= 10"]}),
        ("all unpaid invoices from invoices.csv as Excel", {"keep": ["unpaid"]}),
        ("tickets with priority high or urgent from tickets.csv", {"keep": ["priority = high or urgent"]}),
        ("total revenue over 12 months from orders.csv in German, as PDF", {}),
        ("sales between 2024 and 2025 from orders.csv", {"period": "between 2024 and 2025"}),
        ("weekly report on latest orders from orders.csv", {}),
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


@pytest.mark.parametrize(
    ("words", "counts", "told"),
    [
        ("report on orders.csv: orders over 60", lambda row, _: Decimal(row[6]) > 60, "with 'total' over 60"),
        (
            "report on orders.csv for North, total between 20 and 80.5",
            lambda row, _: row[2] == "North" and 20 <= Decimal(row[6]) <= Decimal("80.5"),
            "with north as 'region' and with 'total' of at least 20 and with 'total' of at most 80.5",
        ),
        (
            "report on orders.csv where quantity is at least 3, without West",
            lambda row, _: int(row[4]) >= 3 and row[2] != "West",
            "with 'quantity' of at least 3 and without west as 'region'",
        ),
        (
            "regions with more than 150 orders, orders.csv",
            lambda row, rows: sum(other[2] == row[2] for other in rows) > 150,
            "of a 'region' with over 150 rows",
        ),
        (
            "products with revenue over 3.4k, from orders.csv, only North",
            lambda row, rows: (
                row[2] == "North" and sum(Decimal(o[6]) for o in rows if (o[2], o[3]) == ("North", row[3])) > 3400
            ),
            "with north as 'region' and of a 'product' whose 'total' adds up to over 3,400",
        ),
    ],
)
async def test_both_engines_count_the_rows_of_a_size(
    desk: Reporting, words: str, counts: Callable[[list[str], list[list[str]]], bool], told: str
) -> None:
    rows = orders()
    write_csv(desk.folder / "orders.csv", rows)
    await desk.ask(words, formats=["html"])
    assert desk.wrong == []
    meant = [row for row in rows if counts(row, rows)]
    study = Study.model_validate_json((desk.folder / desk.results["figures"]["figures"]).read_text())
    assert Decimal(study.headline("total").value) == sum(Decimal(row[6]) for row in meant)
    assert 0 < len(meant) < len(rows)
    assert study.profile.notes[0] == f"Only rows {told} count: {len(meant)} of {len(rows)}."


async def test_a_size_is_of_a_computed_amount_a_column_of_yes_and_no_and_of_a_unit(desk: Reporting) -> None:
    lines = [[str(n), "yes" if n % 3 else "no", str(n % 4), "12.50", f"{n}.5"] for n in range(1, 41)]
    write_csv(desk.folder / "orders.csv", lines, ("order_id", "Paid", "quantity", "unit price", "distance_km"))
    await desk.ask("list the unpaid orders over 20 in orders.csv, with more than 12 km", formats=["csv"])
    assert desk.wrong == []
    kept = (desk.folder / "rows" / "orders.csv").read_text().splitlines()[1:]
    assert [line.split(",")[0] for line in kept] == ["15", "18", "27", "30", "39"]


async def test_a_size_that_no_column_has_is_refused_with_the_columns_that_are_there(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", orders(50))
    with pytest.raises(UserError, match=r"columns of numbers: quantity, unit_price, total"):
        await desk.ask("report on orders.csv where humidity is over 50")


async def test_a_word_that_is_no_value_is_told_and_changes_nothing(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", orders(100))
    await desk.ask("sales report from orders.csv excluding pandas", formats=["html"])
    assert desk.wrong == []
    known = Profile.model_validate_json((desk.folder / desk.results["inspect"]["profile"]).read_text())
    assert (known.size, known.notes[0]) == (
        100,
        "'pandas' is no value of any column ('region' has East, North, South, West): "
        "nothing is left out because of it.",
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


async def test_records_inside_a_list_of_the_file_are_its_rows(desk: Reporting) -> None:
    records = [{"id": n, "at": {"country": ("DE", "AT")[n % 2]}, "total": n + 0.5} for n in range(1, 41)]
    told = {"exported": "2026-11-01", "orders": records, "errors": []}
    (desk.folder / "orders.json").write_text(json.dumps(told, indent=1))
    await desk.ask("report on orders.json by country, total over 20", formats=["html"])
    assert desk.wrong == []
    study = Study.model_validate_json((desk.folder / desk.results["figures"]["figures"]).read_text())
    assert Decimal(study.headline("total").value) == sum(Decimal(n) + Decimal("0.5") for n in range(20, 41))
    assert study.breakdowns[0].by == "at.country"
    assert "The rows are those of the list 'orders'." in study.profile.notes
