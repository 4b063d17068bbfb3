"""A report from a file, from its bytes to the proofs of the finished page and workbook."""

from __future__ import annotations

import gzip
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from praetorium.data.model import Study
from praetorium.errors import UserError
from praetorium.models import Request
from tests.data.conftest import HEADER, Reporting, attached, failed, orders, write_csv

EXPECTED = 6


def total_of(rows: list[list[str]]) -> Decimal:
    return sum((Decimal(row[-1]) for row in rows), Decimal(0))


def axes_of(workbook: Path) -> list[str]:
    """Where the axes of values begin, by chart."""
    with zipfile.ZipFile(workbook) as package:
        charts = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")]
    return ["min at 0" if '<c:min val="0"/>' in chart else "by itself" for chart in charts]


def study(desk: Reporting) -> Study:
    return Study.model_validate_json((desk.folder / desk.results["figures"]["figures"]).read_text())


def proved(desk: Reporting) -> None:
    checks = desk.checks["report"] + desk.checks["spreadsheet"]
    assert failed(checks) == []
    assert len(checks) == EXPECTED


async def test_report_of_orders_is_made_and_proved(desk: Reporting) -> None:
    rows = orders()
    write_csv(desk.folder / "orders.csv", rows)

    await desk.report("orders.csv")

    proved(desk)
    assert f"{total_of(rows):,.2f}" in desk.page.read_text()
    assert [desk.results[s]["products"][0]["kind"] for s in ("report", "spreadsheet")] == ["report", "spreadsheet"]
    found = study(desk)
    assert found.profile.roles.amount.label == "total"
    assert (found.profile.roles.date, found.profile.roles.grain) == ("order_date", "month")
    assert found.profile.roles.key == "order_id"
    assert set(found.profile.roles.categories) == {"region", "product"}
    assert axes_of(desk.workbook) == ["min at 0"] * 3, "a shorter bar must not look like none"


