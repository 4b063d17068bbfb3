"""How an asset's version is shown: as a picture, a page, sound, moving pictures, text, a table, or not at all."""

from __future__ import annotations

import csv
import difflib
import io
from dataclasses import dataclass

from praetorium.assets import Checksums
from praetorium.assets.mime import TREE
from praetorium.catalogue import Version
from praetorium.errors import PraetoriumError
from praetorium.house import House
from praetorium.media.showing import previews
from praetorium.workspace import Manifest, between
from praetorium.workspace.diff import as_text

MOST_TEXT = 200_000
"""Bytes of a text that are shown."""
MOST_ROWS = 200
_TEXTS = ("text/", "application/json", "application/xml", "application/yaml", "application/toml", "application/sql")


@dataclass(frozen=True)
class Preview:
    """What to show."""

    kind: str
    """``image``, ``frame`` (a page in a sandbox), ``pdf``, ``audio``, ``video``, ``text``, ``table``, ``files``,
    ``link``, ``gone`` (given up), ``drawn`` (another asset is its picture, at the address in ``text``), ``none``."""
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    files: tuple[tuple[str, int], ...] = ()
    """Path and size of the files of a folder."""
    cut: bool = False


def preview(house: House, version: Version) -> Preview:
    """How this version is shown; reads at most a few hundred kilobytes of it."""
    mime = version.mime
    if version.removed is not None:
        return Preview("gone")
    if mime == TREE:
        return _files(house, version)
    if version.url:
        return Preview("link")
    for start, kind in (("image/", "image"), ("audio/", "audio"), ("video/", "video"), ("text/html", "frame")):
        if mime.startswith(start):
            return Preview(kind)
    if mime.startswith(_TEXTS):
        text, cut = _head(house, version)
        if mime in ("text/csv", "text/tab-separated-values"):
            delimiter = "\t" if "tab" in mime else ","
            rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))[: MOST_ROWS + 1]
            return Preview("table", rows=tuple(map(tuple, rows)), cut=cut or len(rows) > MOST_ROWS)
        return Preview("text", text=text, cut=cut)
    drawn = previews(house.catalogue, [version]).get((version.asset, version.version))
    if drawn:
        return Preview("drawn", text=f"/assets/{drawn.asset}/{drawn.version}")
    return Preview("pdf" if mime == "application/pdf" else "none")


def comparison(house: House, one: Version, other: Version) -> str:
    """A unified diff of two texts, or of the files of two folders; empty when they cannot be compared line by line."""
    if one.removed or other.removed:
        return ""
    if one.mime == other.mime == TREE:
        old, new = _manifest(house, one), _manifest(house, other)
        return as_text(between(old, new, Checksums(house.store))) if old and new else ""
    if not (one.mime.startswith(_TEXTS) and other.mime.startswith(_TEXTS)):
        return ""
    before, after = (_head(house, v)[0].splitlines() for v in (one, other))
    names = (f"version {one.version}", f"version {other.version}")
    return "\n".join(difflib.unified_diff(before, after, *names, lineterm=""))


def file_of(house: House, version: Version, path: str) -> str | None:
    """The checksum of one file of a folder; None when the folder has no such file."""
    manifest = _manifest(house, version)
    entry = manifest.entries.get(path) if manifest else None
    return entry.sha256 if entry is not None and entry.kind == "file" else None


def _files(house: House, version: Version) -> Preview:
    manifest = _manifest(house, version)
    if manifest is None:
        return Preview("none")
    files = [(p, e.size) for p, e in sorted(manifest.entries.items()) if e.kind == "file" and not p.startswith(".git/")]
    return Preview("files", files=tuple(files[:1000]), cut=len(files) > 1000)


def _manifest(house: House, version: Version) -> Manifest | None:
    try:
        return Manifest.loads(house.store.path(version.sha256).read_bytes())
    except (PraetoriumError, OSError, ValueError, KeyError):
        return None


def _head(house: House, version: Version) -> tuple[str, bool]:
    data = b"".join(house.store.read(version.sha256, 0, MOST_TEXT + 1))
    return data[:MOST_TEXT].decode("utf-8", "replace"), len(data) > MOST_TEXT
