"""Files as people type them: titles above the table, totals below it, a column for each month, hours as 7:30."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from praetorium.data.duck import connect
from praetorium.data.model import Profile, Study
from praetorium.data.profiling import profile
from praetorium.data.tail import below
from praetorium.data.wishes import Wishes
from praetorium.reports.charting import Plot
from tests.data.conftest import Desk, Reporting

STOCK = [("SKU-1", "Mug", 12, 4.5), ("SKU-2", "Bowl", 30, 6.25), ("SKU-3", "Tray", 8, 11.0), ("SKU-4", "Jug", 5, 19.9)]
WORTH = sum((Decimal(str(price)) * count for _, _, count, price in STOCK), Decimal(0))


def stock(path: Path) -> Path:
    """A workbook as a merchandise system writes it: a sheet about it, a title, the table, its totals, a remark."""
    with xlsxwriter.Workbook(str(path)) as book:
        about = book.add_worksheet("About")
        about.write_column(0, 0, ["Exported by", "WarePro", "ShopPro"])
        sheet = book.add_worksheet("Stock")
        sheet.write(0, 0, "Stock list")
        sheet.write_row(2, 0, ["SKU", "Item", "On hand", "Unit cost", "Value"])
        for at, (key, item, count, price) in enumerate(STOCK, start=3):
            sheet.write_row(at, 0, [key, item, count, price, round(count * price, 2)])
        sheet.write_row(7, 0, ["Total", "", sum(row[2] for row in STOCK), "", float(WORTH)])
        sheet.write(9, 0, "Counted by two people, without the shop window")
    return path


def known(folder: Path, name: str, text: str, words: str = "") -> Profile:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return profile(connect(folder), file, folder / "cache", shown_as=name, wishes=Wishes(words=words))


def study(desk: Desk) -> Study:
    return Study.model_validate_json((desk.folder / desk.results["figures"]["figures"]).read_text())


def drawn(desk: Desk) -> dict[tuple[str, str], Decimal]:
    plot = Plot.model_validate_json((desk.folder / desk.results["chart"]["figures"]).read_text())
    return {(p.key, p.series): Decimal(p.value) for p in plot.chart.points}


async def test_totals_and_remarks_below_a_sheet_are_not_counted(desk: Reporting) -> None:
    stock(desk.folder / "stock.xlsx")
    await desk.ask("report on stock value from stock.xlsx", formats=["html", "xlsx"])
    assert desk.wrong == []
    found = study(desk)
    assert (found.profile.rows, Decimal(found.headline("total").value)) == (4, WORTH)
    told = " ".join(found.profile.notes)
    assert "'Total · 55 · 429" in told and "'Counted by two people" in told
    assert "The sheet 'Stock' is read; there is also 'About'." in told


async def test_rows_in_another_form_come_without_the_line_of_totals(desk: Reporting) -> None:
    stock(desk.folder / "stock.xlsx")
    await desk.ask("convert stock.xlsx to csv")
    assert desk.wrong == []
    lines = (desk.folder / desk.results["csv"]["path"]).read_text().splitlines()
    assert [line.partition(",")[0] for line in lines] == ["SKU", "SKU-1", "SKU-2", "SKU-3", "SKU-4"]


async def test_the_sheet_that_is_named_is_converted(desk: Reporting) -> None:
    stock(desk.folder / "stock.xlsx")
    await desk.ask("convert sheet About of stock.xlsx to csv")
    assert desk.wrong == []
    assert "WarePro" in (desk.folder / desk.results["csv"]["path"]).read_text()


def opendocument(path: Path) -> Path:
    """The same table as OpenDocument, with what that format writes once for many: cells and rows that are repeated."""

    def cell(value: object) -> str:
        kind = "float" if isinstance(value, int | float) else "string"
        told = f' office:value="{value}"' if kind == "float" else ""
        return f'<table:table-cell office:value-type="{kind}"{told}><text:p>{value}</text:p></table:table-cell>'

    blank = '<table:table-cell table:number-columns-repeated="{}"/>'
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}{cell(1)}</table:table-row>" for row in STOCK)
    head = "".join(map(cell, ("SKU", "Item", "On hand", "Unit cost", "Packs")))
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in names)
    rows = (
        f"<table:table-row>{cell('Stock list')}{blank.format(4)}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="2">{blank.format(5)}</table:table-row>'
        f"<table:table-row>{head}</table:table-row>{body}"
        f"<table:table-row>{cell('Total')}{blank.format(1)}{cell(55)}{blank.format(2)}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048000">{blank.format(16000)}</table:table-row>'
    )
    table = f'<table:table table:name="Stock">{rows}</table:table>'
    opening, content = f'<office:document-content {spaces} office:version="1.2">', f"<office:spreadsheet>{table}"
    closing = "</office:spreadsheet></office:body></office:document-content>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        listed = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", listed)
        archive.writestr("content.xml", f"{opening}<office:body>{content}{closing}")
    return path


async def test_an_opendocument_workbook_is_read_and_checked(desk: Reporting) -> None:
    opendocument(desk.folder / "stock.ods")
    await desk.ask("report of on hand by item from stock.xlsx", source="stock.ods", formats=["html", "xlsx"])
    assert desk.wrong == []
    found = study(desk)
    assert (found.profile.rows, found.headline("total").value) == (4, "55")


def saved_by_an_office(path: Path, form: str, home: Path) -> None:
    """The same workbook in another form, written by LibreOffice beside it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine (Debian libreoffice-calc-nogui)")
    argv = [office, f"-env:UserInstallation=file://{home}/office", "--headless", "--convert-to", form, path.name]
    subprocess.run(argv, cwd=path.parent, capture_output=True, timeout=200, check=True)


