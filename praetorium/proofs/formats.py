"""Opening files for real, by kind: each opener reads the whole file with the parser its readers will use.

An opener returns a few words about what is inside, and raises :class:`Broken` with the reason when it cannot be read
to the end. Used by the ``file-opens`` proof.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

_END_OF_PDF = 1024  # readers look for %%EOF in the last kilobyte (ISO 32000, annex H)


class Broken(ValueError):
    """The file cannot be read to its end as what it claims to be; the message says why."""


def open_text(path: Path) -> str:
    text = path.read_text(encoding="utf-8-sig")
    if not text.strip():
        raise Broken("holds nothing but white space")
    return f"{len(text.splitlines())} lines of text"


def open_json(path: Path) -> str:
    value = json.loads(path.read_text(encoding="utf-8"))
    return f"JSON {type(value).__name__}" + (f" with {len(value)} entries" if isinstance(value, list | dict) else "")


def open_yaml(path: Path) -> str:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        documents = list(YAML(typ="safe", pure=True).load_all(path.read_text(encoding="utf-8")))
    except YAMLError as error:
        raise Broken(f"no YAML: {error}") from None
    return f"YAML, {len(documents)} document{'s' * (len(documents) != 1)}"


def open_xml(path: Path) -> str:
    root = ElementTree.fromstring(path.read_bytes())
    return f"XML, root <{_local(root)}>, {sum(1 for _ in root.iter())} elements"


def open_svg(path: Path) -> str:
    root = ElementTree.fromstring(path.read_bytes())
    if _local(root) != "svg":
        raise Broken(f"the root element is <{_local(root)}>, not <svg>")
    shapes = sum(1 for _ in root.iter()) - 1
    if not shapes:
        raise Broken("the drawing is empty")
    return f"SVG, {shapes} elements"


def open_html(path: Path) -> str:
    from selectolax.lexbor import LexborHTMLParser

    text = path.read_text(encoding="utf-8")
    # A lenient parser closes everything that was cut off, so the end is looked at in the source.
    if not re.search(r"</html>\s*$", text, re.IGNORECASE):
        raise Broken(f"is cut off: does not end with </html> but with …{text.rstrip()[-40:]!r}")
    body = LexborHTMLParser(text).body
    if body is None or not (body.text(strip=True) or body.css_first("img, svg, canvas")):
        raise Broken("the page's body shows nothing")
    return f"HTML, {len(body.css('*'))} elements"


def open_csv(path: Path) -> str:
    text = path.read_text(encoding="utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    if not rows:
        raise Broken("has no rows")
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise Broken(f"row {number} has {len(row)} values where the first has {len(rows[0])}")
    return f"CSV, {len(rows) - 1} rows under {len(rows[0])} headings"


def open_python(path: Path) -> str:
    compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    return "Python, compiles"


def open_image(path: Path) -> str:
    from PIL import Image

    with Image.open(path) as image:
        image.load()
        return f"{image.format} of {image.width} × {image.height} pixels"


def open_pdf(path: Path) -> str:
    import pypdfium2

    data = path.read_bytes()
    # PDFium rebuilds a file that was cut off and shows the pages it still finds: the end is looked at in the source.
    if b"%%EOF" not in data[-_END_OF_PDF:]:
        raise Broken("is cut off: the end mark %%EOF is missing")
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            for page in document:
                page.render(scale=0.2)
            pages = len(document)
    except pypdfium2.PdfiumError as error:
        raise Broken(f"no PDF: {error}") from None
    if not pages:
        raise Broken("has no pages")
    return f"PDF, {pages} page{'s' * (pages != 1)}"


def open_zip(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        damaged = archive.testzip()
        if damaged:
            raise Broken(f"the member '{damaged}' is damaged")
        if not archive.namelist():
            raise Broken("the archive is empty")
        return f"ZIP, {len(archive.namelist())} members"


def open_office(path: Path) -> str:
    """DOCX, PPTX: every part of the package is read and parsed."""
    said = open_zip(path)
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        if "[Content_Types].xml" not in parts:
            raise Broken("is no office document: [Content_Types].xml is missing")
        for name in parts:
            ElementTree.fromstring(archive.read(name))
    return f"office document, {said}"


def open_workbook(path: Path) -> str:
    from openpyxl import load_workbook

    open_office(path)
    with closing(load_workbook(path, read_only=True)) as book:
        rows = sum(1 for sheet in book.worksheets for _ in sheet.iter_rows())
        if not rows:
            raise Broken("no sheet has a row")
        return f"workbook, {len(book.worksheets)} sheets, {rows} rows"


def open_parquet(path: Path) -> str:
    import duckdb

    with duckdb.connect() as connection:
        try:
            rows = len(connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall())
        except duckdb.Error as error:
            raise Broken(f"no Parquet: {error}") from None
    return f"Parquet, {rows} rows"


def open_sqlite(path: Path) -> str:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        found = [row[0] for row in database.execute("PRAGMA integrity_check")]
        if found != ["ok"]:
            raise Broken(f"the database is damaged: {found[0]}")
        tables = database.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table'").fetchone()[0]
    return f"SQLite database, {tables} tables"


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


OPENERS: dict[str, Callable[[Path], str]] = {
    "csv": open_csv,
    "docx": open_office,
    "gif": open_image,
    "htm": open_html,
    "html": open_html,
    "jpeg": open_image,
    "jpg": open_image,
    "json": open_json,
    "md": open_text,
    "parquet": open_parquet,
    "pdf": open_pdf,
    "png": open_image,
    "pptx": open_office,
    "py": open_python,
    "sqlite": open_sqlite,
    "sqlite3": open_sqlite,
    "svg": open_svg,
    "text": open_text,
    "txt": open_text,
    "webp": open_image,
    "xlsx": open_workbook,
    "xml": open_xml,
    "yaml": open_yaml,
    "yml": open_yaml,
    "zip": open_zip,
}
"""By kind, which is the file's suffix without the dot."""

UNREADABLE = (
    Broken,
    OSError,
    UnicodeDecodeError,
    SyntaxError,
    ValueError,
    csv.Error,
    sqlite3.Error,
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    EOFError,
    KeyError,
)
"""What a broken file may raise in its parser."""
