"""Rows of several files in one file, a file in another form, and without repeated rows; every row compared again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from praetorium.errors import UserError
from praetorium.words import read
from tests.data.conftest import Reporting, failed

JAN = "date,shop,amount\n2026-01-03,North,10.50\n2026-01-04,South,=1+1\n2026-01-05,North,7.25\n"
FEB = "Amount;Date;Shop;Note\n1.234,50;03.02.2026;North;late\n7,25;05.01.2026;North;\n"
PEOPLE = (
    "name,e-mail\nAda,ada@example.org\nBea,bea@example.org\nAda L.,ADA@example.org\nCem,\nDan,\nBea,bea@example.org\n"
)


def lines(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


async def test_files_become_one_workbook_by_the_names_of_their_columns(desk: Reporting) -> None:
    (desk.folder / "jan.csv").write_text(JAN.replace("=1+1", "12"))
    (desk.folder / "feb.csv").write_text(FEB)
    await desk.ask("merge jan.csv and feb.csv into one spreadsheet")
    assert desk.wrong == []
    sheet = openpyxl.load_workbook(desk.folder / desk.results["xlsx"]["path"])["Rows"]
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found[0] == ["date", "shop", "amount", "Note"]
    assert [(row[0].date().isoformat(), row[2], row[3]) for row in found[1:]] == [  # type: ignore[union-attr]
        ("2026-01-03", 10.5, None),
        ("2026-01-04", 12, None),
        ("2026-01-05", 7.25, None),
        ("2026-02-03", 1234.5, "late"),
        ("2026-01-05", 7.25, None),
    ]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref
    assert "'Note' is not in jan.csv; it is blank for these rows." in desk.results["xlsx"]["notes"]


async def test_text_stays_text_and_no_cell_becomes_a_formula(desk: Reporting) -> None:
    (desk.folder / "jan.csv").write_text(JAN)
    await desk.ask("convert jan.csv to excel")
    assert desk.wrong == []
    sheet = openpyxl.load_workbook(desk.folder / desk.results["xlsx"]["path"])["Rows"]
    assert (sheet["C3"].value, sheet["C3"].data_type) == ("=1+1", "s")


@pytest.mark.parametrize(("words", "kept"), [("by e-mail", 4), ("", 5)])
async def test_repeated_rows_are_left_out_and_named(desk: Reporting, words: str, kept: int) -> None:
    (desk.folder / "people.csv").write_text(PEOPLE)
    await desk.ask(f"remove duplicates from people.csv {words} and save as clean.csv")
    assert desk.wrong == []
    result = desk.results["csv"]
    rows = lines(desk.folder / "rows" / "clean.csv")[1:]
    assert (len(rows), result["left_out"]) == (kept, 6 - kept)
    assert [row[0] for row in rows if not row[1]] == ["Cem", "Dan"], "those without an address repeat nobody"
    assert "Row 6 repeats row 2." in result["notes"]
    assert (desk.folder / "people.csv").read_text() == PEOPLE


async def test_nested_records_become_columns_in_every_form(desk: Reporting) -> None:
    # 20.0 is written as 20 by one library and as 20.0 by another.
    records = [
        {"id": n, "who": {"name": f"N{n}", "in": {"city": "Ulm"}}, "at": f"2026-06-0{n}T08:00:00", "sum": n * 10.0}
        for n in (1, 2)
    ]
    (desk.folder / "a.json").write_text(json.dumps([*records, {"id": 3, "who": None, "at": None, "sum": 2.5}]))
    await desk.ask("convert a.json to csv, parquet and json")
    assert desk.wrong == []
    assert lines(desk.folder / "rows" / "a.csv")[:2] == [
        ["id", "who.name", "who.in.city", "at", "sum"],
        ["1", "N1", "Ulm", "2026-06-01T08:00:00", "10.0"],
    ]
    assert pl.read_parquet(desk.folder / "rows" / "a.parquet")["at"].dtype == pl.Datetime("us")
    assert json.loads((desk.folder / "rows" / "a.json").read_text())[0]["who.in.city"] == "Ulm"


async def test_rows_that_are_meant_are_kept_as_they_are_written(desk: Reporting) -> None:
    (desk.folder / "jan.csv").write_text(JAN)
    await desk.ask("filter jan.csv to north as csv")
    assert desk.wrong == []
    assert lines(desk.folder / "rows" / "jan.csv")[1:] == [
        ["2026-01-03", "North", "10.50"],
        ["2026-01-05", "North", "7.25"],
    ]
    assert desk.results["csv"]["notes"][1] == "Only rows with north as 'shop' count: 2 of 3."
    with pytest.raises(UserError, match="'east' is no value of any column"):
        await desk.ask("filter jan.csv to east as csv")
    with pytest.raises(UserError, match="has no row with 'date' from 1 Jan 1999"):
        await desk.ask("list the rows of 1999 in jan.csv")


async def test_what_was_altered_is_refused(desk: Reporting) -> None:
    (desk.folder / "jan.csv").write_text(JAN)
    (desk.folder / "feb.csv").write_text(JAN.replace("North", "West"))
    await desk.ask("combine jan.csv and feb.csv as csv")
    plan, brief, request = desk.asked_for
    path, step = desk.folder / desk.results["csv"]["path"], plan.step("csv")
    honest = path.read_text()
    for altered in (
        honest.replace("10.50", "10.51"),
        honest.replace("2026-01-03,North,10.50", "2026-01-03,South,10.50", 1),
        "".join(honest.splitlines(keepends=True)[:-1]),
        honest + "2026-01-05,North,7.25\n",
    ):
        path.write_text(altered)
        assert failed(await desk.prove(step, desk.context(request, brief, step))), "altered rows were let through"


async def test_files_of_other_things_are_refused_with_what_to_ask(desk: Reporting) -> None:
    (desk.folder / "jan.csv").write_text(JAN)
    (desk.folder / "people.csv").write_text(PEOPLE)
    with pytest.raises(UserError, match="not rows of the same thing") as refused:
        await desk.ask("merge jan.csv and people.csv")
    assert refused.value.next == "to look rows of one up in the other, say: join jan.csv and people.csv"


@pytest.mark.parametrize(
    ("words", "intent", "formats"),
    [
        ("merge jan.csv feb.csv mar.csv into one spreadsheet", "combine", ("xlsx",)),
        ("put a.csv and b.csv together in one csv", "combine", ("csv",)),
        ("convert prices.xlsx to json", "combine", ("json",)),
        ("dedupe contacts.csv", "combine", ("csv",)),
        ("merge orders.csv and customers.csv on customer_id", "join", ("xlsx",)),
        ("join a.csv and b.csv", "join", ("xlsx",)),
        ("export orders.csv as a report in PDF", "data-report", ("pdf",)),
        ("remove report.csv", "destroy", ()),
        ("turn notes.md into slides", "make-document", ("pptx",)),
    ],
)
def test_words_for_it(words: str, intent: str, formats: tuple[str, ...]) -> None:
    brief = read(words)
    assert (brief.intent, brief.formats) == (intent, formats)
