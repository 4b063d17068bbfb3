"""The report as PDF: the same figures as the page, on tagged pages, compared with the raw file."""

from __future__ import annotations

import json

import pytest

from praetorium.errors import UserError
from praetorium.reports.printed import read_pdf
from tests.data.conftest import Reporting, orders, write_csv


@pytest.fixture
def file(desk: Reporting) -> None:
    rows = orders(240)
    rows[7][2] = "#*_`$region$`"
    rows[30][2] = '= "South & East" \\ #panic()'
    write_csv(desk.folder / "orders.csv", rows)


async def test_formats_asked_for_decide_what_is_made(desk: Reporting, file: None) -> None:
    await desk.ask("sales report from orders.csv as PDF and spreadsheet")
    assert desk.wrong == []
    assert set(desk.results) == {"inspect", "figures", "pdf", "spreadsheet"}
    printed = read_pdf(desk.folder / "reports" / "sales-report.pdf")
    assert printed.tagged and printed.title == "Sales report" and printed.pages >= 2
    # Whatever a cell looks like, it is text: nothing of it was carried out, nothing is missing.
    assert '= "South & East" \\ #panic()' in printed.text and "#*_`$region$`" in printed.text
    compared = [c.evidence for c in desk.checks["pdf"] if c.name.startswith("figures in")]
    assert len(compared) == 1 and int(compared[0].split()[0]) > 60


async def test_pdf_that_says_something_else_is_refused(desk: Reporting, file: None) -> None:
    await desk.ask("sales report from orders.csv as PDF")
    assert desk.wrong == []
    figures = desk.folder / desk.results["figures"]["figures"]
    text = figures.read_text()
    total = next(row["total"] for row in json.loads(text)["breakdowns"][0]["rows"])
    figures.write_text(
        text.replace(f'"total": "{total}"', '"total": "4711.25"').replace(f'"total":"{total}"', '"total":"4711.25"')
    )
    brief, request = desk.asked("orders.csv", formats=["pdf"])
    plan = desk.plan("data-report", brief, request)
    await desk.do(plan.step("pdf"), brief, request)
    assert any(("4,711.25" in each and "the raw file" in each) or "4,711.25" in each for each in desk.wrong)


async def test_letter_that_no_font_has_is_told(desk: Reporting) -> None:
    rows = orders(60)
    for row in rows[::2]:
        row[2] = "West \U0001242a"
    write_csv(desk.folder / "orders.csv", rows)
    with pytest.raises(UserError, match="no font on this machine") as refused:
        await desk.ask("sales report from orders.csv as PDF")
    assert "install a font" in refused.value.next
