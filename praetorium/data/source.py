"""Looking at a file: what kind it is, how it is encoded, where its columns are."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path

from praetorium.data.excel import pick_sheet
from praetorium.data.model import Kind, Source
from praetorium.data.reading import checksum, is_utf8, opened
from praetorium.data.sqlite import MAGIC, pick_table
from praetorium.errors import UserError

SAMPLE = 1 << 18
"""Bytes looked at to find out how a text is written."""
DELIMITERS = "\t;|,"
"""Of equally good ones the first: a comma also stands in numbers, a tab hardly ever in anything."""
_TITLES = 20
"""Lines among which the header is looked for."""
LONGEST_CELL = 10_000_000
_VALUE = re.compile(r"^[-+(]?[€$£]?\s*[\d.,']*\d[\d.,']*\s*[€$£%]?\)?$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_OTHERS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "a text document",
}
"""How files begin that people send for tables."""
READABLE = "CSV, TSV, JSON, JSON lines, Parquet, SQLite and Excel (.xlsx, .xls, .ods), text also with gzip"


_WHOLE = 64 << 20
"""Bytes up to which a file that is one object is looked through for its records."""


def examine(path: Path, name: str | None = None, words: str = "") -> Source:
    """How a file is written; ``words`` may name a sheet of a workbook or a table of a database.

    Raises UserError for what is no file of rows, saying what was found instead.
    """
    name = name or path.name
    if not path.is_file():
        raise UserError(f"there is no file '{name}'", next="attach it, or name a file in the project's folder")
    if not path.stat().st_size:
        raise UserError(f"'{name}' is empty (0 bytes)", next="send the file with its rows")
    with path.open("rb") as stream:
        magic = stream.read(8)
    if other := next((what for start, what in _OTHERS.items() if magic.startswith(start)), None):
        raise UserError(f"'{name}' is {other}, not a file of rows", next=f"what can be read: {READABLE}")
    packed = magic.startswith(b"\x1f\x8b")
    try:
        with opened(path, packed) as stream:
            head = stream.read(SAMPLE)
    except (OSError, EOFError) as error:
        raise UserError(f"'{name}' cannot be unpacked: {error}", next="compress it again and send it anew") from None
    known = Source(name=name, kind="delimited", bytes=path.stat().st_size, sha256=checksum(path), packed=packed)
    if kind := _binary_kind(path, head, name):
        if packed:
            raise UserError(f"'{name}' is a compressed {kind} file", next="unpack it first")
        if kind == "sqlite":
            table, notes = pick_table(path, name, words)
            return known.model_copy(update={"kind": kind, "sheet": table, "notes": tuple(notes)})
        sheet, notes = pick_sheet(path, name, words) if kind == "excel" else (None, [])
        return known.model_copy(update={"kind": kind, "sheet": sheet, "notes": tuple(notes)})
    encoding = _encoding(path, packed, head, name)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head).removeprefix("\ufeff")
    if encoding.startswith("utf-16-") and "\n" not in text:
        raise UserError(_noise(name), next=f"what can be read: {READABLE}")
    if text.lstrip().startswith(("<!DOCTYPE", "<!doctype", "<html", "<HTML", "<table", "<TABLE", "<?xml")):
        what = f"'{name}' is a web page or XML, not a file of rows"
        raise UserError(what, next="open it in a spreadsheet and save it as .xlsx or CSV")
    if not text.strip():
        raise UserError(f"'{name}' holds nothing but blanks", next="send the file with its rows")
    known = known.model_copy(update={"encoding": encoding})
    if json_kind := _json_kind(text):
        inside = records_inside(path, known) if text.lstrip().startswith("{") else ""
        told = {"kind": "json", "inside": inside, "notes": (f"The rows are those of the list '{inside}'.",)}
        return known.model_copy(update=told if inside else {"kind": json_kind})
    return _delimited(known, text, whole=len(head) < SAMPLE)


def unique_names(cells: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Each column's name once, with a note for every one that had to be given or changed."""
    names: list[str] = []
    notes: list[str] = []
    taken: set[str] = set()
    for position, cell in enumerate(cells, start=1):
        base = " ".join(cell.split())[:80]
        if not base:
            base = f"column {position}"
            notes.append(f"Column {position} has no name; it is called '{base}'.")
        name, again = base, 2
        while name.casefold() in taken:
            name, again = f"{base} ({again})", again + 1
        if name != base:
            notes.append(f"Two columns are called '{base}'; column {position} is called '{name}' here.")
        taken.add(name.casefold())
        names.append(name)
    return tuple(names), notes


def _binary_kind(path: Path, head: bytes, name: str) -> Kind | None:
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(MAGIC):
        return "sqlite"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "excel"
    if not head.startswith(b"PK\x03\x04"):
        return None
    try:
        inside = set(zipfile.ZipFile(path).namelist())
    except (zipfile.BadZipFile, OSError):
        inside = set()
    if inside & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        return "excel"
    raise UserError(f"'{name}' is a ZIP archive, not a file of rows", next=f"unpack it; what can be read: {READABLE}")


