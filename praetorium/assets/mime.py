"""What kind of content a file holds, from its first bytes and its name."""

from __future__ import annotations

import mimetypes
import zipfile
from pathlib import Path

UNKNOWN = "application/octet-stream"
LINK = "application/vnd.praetorium.link+json"
TREE = "application/vnd.praetorium.tree+json"

_OFFICE = "application/vnd.openxmlformats-officedocument"

# First bytes that settle it, whatever the file is called.
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"\x1f\x8b", "application/gzip"),
)

# Names that the standard library, or a bare system's tables, do not know or know otherwise.
_NAMES = {
    ".csv": "text/csv",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".geojson": "application/geo+json",
    ".json": "application/json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".py": "text/x-python",
    ".sqlite3": "application/vnd.sqlite3",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".tsv": "text/tab-separated-values",
    ".webp": "image/webp",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}

_PACKED = {"gzip": "application/gzip", "bzip2": "application/x-bzip2", "xz": "application/x-xz"}

_PARTS = {
    "word/document.xml": _NAMES[".docx"],
    "ppt/presentation.xml": _NAMES[".pptx"],
    "xl/workbook.xml": _NAMES[".xlsx"],
}

_SUFFIXES = {mime: suffix for suffix, mime in reversed(_NAMES.items())} | {
    LINK: ".json",
    TREE: "",
    UNKNOWN: "",
    "application/gzip": ".gz",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "image/jpeg": ".jpg",
    "text/html": ".html",
    "text/plain": ".txt",
    "video/webm": ".webm",
}


def detect(path: Path, name: str | None = None) -> str:
    """The MIME type of a file, which is called ``name`` where its path does not say so: the content decides where it
    can be told, then the name, then whether it reads as text."""
    with path.open("rb") as file:
        head = file.read(4096)
    named = of_name(name or path.name)
    found = next((mime for magic, mime in _MAGIC if head.startswith(magic)), None) or _container(head, path)
    if found is not None:
        # Files that are a package of the found kind (.svgz, .epub, .mkv) are called what their name says.
        return named if found in ("application/zip", "application/gzip", "video/webm") and named != UNKNOWN else found
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if text.startswith(b"<svg"):
        return "image/svg+xml"
    if named != UNKNOWN:
        return named
    return "text/plain" if _reads_as_text(head) else UNKNOWN


def of_name(name: str) -> str:
    """The MIME type that the name promises."""
    guess, packed = mimetypes.guess_type(name, strict=False)
    if packed:  # ``orders.csv.gz`` is no CSV file
        return {"gzip": "application/gzip", "bzip2": "application/x-bzip2", "xz": "application/x-xz"}.get(
            packed, UNKNOWN
        )
    return _NAMES.get(Path(name).suffix.lower()) or guess or UNKNOWN


def suffix(mime: str) -> str:
    """The ending a file of that type should have, with its dot; empty where none is usual."""
    return _SUFFIXES[mime] if mime in _SUFFIXES else (mimetypes.guess_extension(mime, strict=False) or "")


def _container(head: bytes, path: Path) -> str | None:
    """Formats that are told by what lies inside a common wrapper."""
    if head[:4] == b"RIFF":
        return {b"WAVE": "audio/wav", b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return {b"M4A ": "audio/mp4", b"qt  ": "video/quicktime", b"avif": "image/avif"}.get(head[8:12], "video/mp4")
    if head.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as archive:
                names = frozenset(archive.namelist())
        except (zipfile.BadZipFile, OSError):
            return None
        return next((mime for part, mime in _PARTS.items() if part in names), "application/zip")
    return None


def _reads_as_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and len(head) == 4096  # a character cut by the end of what was read
    return True
