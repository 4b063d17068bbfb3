"""Pivot tables: totals by two things at once, sums on both sides, each figure computed again from the raw file."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from praetorium.errors import UserError
from praetorium.words import read
from tests.data.conftest import Reporting, orders, write_csv


def told(desk: Reporting) -> dict[tuple[str, str], Decimal]:
    table = paper(desk)["sections"][0]["tables"][0]
    heads = [column["label"] for column in table["columns"][1:]]
    lines = [*table["rows"], table["total"]]
    return {
        (line[0]["text"], head): Decimal(cell["value"])
        for line in lines
        for head, cell in zip(heads, line[1:], strict=True)
        if cell["value"]
    }


def paper(desk: Reporting) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((desk.folder / desk.results["pivot"]["paper"]).read_text())
    return found


async def test_totals_by_region_and_month_in_every_form(desk: Reporting) -> None:
    rows = orders(300)
    write_csv(desk.folder / "orders.csv", rows)
    await desk.ask(
        "pivot total by region and month from orders.csv, as Excel, PDF and HTML page", formats=["xlsx", "pdf", "html"]
    )
    assert desk.wrong == []
    expected: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows:
        month = date.fromisoformat(row[1]).strftime("%b %Y")
        for key in ((month, row[2]), (month, "Total"), ("Total", row[2]), ("Total", "Total")):
            expected[key] += Decimal(row[6])
    assert {key: value for key, value in told(desk).items() if value} == expected
    book = openpyxl.load_workbook(desk.folder / "reports" / "total-by-region-and-month.xlsx")
    sheet = book.worksheets[1]
    assert sheet["F2"].value == "=SUM(B2:E2)" and str(sheet.cell(sheet.max_row, 2).value).startswith("=SUM(B2:B")


async def test_averages_and_numbers_of_rows(desk: Reporting) -> None:
    rows = orders(200)
    write_csv(desk.folder / "orders.csv", rows)
    await desk.ask("pivot table of the average total by region and product from orders.csv")
    assert desk.wrong == []
    mugs = [Decimal(row[6]) for row in rows if row[2] == "North" and row[3] == "Mug"]
    assert abs(told(desk)["Mug", "North"] - sum(mugs) / len(mugs)) < Decimal("0.000001")
    await desk.ask("pivot orders per weekday and region from orders.csv")
    assert desk.wrong == []
    mondays = sum(date.fromisoformat(row[1]).weekday() == 0 and row[2] == "North" for row in rows)
    assert (told(desk)["Monday", "North"], told(desk)["Total", "Total"]) == (mondays, 200)


async def test_what_is_small_of_many_stands_in_one_column(desk: Reporting) -> None:
    rows = [[f"R{n % 20:02}", f"P{n % 30:02}", str(n)] for n in range(1, 601)]
    write_csv(desk.folder / "sold.csv", rows, ("region", "product", "amount"))
    await desk.ask("pivot amount by region and product from sold.csv")
    assert desk.wrong == []
    heads = [column["label"] for column in paper(desk)["sections"][0]["tables"][0]["columns"]]
    assert (len(heads), heads[-2:]) == (14, ["all others", "Total"])
    assert told(desk)["Total", "Total"] == sum(range(1, 601))


async def test_one_altered_figure_is_refused(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", orders(100))
    await desk.ask("pivot total by region and quarter from orders.csv", formats=["xlsx", "html"])
    altered = paper(desk)
    altered["sections"][0]["tables"][0]["rows"][0][1] |= {"value": "1", "text": "1.00"}
    (desk.folder / desk.results["pivot"]["paper"]).write_text(json.dumps(altered))
    for step in ("spreadsheet", "report"):
        await desk.again_step(step)
        assert desk.wrong, step


async def test_one_thing_alone_makes_no_pivot(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", [[row[2], row[6]] for row in orders(50)], ("region", "total"))
    with pytest.raises(UserError, match="made by two things"):
        await desk.ask("pivot total by region from orders.csv")


def test_words_for_it() -> None:
    brief = read("pivot table of orders by weekday and country from orders.csv for Q3 as PDF")
    assert (brief.intent, brief.formats, brief.title) == ("pivot", ("pdf",), "Orders by weekday and country, Q3")
    assert brief.parameters == {"by": ["weekday", "country"], "count": "orders", "mean": False, "period": "q3"}
