"""Rows listed in an order, some of them, on a page: by one engine, and compared with the raw file by the other."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from praetorium.data.combining import Combined, Recombining, recombined
from praetorium.errors import UserError
from praetorium.reports.charting import Plot
from praetorium.words import read
from tests.data.conftest import Reporting, orders, write_csv


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("latest 10 orders from orders.csv", {"sort": "date", "first": 10}),
        ("the 5 oldest orders in orders.csv", {"sort": "date", "rising": True, "first": 5}),
        ("top 10 rides by fare from rides.csv", {"sort": "fare", "first": 10}),
        ("ten cheapest products from products.csv as pdf", {"sort": "price", "rising": True, "first": 10}),
        ("sort orders.csv by total, largest first", {"sort": "total"}),
        ("sort people.csv by name as Excel", {"sort": "name", "rising": True}),
        ("newest first: sort tickets.csv by date", {"sort": "date"}),
        ("biggest 3 invoices where status is open from invoices.csv", {"sort": "amount", "first": 3}),
        ("price list from products.csv as PDF", {}),
        ("unpaid orders over 500 from orders.csv", {}),
        ("urgent tickets from tickets.tsv that are not closed, newest first, as PDF", {"sort": "date"}),
        ("10 most expensive purchases in expenses.csv as PDF", {"sort": "price", "first": 10}),
        ("which items in stock.csv cost more than 1000 euros?", {}),
        ("employees hired since 2020 earning over 60000 from staff.xlsx as csv", {}),
        ("remove duplicate emails from people.csv", {}),
    ],
)
def test_words_that_list_rows(words: str, told: dict[str, object]) -> None:
    found = read(words)
    assert found.intent == "combine"
    assert {key: found.parameters[key] for key in ("sort", "rising", "first") if key in found.parameters} == told


@pytest.mark.parametrize(
    "words",
    ["top 5 customers by revenue from orders.csv", "orders by month from orders.csv", "last quarter, orders.csv"],
)
def test_words_that_group_rows_list_none(words: str) -> None:
    assert read(words).intent == "data-report"


async def test_the_largest_rows_are_listed_as_file_page_and_pdf_with_what_counts(desk: Reporting) -> None:
    rows = orders()
    rows[10][6], rows[20][6], rows[30][6] = "", "9000.00", "9000.00"
    rows[20][2] = rows[30][2] = rows[10][2] = "West"
    write_csv(desk.folder / "orders.csv", rows)
    await desk.ask("top 4 orders by total in West, from orders.csv", formats=["csv", "html", "pdf", "xlsx"])
    assert desk.wrong == []
    meant = sorted((r for r in rows if r[2] == "West" and r[6]), key=lambda row: -Decimal(row[6]))[:4]
    (made,) = (desk.folder / "rows").glob("*.csv")
    assert list(csv.reader(made.read_text().splitlines()))[1:] == meant
    assert [row[0] for row in meant[:2]] == [rows[20][0], rows[30][0]], "of equal ones the first in the file"
    assert "They are the first 4 rows of" in " ".join(desk.results["csv"]["notes"])
    page = next((desk.folder / "rows").glob("*.html")).read_text()
    assert page.index(meant[0][0]) < page.index(meant[3][0])


async def test_a_list_in_another_order_than_was_asked_for_does_not_agree(desk: Reporting, tmp_path: Path) -> None:
    write_csv(desk.folder / "orders.csv", orders(60))
    await desk.ask("sort orders.csv by product", formats=["csv"])
    assert desk.wrong == []
    made = next((desk.folder / "rows").glob("*.csv"))
    found = Combined.model_validate(json.loads((desk.folder / desk.results["csv"]["record"]).read_text()))
    given = Recombining(found=found, paths=(desk.folder / "orders.csv",), result=made)
    head, first, second, *rest = made.read_text().splitlines()
    made.write_text("\n".join([head, second, first, *rest]))
    (check,) = recombined(given, tmp_path).checks
    assert "its values stand in other rows" in check.evidence


async def test_more_rows_than_a_page_has_room_for_are_refused(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", orders(1_200))
    with pytest.raises(UserError, match=r"at most 1,000 rows, and there are 1,200"):
        await desk.ask("sort orders.csv by total as PDF")


async def test_columns_that_are_wanted_and_rows_without_a_value(desk: Reporting) -> None:
    people = [[f"P{n}", f"p{n}@x.org" if n % 3 else " ", str(n)] for n in range(1, 10)]
    write_csv(desk.folder / "people.csv", people, ("name", "E-Mail", "age"))
    await desk.ask("only columns name and age from people.csv, without e-mail", formats=["csv"])
    assert desk.wrong == []
    assert (desk.folder / "rows" / "people.csv").read_text().split() == ["name,age", "P3,3", "P6,6", "P9,9"]


async def test_several_files_are_added_up_as_one(desk: Reporting) -> None:
    for month in (1, 2):
        rows = [[f"2026-0{month}-{day:02}", f"{month}{day}.50"] for day in range(1, 29)]
        write_csv(desk.folder / f"m{month}.csv", rows, ("date", "amount"))
    await desk.ask("chart cumulative revenue by month from m1.csv and m2.csv")
    assert desk.wrong == []
    plot = Plot.model_validate_json((desk.folder / desk.results["chart"]["figures"]).read_text())
    months = [sum(Decimal(f"{month}{day}.50") for day in range(1, 29)) for month in (1, 2)]
    assert [Decimal(point.value) for point in plot.chart.points] == [months[0], sum(months)]