def _encoding(path: Path, packed: bool, head: bytes, name: str) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if 0 in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        half = len(head) // 2
        if odd > 0.3 * half and even < 0.02 * half:
            return "utf-16-le"
        if even > 0.3 * half and odd < 0.02 * half:
            return "utf-16-be"
        raise UserError(_noise(name), next=f"what can be read: {READABLE}")
    controls = sum(head.count(code) for code in range(32) if code not in (9, 10, 12, 13))
    if controls > 0.01 * len(head):
        raise UserError(_noise(name), next=f"what can be read: {READABLE}")
    if is_utf8(path, packed):
        return "utf-8"
    if sum(byte > 0x7F for byte in head) > 0.4 * len(head):
        raise UserError(_noise(name), next=f"what can be read: {READABLE}")
    # The five bytes that Windows-1252 leaves undefined are control characters in Latin-1.
    return "latin-1" if any(byte in head for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)) else "cp1252"


def _noise(name: str) -> str:
    return f"'{name}' is not text: it holds bytes that no file of rows has"


def records_inside(path: Path, source: Source) -> str:
    """The name of the longest list of records in a file that is one object; empty where there is none."""
    if source.bytes > _WHOLE or source.packed:
        return ""
    try:
        told = json.loads(path.read_text(source.encoding))
    except ValueError:
        return ""
    lists = {
        name: held
        for name, held in (told.items() if isinstance(told, dict) else ())
        if isinstance(held, list) and held and all(isinstance(each, dict) for each in held)
    }
    return max(lists, key=lambda name: len(lists[name]), default="")


def _json_kind(text: str) -> Kind | None:
    start = text.lstrip()
    if start.startswith("["):
        return "json"
    if not start.startswith("{"):
        return None
    try:
        json.loads(start.splitlines()[0])
    except ValueError:
        return "json"
    return "jsonl"


def _delimited(known: Source, text: str, whole: bool) -> Source:
    parsed = {mark: _rows(text, mark, whole) for mark in DELIMITERS}
    mark = max(DELIMITERS, key=lambda m: _evenness(parsed[m]))
    rows = parsed[mark]
    if not rows:
        raise UserError(f"'{known.name}' holds no rows", next="send the file with its rows")
    width = _width(rows)
    skip = next(i for i, row in enumerate(rows) if len(row) == width)
    # A title that a spreadsheet wrote above its table fills a cell or two, and the width with delimiters.
    heads = (i for i, row in enumerate(rows[:_TITLES]) if len(row) == width and _mostly(row))
    skip = max(skip, next(heads, 0))
    above = "line of the file is no row and was" if skip == 1 else f"{skip} lines of the file are no rows and were"
    notes = [f"The first {above} passed over."] if skip else []
    # Lines are counted in the raw text: blank lines before the header are lines too.
    skipped = _lines_before(text, mark, skip)
    first = [cell.strip() for cell in rows[skip]]
    header = not any(_VALUE.match(cell) for cell in first) and any(first)
    names, renamed = unique_names(first if header else [""] * width)
    if not header:
        notes.append("The file has no header; its columns are called 'column 1', 'column 2' and so on.")
        renamed = []
    if len(rows) - skip - header < 1:
        raise UserError(f"'{known.name}' has a header but no rows", next="send the file with its rows")
    told = {"delimiter": mark, "skip": skipped, "header": header, "names": names, "notes": (*notes, *renamed)}
    return known.model_copy(update=told)


def _mostly(row: list[str]) -> bool:
    return sum(bool(cell.strip()) for cell in row) * 2 > len(row)


def _rows(text: str, mark: str, whole: bool) -> list[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if row]
    except csv.Error:
        return []
    # The last row of a sample may be cut in the middle.
    return rows if whole or len(rows) < 2 else rows[:-1]


def _width(rows: list[list[str]]) -> int:
    counts = Counter(len(row) for row in rows)
    # Of equally frequent widths the header's: the odd one out is the shorter or longer row.
    return max(counts, key=lambda width: (counts[width], width == len(rows[0]), width))


def _evenness(rows: list[list[str]]) -> tuple[bool, float, bool, int]:
    if not rows:
        return (False, 0.0, False, 0)
    width = _width(rows)
    share = sum(len(row) == width for row in rows) / len(rows)
    # Decimal commas split every row but the header.
    return (width > 1 and share >= 0.5, round(share, 2), len(rows[0]) == width, width)


def _lines_before(text: str, mark: str, skip: int) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    seen = 0
    before = 0
    for row in reader:
        if row:
            if seen == skip:
                return before
            seen += 1
        before = reader.line_num
    return before
