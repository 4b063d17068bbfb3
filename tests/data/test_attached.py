"""Files that come with a request are read from the store, where no ending says what they are."""

from __future__ import annotations

import gzip
import json
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from praetorium.models import Request
from tests.data.conftest import HEADER, Reporting, attached, orders, write_csv


@pytest.mark.parametrize("kind", ["csv", "csv.gz", "json", "parquet", "xlsx"])
async def test_each_kind_is_read_by_both_engines(desk: Reporting, tmp_path: Path, kind: str) -> None:
    rows = orders(60)
    plain, file = write_csv(tmp_path / "plain.csv", rows), tmp_path / f"elsewhere.{kind}"
    match kind:
        case "csv":
            file.write_bytes(plain.read_bytes())
        case "csv.gz":
            file.write_bytes(gzip.compress(plain.read_bytes()))
        case "json":
            file.write_text(json.dumps([dict(zip(HEADER, row, strict=True)) for row in rows]))
        case "parquet":
            duckdb.sql(f"COPY (FROM read_csv('{plain}')) TO '{file}' (FORMAT parquet)")
        case "xlsx":
            book = openpyxl.Workbook()
            for row in (HEADER, *rows):
                book.active.append([float(cell) if cell.replace(".", "").isdigit() else cell for cell in row])
            book.save(file)
    brief, _ = desk.asked(file.name)
    request = Request(words="report", attachments=(attached(file),))
    await desk.carry_out(desk.plan("data-report", brief, request), brief, request)
    assert desk.wrong == []
    assert f"{sum(Decimal(row[-1]) for row in rows):,.2f}" in desk.page.read_text()


@pytest.mark.parametrize("way", ["plainly", "by a link"])
async def test_a_file_named_with_its_whole_path_is_the_one_that_came(desk: Reporting, tmp_path: Path, way: str) -> None:
    file = write_csv(tmp_path / "elsewhere.csv", orders(60))
    (tmp_path / "link").symlink_to(tmp_path)
    brief, _ = desk.asked(str(file if way == "plainly" else tmp_path / "link" / file.name))
    request = Request(words="report", attachments=(attached(file.resolve()),))
    await desk.carry_out(desk.plan("data-report", brief, request), brief, request, until="inspect")
    assert desk.wrong == []