@pytest.mark.peers
@pytest.mark.timeout(240)
@pytest.mark.parametrize("form", ["xls", "ods"])
async def test_a_workbook_saved_by_an_office_is_read_and_checked(desk: Reporting, form: str) -> None:
    saved_by_an_office(stock(desk.folder / "stock.xlsx"), form, desk.home)
    await desk.ask("report on stock value from stock.xlsx", source=f"stock.{form}", formats=["html", "xlsx"])
    assert desk.wrong == []
    found = study(desk)
    assert (found.profile.rows, Decimal(found.headline("total").value)) == (4, WORTH)


def test_a_table_saved_by_a_spreadsheet_is_found_between_its_title_and_blank_lines(tmp_path: Path) -> None:
    text = "Sales in March;;;\n;;;\nShop;Day;Product;Amount\n"
    text += (
        "".join(f"{'NS'[n % 2]};2026-03-{n:02};Tea;{n},50\n" for n in range(1, 21)) + ";;;\nTotal;;;220,00\n;;;\n;;;\n"
    )
    found = known(tmp_path, "march.csv", text)
    assert (found.source.names, found.rows) == (("Shop", "Day", "Product", "Amount"), 20)
    assert found.column("Day").blank == found.column("Amount").blank == 0


ABOVE = [["North", "2026-03-01", "5"], ["South", "2026-03-02", "7"], ["West", "2026-03-03", "8"]]


@pytest.mark.parametrize(
    ("last", "taken"),
    [
        (["Total", "", "20"], 1),
        (["Grand total:", "", "20"], 1),
        (["", "Summe", "20"], 1),
        (["Total sales", "", "20"], 1),
        (["* without returns", "", ""], 1),
        (["Total Energies", "2026-03-04", "20"], 0),  # a customer, in a row like the others
        (["East", "", "20"], 0),
        (["Sumatra", "", "20"], 0),
        (["Total", "", ""], 1),
    ],
)
def test_what_stands_below_a_table(last: Sequence[str], taken: int) -> None:
    assert len(below([*ABOVE, last])) == taken


WIDE = (
    "Region,Product,Jan 2026,Feb 2026,Mar 2026,Total\nNorth,Bikes,10,20,30,60\nSouth,Bikes,1,,3,4\nTotal,,11,20,33,64\n"
)


