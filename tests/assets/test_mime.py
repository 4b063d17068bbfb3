"""What a file is told to be, on files that the usual libraries really write."""

from __future__ import annotations

import gzip
import io
import sqlite3
import wave
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars
import pytest
import xlsxwriter
from PIL import Image

from praetorium.assets.mime import detect

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def image(path: Path, kind: str) -> None:
    Image.new("RGB", (4, 4), "teal").save(path, format=kind)


def spreadsheet(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write(0, 0, 1)


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("readme.txt", "hello")


def database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("create table t (x)")
    connection.close()


def sound(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\0\0" * 10)


BY_CONTENT: dict[str, Callable[[Path], None]] = {
    "image/png": lambda p: image(p, "PNG"),
    "image/jpeg": lambda p: image(p, "JPEG"),
    "image/gif": lambda p: image(p, "GIF"),
    "image/webp": lambda p: image(p, "WEBP"),
    "application/pdf": lambda p: image(p, "PDF"),
    XLSX: spreadsheet,
    "application/zip": archive,
    "application/vnd.sqlite3": database,
    "application/vnd.apache.parquet": lambda p: polars.DataFrame({"x": [1]}).write_parquet(p),
    "application/gzip": lambda p: p.write_bytes(gzip.compress(b"hello")) and None,
    "audio/wav": sound,
    "text/html": lambda p: p.write_text("\ufeff\n<!DOCTYPE html><title>x</title>") and None,
    "image/svg+xml": lambda p: p.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>") and None,
    "text/plain": lambda p: p.write_text("Grüße " * 2000) and None,
    "application/octet-stream": lambda p: p.write_bytes(bytes(range(256))) and None,
}


@pytest.mark.parametrize("expected", BY_CONTENT)
def test_content_is_told_without_a_name(tmp_path: Path, expected: str) -> None:
    path = tmp_path / "nameless"
    BY_CONTENT[expected](path)
    assert detect(path) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("orders.csv", "a,b\n1,2\n", "text/csv"),
        ("notes.md", "# Hello", "text/markdown"),
        ("data.json", "{}", "application/json"),
        ("style.css", "a {}", "text/css"),
        ("deploy.yml", "a: 1", "application/yaml"),
        ("main.py", "x = 1", "text/x-python"),
        ("UPPER.CSV", "a\n", "text/csv"),
        ("orders.csv.gz", "not packed at all", "application/gzip"),
    ],
)
def test_text_is_told_by_its_name(tmp_path: Path, name: str, text: str, expected: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert detect(path) == expected


def test_content_wins_over_a_name_that_lies(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    image(path, "PNG")
    assert detect(path) == "image/png"


def test_the_name_can_be_told_apart_from_the_path(tmp_path: Path) -> None:
    path = tmp_path / "0f3a"
    path.write_text("a,b\n")
    assert detect(path, "orders.csv") == "text/csv"


def test_an_archive_cut_short_is_what_its_name_says(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        file.writestr("a", "b" * 100)
    path = tmp_path / "cut.xlsx"
    path.write_bytes(whole.getvalue()[:40])
    assert detect(path) == XLSX
