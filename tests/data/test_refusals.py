"""What was altered after it was made is refused: in the page, in the workbook, in the figures, in the raw file."""

from __future__ import annotations

import asyncio
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.data.conftest import Reporting, failed, orders, write_csv


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished report, made once; each test alters a copy of it."""
    folder = tmp_path_factory.mktemp("original")
    desk = Reporting(folder)
    write_csv(desk.folder / "orders.csv", orders(240))
    asyncio.run(desk.report("orders.csv"))
    assert failed(desk.checks["report"] + desk.checks["spreadsheet"]) == []
    return folder


@pytest.fixture
def made(original: Path, tmp_path: Path) -> Reporting:
    shutil.copytree(original, tmp_path / "copy")
    return Reporting(tmp_path / "copy")


def substitute(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    def alter(text: str) -> str:
        altered, count = re.subn(pattern, replacement, text, count=1)
        assert count == 1, f"{pattern} is not on the page"
        return altered

    return alter


def _more(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2]) + 1}{match[3]}"


PAGE = {
    "total shown": substitute(r'(data-field="total">)(\d)', lambda m: f"{m[1]}{(int(m[2]) + 1) % 10}"),
    "total marked": substitute(r'(<data class="n" value=")(\d+)(\.?\d*" data-figure="total")', _more),
    "one group's total": substitute(
        r'(value=")(\d+)(\.\d+" data-figure="by-region" data-key="East" data-field="total")', _more
    ),
    "one group's share": substitute(r'(data-key="North" data-field="share">)\d+', r"\g<1>99"),
    "one period's change": substitute(
        r'(data-figure="by-month" data-key="2025-03-01" data-field="change">)[−+]', r"\g<1>±"
    ),
    "count of rows": substitute(r'(value=")(\d+)(" data-figure="rows")', _more),
    "name of a group": substitute(r'<th scope="row">North</th>', '<th scope="row">South</th>'),
    "name of a period": substitute(r'<th scope="row">Mar 2025</th>', '<th scope="row">Apr 2025</th>'),
    "a group left out": substitute(r'<tr><th scope="row">East</th>[\s\S]*?</tr>', ""),
    "length of a bar": substitute(
        r'(width=")[\d.]+(" height="8" rx="1" data-bar="by-region" data-key="South")', r"\g<1>99\2"
    ),
    "filter in a query": substitute(r"(<pre data-sql=\"by-region\">[\s\S]*?FROM data )", r"\1WHERE region != 'North' "),
    "query of the total": substitute(r'(<pre data-sql="total">)[^<]*', r"\1SELECT 1"),
    "definition of the data": substitute(r"(<pre data-sql=\"data\">[^<]*)read_csv", r"\1read_other"),
    "cut off": lambda text: text[: len(text) // 2],
    "a script": substitute("</main>", "<script>alert(1)</script></main>"),
    "a picture from elsewhere": substitute("</main>", '<img src="https://example.org/x.png" alt=""></main>'),
    "a section left out": substitute(r'<section id="odd">[\s\S]*?</section>', ""),
    "a chart left out": substitute(r"<figure>[\s\S]*?</figure>", ""),
}


@pytest.mark.parametrize("what", PAGE)
async def test_altered_page_is_refused(made: Reporting, what: str) -> None:
    made.page.write_text(PAGE[what](made.page.read_text()))
    assert failed(await made.again("orders.csv", "report"))


def _set(sheet: str, cell: str, value: object) -> Callable[[openpyxl.Workbook], None]:
    def alter(book: openpyxl.Workbook) -> None:
        book[sheet][cell] = value

    return alter


BOOK = {
    "range of a formula": _set("By region", "C2", '=SUMIFS(Data!$G$2:$G$100,Data!$C$2:$C$100,"="&$B2)'),
    "formula replaced by a number": _set("By region", "C3", 1234.5),
    "key of a group": _set("By region", "B2", "Nowhere"),
    "an amount": _set("Data", "G7", 99999),
    "a row left out": lambda book: book["Data"].delete_rows(5),
    "grand total": _set("Summary", "B5", "=SUM(Data!$G$2:$G$200)"),
    "a sheet left out": lambda book: book.remove(book["By product"]),
    "filter left out": lambda book: setattr(book["Data"].auto_filter, "ref", None),
    "text became a formula": _set("Data", "D4", '=HYPERLINK("http://evil.example")'),
}


@pytest.mark.parametrize("what", BOOK)
async def test_altered_workbook_is_refused(made: Reporting, what: str) -> None:
    book = openpyxl.load_workbook(made.workbook)
    BOOK[what](book)
    book.save(made.workbook)
    assert failed(await made.again("orders.csv", "spreadsheet"))


async def test_altered_stored_value_is_refused(made: Reporting) -> None:
    _in_sheet(made.workbook, "xl/worksheets/sheet3.xml", r"(<c r=\"C2\"[^>]*><f>[^<]*</f><v>)[^<]*", r"\g<1>4711")
    found = failed(await made.again("orders.csv", "spreadsheet"))
    assert any("is 4711, the raw file gives" in evidence for evidence in found)


async def test_truncated_workbook_is_refused(made: Reporting) -> None:
    made.workbook.write_bytes(made.workbook.read_bytes()[:5000])
    assert failed(await made.again("orders.csv", "spreadsheet"))


async def test_altered_filter_in_the_figures_is_refused(made: Reporting) -> None:
    """The figures are computed with a filter that nobody asked for: page and query agree, the raw file does not."""
    from praetorium.data import figures

    brief, request = made.asked("orders.csv", formats=["html", "pdf", "xlsx"])
    plan = made.plan("data-report", brief, request)
    honest = figures.rows
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            figures, "rows", lambda db, sql: honest(db, sql.replace("FROM data", "FROM data WHERE quantity < 6"))
        )
        await made.carry_out(plan, brief, request)
    assert all(failed(made.checks[step]) for step in ("report", "pdf", "spreadsheet"))


async def test_changed_raw_file_is_refused(made: Reporting) -> None:
    write_csv(made.folder / "orders.csv", orders(239))
    found = failed(await made.again("orders.csv", "report"))
    assert any("its checksum differs" in evidence for evidence in found)


def _in_sheet(workbook: Path, part: str, pattern: str, replacement: str) -> None:
    with zipfile.ZipFile(workbook) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    text, count = re.subn(pattern, replacement, parts[part].decode(), count=1)
    assert count == 1
    parts[part] = text.encode()
    with zipfile.ZipFile(workbook, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