async def test_a_column_for_each_month_is_a_row_for_each_month(desk: Desk) -> None:
    (desk.folder / "wide.csv").write_text(WIDE)
    await desk.ask("line chart of sales by month and region from wide.csv")
    assert desk.wrong == []
    months = [f"2026-0{n}-01" for n in (1, 2, 3)]
    north = {(month, "North"): value for month, value in zip(months, (10, 20, 30), strict=True)}
    assert drawn(desk).items() >= {**north, (months[0], "South"): 1, (months[2], "South"): 3}.items()


def test_months_without_a_year_take_it_from_the_file_or_say_what_is_assumed(tmp_path: Path) -> None:
    text = "Team,Jan,Feb,Mar,Apr\nA,1,2,3,4\nB,5,6,7,8\n"
    assert known(tmp_path, "budget_2024.csv", text).column("month").low == "2024-01-01"
    assert any("They say no year" in note for note in known(tmp_path, "budget.csv", text).notes)


def test_numbers_beside_the_months_leave_the_table_as_it_stands(tmp_path: Path) -> None:
    found = known(tmp_path, "plan.csv", "Team,Target,Jan,Feb,Mar\nA,9,1,2,3\nB,9,5,6,7\n")
    assert [c.name for c in found.columns] == ["Team", "Target", "Jan", "Feb", "Mar"]


def test_four_questions_are_no_quarters(tmp_path: Path) -> None:
    text = "Name,Q1,Q2,Q3,Q4\n" + "".join(f"P{n},{n % 5},{n % 4},{n % 3},{n % 5}\n" for n in range(30))
    assert known(tmp_path, text=text, name="survey.csv").source.melted is None
    sales = "Shop,Q1,Q2,Q3,Q4\nNorth,410,395,512,608\nSouth,205,190,233,301\n"
    assert known(tmp_path, text=sales, name="sales.csv").column("quarter").type == "date"


SHEET = "Employee,Start,End,Hours\n" + "".join(
    f"{who},8:00,{8 + hours}:{minutes:02},{hours}:{minutes:02}\n"
    for who, hours, minutes in [("Ann", 7, 30), ("Ben", 8, 0), ("Ann", 4, 15), ("Ben", 7, 45)]
)


async def test_hours_and_minutes_are_added_up_as_hours(desk: Reporting) -> None:
    (desk.folder / "timesheet.csv").write_text(SHEET)
    await desk.ask("report of hours by employee from timesheet.csv", formats=["html", "xlsx"])
    assert desk.wrong == []
    found = study(desk)
    assert found.headline("total").value == "27.5"
    assert {row.key: row.total for row in found.breakdowns[0].rows} == {"Ann": "11.75", "Ben": "15.75"}
    assert found.profile.column("Start").type == "text"  # a time of the day is no amount


BANK = "Date,Text,Category,Debit,Credit,Balance\n" + "".join(
    f"2026-0{month}-{day:02},x,{category},{out},{into},{1000 + day}\n"
    for month in (1, 2, 3)
    for day, category, out, into in [(1, "Salary", "", "2000.00"), (5, "Rent", "900.50", ""), (9, "Food", "80.25", "")]
)


@pytest.mark.parametrize(
    ("words", "total"),
    [
        ("spending by category, report from bank.csv", "2942.25"),
        ("report of income by month from bank.csv", "6000"),
        ("report on bank.csv", "3057.75"),
    ],
)
async def test_a_statement_is_added_up_by_what_is_meant(desk: Reporting, words: str, total: str) -> None:
    (desk.folder / "bank.csv").write_text(BANK)
    await desk.ask(words, formats=["html", "xlsx"])
    assert desk.wrong == []
    assert study(desk).headline("total").value == total


async def test_percentages_are_averaged(desk: Desk) -> None:
    rows = [("Mail", "4.0%"), ("Mail", "6.0%"), ("Search", "2.5%"), ("Search", "3.5%")]
    (desk.folder / "channels.csv").write_text("Channel,Bounce\n" + "".join(f"{a},{b}\n" for a, b in rows))
    await desk.ask("chart bounce by channel from channels.csv")
    assert desk.wrong == []
    assert drawn(desk) == {("Mail", ""): 5, ("Search", ""): 3}