async def test_same_request_gives_the_same_page(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", orders(100))
    await desk.report("orders.csv")
    first = desk.page.read_bytes()
    await desk.report("orders.csv")
    assert desk.page.read_bytes() == first


async def test_attached_file_is_read_from_where_it_is_stored(desk: Reporting, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "elsewhere.csv", orders(80))
    brief, _ = desk.asked("elsewhere.csv")
    request = Request(words="report", attachments=(attached(file),))
    await desk.carry_out(desk.plan("data-report", brief, request), brief, request)
    proved(desk)


async def test_german_file_with_decimal_commas(desk: Reporting) -> None:
    lines = ["Bestellnr;Datum;Region;Betrag"]
    lines += [
        f"B{n:04};{n % 28 + 1:02}.{n % 9 + 1:02}.2025;{('Süd', 'Nord')[n % 2]};1.{n % 900 + 100},{n % 100:02} €"
        for n in range(200)
    ]
    (desk.folder / "umsatz.csv").write_bytes("\n".join(lines).encode("cp1252"))

    await desk.report("umsatz.csv")

    proved(desk)
    found = study(desk)
    expected = sum(Decimal(1000 + n % 900 + 100) + Decimal(n % 100) / 100 for n in range(200))
    assert Decimal(found.headline("total").value) == expected
    assert found.profile.source.encoding == "cp1252"
    assert found.profile.column("Datum").formats == ("%d.%m.%Y",)
    page = desk.page.read_text()
    assert "text with semicolons, cp1252" in page
    assert "Numbers are written with a decimal comma in &#39;Betrag&#39;." in page
    assert "Dates in &#39;Datum&#39; are written like 31.12.2025." in page
    assert {row.label for b in found.breakdowns if b.by == "Region" for row in b.rows} == {"Süd", "Nord"}


async def test_american_dates_and_thousands(desk: Reporting) -> None:
    rows = [[f"{n % 12 + 1}/{n % 28 + 1}/2025", ("web", "shop")[n % 2], f"${n + 1:,}.50"] for n in range(1500)]
    write_csv(desk.folder / "sales.csv", rows, ("Date", "Channel", "Revenue"))
    await desk.report("sales.csv")
    proved(desk)
    found = study(desk)
    assert Decimal(found.headline("total").value) == sum(Decimal(n) + Decimal("1.5") for n in range(1500))
    assert found.profile.column("Date").formats == ("%m/%d/%Y",)


@pytest.mark.parametrize("kind", ["tsv", "utf-16", "bom", "gz", "json", "jsonl", "parquet", "xlsx"])
async def test_other_kinds_of_file(desk: Reporting, kind: str) -> None:
    rows = orders(150)
    plain = write_csv(desk.folder / "plain.csv", rows)
    typed = [dict(zip(HEADER, (*row[:4], int(row[4]), float(row[5]), float(row[6])), strict=True)) for row in rows]
    file = desk.folder / {"utf-16": "o.csv", "bom": "o.csv", "gz": "o.csv.gz"}.get(kind, f"o.{kind}")
    match kind:
        case "tsv":
            write_csv(file, rows, delimiter="\t")
        case "utf-16":
            file.write_text(plain.read_text(), encoding="utf-16")
        case "bom":
            file.write_text(plain.read_text(), encoding="utf-8-sig")
        case "gz":
            file.write_bytes(gzip.compress(plain.read_bytes()))
        case "json":
            file.write_text(json.dumps(typed))
        case "jsonl":
            file.write_text("\n".join(map(json.dumps, typed)))
        case "parquet":
            duckdb.sql(f"COPY (FROM read_csv('{plain}')) TO '{file}' (FORMAT parquet)")
        case "xlsx":
            book = openpyxl.Workbook()
            sheet = book.active
            assert sheet is not None
            sheet.append(["Orders of the year"])
            sheet.append(HEADER)
            for record in typed:
                sheet.append(list(record.values()))
            book.save(file)
    plain.unlink()

    await desk.report(file.name)

    proved(desk)
    assert Decimal(study(desk).headline("total").value) == total_of(rows)


async def test_amount_is_computed_where_there_is_none(desk: Reporting) -> None:
    rows = [row[:-1] for row in orders(120)]
    write_csv(desk.folder / "orders.csv", rows, HEADER[:-1])
    await desk.report("orders.csv")
    proved(desk)
    assert Decimal(study(desk).headline("total").value) == sum(int(r[4]) * Decimal(r[5]) for r in rows)
    assert any("'quantity' × 'unit_price'" in note for note in desk.results["inspect"]["notes"])
    assert str(openpyxl.load_workbook(desk.workbook)["Data"]["G2"].value) == "=E2*F2"


async def test_ragged_lines_are_left_out_and_told(desk: Reporting) -> None:
    rows = orders(200)
    file = write_csv(desk.folder / "orders.csv", rows)
    lines = file.read_text().splitlines()
    lines.insert(50, "SO-1,2025-01-01,North")
    lines.insert(120, ",".join([*rows[0], "more", "and more"]))
    file.write_text("\n".join(lines) + "\n")

    await desk.report("orders.csv")

    proved(desk)
    assert desk.results["inspect"]["left_out"] == 2
    assert Decimal(study(desk).headline("total").value) == total_of(rows)
    assert (
        "2 lines are no row (wrong number of fields or broken quotes) and left out: line 51, 121."
        in desk.page.read_text()
    )


async def test_duplicate_and_missing_headers_get_names(desk: Reporting) -> None:
    rows = [[f"k{n}", "a" if n % 2 else "b", str(n), str(2 * n)] for n in range(40)]
    write_csv(desk.folder / "x.csv", rows, ("key", "", "amount", "amount"))
    await desk.report("x.csv")
    proved(desk)
    assert study(desk).profile.source.names == ("key", "column 2", "amount", "amount (2)")


async def test_values_that_are_no_number_count_as_blank_and_are_told(desk: Reporting) -> None:
    rows = orders(100)
    rows[7][-1] = "n/a"
    rows[9][-1] = "call me"
    write_csv(desk.folder / "orders.csv", rows)
    await desk.report("orders.csv")
    proved(desk)
    kept = [row for n, row in enumerate(rows) if n not in (7, 9)]
    assert Decimal(study(desk).headline("total").value) == total_of(kept)
    assert any("'call me'" in note for note in desk.results["inspect"]["notes"])


async def test_formula_in_the_data_stays_text(desk: Reporting) -> None:
    rows = orders(60)
    evil = '=HYPERLINK("http://evil.example","x")'
    for n in (3, 13, 23):
        rows[n][2] = evil
    rows[5][2] = "+1+1"
    write_csv(desk.folder / "orders.csv", rows)
    await desk.report("orders.csv")
    proved(desk)
    book = openpyxl.load_workbook(desk.workbook)
    cell = book["Data"]["C5"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (evil, "s", True)
    assert [c.data_type for row in book["By region"].iter_rows(min_col=1, max_col=1) for c in row].count("f") == 0
    assert "&lt;" not in evil and "http://evil.example" in desk.page.read_text()


async def test_groups_that_excel_would_mix_up_keep_their_own_totals(desk: Reporting) -> None:
    names = ["north", "North", "N*", "N?rth", "1", "01", "<5", ""]
    rows = [[f"k{n}", names[n % 8], f"{n}.25"] for n in range(400)]
    write_csv(desk.folder / "x.csv", rows, ("id", "region", "amount"))
    await desk.report("x.csv")
    proved(desk)
    sheet = openpyxl.load_workbook(desk.workbook)["By region"]
    formulas = {str(sheet[f"A{n}"].value): str(sheet[f"C{n}"].value) for n in range(2, 10)}
    assert "EXACT" in formulas["north"] and "EXACT" in formulas["N*"] and "EXACT" in formulas["01"]
    assert formulas["(blank)"].endswith(',"=")')


async def test_hostile_names_do_not_break_page_or_queries(desk: Reporting) -> None:
    rows = [[f"k{n}", "<script>alert(1)</script>" if n % 2 else 'O\'Brien & "Sons"', str(n)] for n in range(60)]
    write_csv(desk.folder / "x.csv", rows, ('i"d', "who; DROP TABLE data", "amo'unt"))
    await desk.report("x.csv", amount="amo'unt")
    proved(desk)
    assert "<script" not in desk.page.read_text()


async def test_columns_can_be_named(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", orders(90))
    await desk.report("orders.csv", amount="quantity", by=["product"])
    proved(desk)
    found = study(desk)
    assert found.profile.roles.amount.label == "quantity"
    assert found.profile.roles.categories == ("product",)


BAD = {
    "empty.csv": (b"", "is empty"),
    "blank.csv": (b"  \n \n", "nothing but blanks"),
    "header.csv": (b"a,b,c\n", "no rows"),
    "noise.csv": (bytes(range(256)) * 40, "not text"),
    "cut.csv.gz": (gzip.compress(b"a,b\n1,2\n" * 5000)[:60], "cannot be unpacked"),
    "fake.xlsx": (b"PK\x03\x04 no zip at all", "ZIP"),
}


@pytest.mark.parametrize("name", BAD)
async def test_what_is_no_file_of_rows_is_refused_clearly(desk: Reporting, name: str) -> None:
    content, said = BAD[name]
    (desk.folder / name).write_bytes(content)
    with pytest.raises(UserError, match=said) as refused:
        await desk.report(name)
    assert refused.value.next


async def test_file_that_is_not_there(desk: Reporting) -> None:
    with pytest.raises(UserError, match=r"no file 'orders\.csv'.*neither attached") as refused:
        await desk.report("orders.csv")
    assert "--file orders.csv" in refused.value.next


async def test_file_outside_the_workspace_is_refused(desk: Reporting) -> None:
    with pytest.raises(UserError, match="outside the workspace"):
        await desk.report("../secret.csv")


async def test_zip_bomb_in_a_workbook_is_refused(desk: Reporting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("praetorium.data.excel.UNPACKED_LIMIT", 1 << 20)
    with zipfile.ZipFile(desk.folder / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (1 << 21))
    with pytest.raises(UserError, match="unpacks to more than"):
        await desk.report("bomb.xlsx")


async def test_gzip_bomb_is_refused(desk: Reporting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("praetorium.data.reading.UNPACKED_LIMIT", 1 << 20)
    (desk.folder / "bomb.csv.gz").write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * (1 << 19)))
    with pytest.raises(UserError, match="unpacks to more than"):
        await desk.report("bomb.csv.gz")


async def test_huge_cell_is_kept_within_a_sheet_s_limit(desk: Reporting) -> None:
    rows = orders(40)
    rows[3][3] = "x" * 100_000
    write_csv(desk.folder / "orders.csv", rows)
    await desk.report("orders.csv")
    proved(desk)
