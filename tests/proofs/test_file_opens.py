"""``file-opens``: whole files pass, and the same files cut off, damaged or empty do not."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook
from PIL import Image

from praetorium.errors import UserError
from praetorium.executors.base import Context
from praetorium.models import CheckResult
from praetorium.proofs import prove
from praetorium.proofs.formats import OPENERS


async def opens(context: Context, path: str, kind: str | None = None) -> CheckResult:
    verdict = await prove("file-opens", {"path": path, "kind": kind}, context, {})
    (check,) = verdict.checks
    assert path in check.evidence
    return check


def _image(format: str) -> bytes:
    out = io.BytesIO()
    image = Image.effect_noise((60, 40), 80)
    image.convert("P" if format == "GIF" else "RGB").save(out, format)
    return out.getvalue()


def _pdf() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (100, 100), "white").save(out, "PDF")
    return out.getvalue()


def _workbook() -> bytes:
    out, book = io.BytesIO(), Workbook()
    for number in range(50):
        book.active.append(["row", number])
    book.save(out)
    return out.getvalue()


def _docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document>" + "<p>words</p>" * 200 + "</document>")
    return out.getvalue()


def _parquet(folder: Path) -> bytes:
    path = folder / "source.parquet"
    duckdb.sql(f"COPY (SELECT range AS n FROM range(1000)) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def _sqlite(folder: Path) -> bytes:
    path = folder / "source.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t (a TEXT)")
        database.executemany("INSERT INTO t VALUES (?)", [("x" * 500,)] * 100)
    database.close()
    return path.read_bytes()


WHOLE: dict[str, Callable[[Path], bytes]] = {
    "json": lambda _: json.dumps({"rows": list(range(50))}).encode(),
    "yaml": lambda _: b"steps:\n  - id: one\n    with: {a: [1, 2]}\n",
    "xml": lambda _: b"<a><b>text</b></a>",
    "svg": lambda _: b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="5" height="5"/></svg>',
    "html": lambda _: b"<!doctype html><html><body><h1>Total</h1><p>12</p></body></html>",
    "csv": lambda _: b'name,price\n"Bolt, long",1.20\nNut,0.80\n',
    "py": lambda _: b"def total(values: list[int]) -> int:\n    return sum(values)\n",
    "png": lambda _: _image("PNG"),
    "jpeg": lambda _: _image("JPEG"),
    "webp": lambda _: _image("WEBP"),
    "gif": lambda _: _image("GIF"),
    "pdf": lambda _: _pdf(),
    "xlsx": lambda _: _workbook(),
    "docx": lambda _: _docx(),
    "pptx": lambda _: _docx(),
    "zip": lambda _: _docx(),
    "parquet": _parquet,
    "sqlite": _sqlite,
    "txt": lambda _: b"words\n",
}
ANY_TEXT = {"txt", "text", "md"}
"""Kinds in which a beginning cannot be told from a whole."""
ALIASES = {"htm", "jpg", "yml", "sqlite3", "text", "md"}


def test_every_kind_is_tried_here() -> None:
    assert set(OPENERS) == set(WHOLE) | ALIASES


@pytest.mark.parametrize("kind", WHOLE)
async def test_a_whole_file_opens(context: Context, tmp_path: Path, kind: str) -> None:
    (context.workspace / f"result.{kind}").write_bytes(WHOLE[kind](tmp_path))
    check = await opens(context, f"result.{kind}")
    assert check.passed, check.evidence


@pytest.mark.parametrize("kind", sorted(WHOLE.keys() - ANY_TEXT))
async def test_a_file_cut_off_in_the_middle_does_not(context: Context, tmp_path: Path, kind: str) -> None:
    whole = WHOLE[kind](tmp_path)
    (context.workspace / f"result.{kind}").write_bytes(whole[: len(whole) * 6 // 10])
    check = await opens(context, f"result.{kind}")
    assert not check.passed, check.evidence


@pytest.mark.parametrize("kind", WHOLE)
async def test_a_file_of_another_kind_or_of_nothing_does_not(context: Context, kind: str) -> None:
    (context.workspace / f"result.{kind}").write_bytes(b"\x00\xff\xfe words { < not what it says")
    assert not (await opens(context, f"result.{kind}")).passed
    (context.workspace / f"result.{kind}").write_bytes(b"")
    assert "empty" in (await opens(context, f"result.{kind}")).evidence


async def test_says_what_is_missing_or_unknown(context: Context) -> None:
    missing = await opens(context, "result.xlsx")
    assert (missing.passed, missing.evidence) == (False, "result.xlsx: does not exist")
    (context.workspace / "result.xyz").write_text("something")
    unknown = await opens(context, "result.xyz")
    assert not unknown.passed
    assert "no parser for 'xyz'" in unknown.evidence
    assert (await opens(context, "result.xyz", kind="txt")).passed


async def test_looks_only_into_the_workspace(context: Context) -> None:
    with pytest.raises(UserError, match="outside the workspace"):
        await opens(context, "../secret.json")


async def test_a_damaged_byte_in_a_workbook_is_found(context: Context) -> None:
    whole = bytearray(_workbook())
    whole[len(whole) // 3] ^= 0xFF
    (context.workspace / "totals.xlsx").write_bytes(bytes(whole))
    assert not (await opens(context, "totals.xlsx")).passed


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"a,b\n1,2\n3\n", "row 3 has 1 values"),
        ("a.svg", b"<html/>", "not <svg>"),
        ("a.html", b"<html><body>  </body></html>", "shows nothing"),
        ("a.html", b"<html><body><p>Total: 1", "cut off"),
        ("a.py", b"def broken(:\n", "invalid syntax"),
        ("a.docx", None, "Content_Types"),
    ],
)
async def test_says_why(context: Context, name: str, content: bytes | None, said: str) -> None:
    if content is None:
        with zipfile.ZipFile(context.workspace / name, "w") as archive:
            archive.writestr("a.xml", "<a/>")
    else:
        (context.workspace / name).write_bytes(content)
    check = await opens(context, name)
    assert not check.passed
    assert said in check.evidence
