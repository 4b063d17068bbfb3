"""Two files compared: what came, went and changed, by a key that is found, and checked from both raw files."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from praetorium.errors import UserError
from praetorium.reports.works import Comparing, compared
from tests.data.conftest import Reporting, write_csv

HEAD = ("sku", "name", "stock", "price")


def products(count: int = 60) -> list[list[str]]:
    return [[f"P{n:03}", f"Product {n}", str(n % 9), f"{n}.50"] for n in range(count)]


def changed(rows: list[list[str]]) -> list[list[str]]:
    """Three gone, two new, five with another stock, one with another price."""
    kept = [list(row) for row in rows if row[0] not in ("P003", "P010", "P044")]
    for row in kept[20:25]:
        row[2] = str(int(row[2]) + 10)
    kept[30][3] = "99.75"
    return [*kept, ["P900", "New", "1", "1.00"], ["P901", "Newer", "2", "2.00"]]


def found(folder: Path, first: list[list[str]], second: list[list[str]], **given: object):  # type: ignore[no-untyped-def]
    paths = [write_csv(folder / name, rows, HEAD) for name, rows in (("a.csv", first), ("b.csv", second))]
    asked = Comparing(first=paths[0], second=paths[1], names=("a.csv", "b.csv"), **given)  # type: ignore[arg-type]
    return compared(asked, folder)


async def test_what_changed_is_told_on_page_pdf_and_sheet(desk: Reporting) -> None:
    write_csv(desk.folder / "q1.csv", products(), HEAD)
    # Written otherwise, the same all the same: semicolons and decimal commas.
    rows = [[*row[:3], row[3].replace(".", ","), "A1"] for row in changed(products())]
    write_csv(desk.folder / "q2.csv", rows, (*HEAD, "shelf"), delimiter=";")
    await desk.ask("compare q1.csv and q2.csv: what changed?", formats=["html", "pdf", "xlsx"])
    assert desk.wrong == []
    result = desk.results["compare"]
    assert [result[k] for k in ("added", "removed", "changed", "same")] == [2, 3, 6, 51]
    assert result["key"] == ["sku"] and "assumed" in result["notes"][0]
    page = (desk.folder / "reports" / "q1-against-q2.html").read_text()
    assert "2 rows added, 3 rows removed, 6 rows changed" in page and "The column &#39;shelf&#39; is new." in page
    book = openpyxl.load_workbook(desk.folder / "reports" / "q1-against-q2.xlsx")
    totals = book["Totals"]
    assert totals["D2"].value == "=C2-B2" and totals.freeze_panes == "B2" and totals.auto_filter.ref
    assert [c.value for c in book["Changed values"][2]][1:] == ["stock", 4, 14]

    record = desk.folder / result["paper"]
    text = record.read_text()
    paper = json.loads(text)
    assert paper["figures"][2][1]["fact"] == "added"
    paper["figures"][2][1] |= {"value": "7", "text": "7"}
    record.write_text(json.dumps(paper))
    for step in ("report", "pdf", "spreadsheet"):
        await desk.again_step(step)
        assert any("added" in each and "the raw files give 2" in each for each in desk.wrong), step


def test_number_written_otherwise_has_not_changed(tmp_path: Path) -> None:
    first = products(20)
    second = [[*row[:3], f"{row[3]}00"] for row in first]
    assert found(tmp_path, first, second).changed == 0


def test_rows_without_a_key_are_compared_as_a_whole(tmp_path: Path) -> None:
    first = [["a", "b", "1", "1"]] * 3 + [["c", "d", "2", "2"]] * 2
    second = [["a", "b", "1", "1"]] * 2 + [["c", "d", "2", "2"]] * 3
    told = found(tmp_path, first, second)
    assert (told.key, told.added, told.removed, told.same) == ((), 1, 1, 4)
    assert "whole rows" in told.chosen


def test_pair_of_columns_is_found_as_key(tmp_path: Path) -> None:
    rows = [[f"S{n % 5}", f"day {n // 5}", "1", f"{n % 3}"] for n in range(25)]
    assert found(tmp_path, rows, rows[1:]).key == ("sku", "name")


def test_key_that_tells_nothing_apart_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="tells no rows apart"):
        found(tmp_path, products(), products(), on=("stock",))


def test_files_with_nothing_in_common_are_refused(tmp_path: Path) -> None:
    first = write_csv(tmp_path / "a.csv", [["1", "2"]] * 3, ("x", "y"))
    second = write_csv(tmp_path / "b.csv", [["1", "2"]] * 3, ("p", "q"))
    with pytest.raises(UserError, match="no column in common"):
        compared(Comparing(first=first, second=second, names=("a.csv", "b.csv")), tmp_path)
