"""Two versions of an asset side by side: text line by line, tables row by row, folders file by file, pictures."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from uuid import uuid4

from praetorium.assets.mime import TREE
from praetorium.catalogue import Version
from praetorium.house import House
from praetorium.models import Model
from praetorium.workspace.manifest import Manifest

MOST_BYTES = 20_000_000
"""Of larger files only sizes and checksums are compared."""
SHOWN = 20
"""Rows of a table that are shown of each side."""
_TABLES = (".csv", ".tsv", ".xlsx")


class Comparison(Model):
    """What is different between two versions."""

    how: str
    """``same``, ``text``, ``table``, ``files``, ``picture`` or ``bytes``."""
    summary: str
    lines: tuple[str, ...] = ()
    """A unified diff of text; of a table the rows that went (−) and came (+); of a folder its files."""
    picture: str | None = None
    """A file with both pictures side by side."""


def compare(house: House, old: Version, new: Version) -> Comparison:
    """What is different. Raises MissingError when the bytes of one are gone."""
    if old.sha256 == new.sha256:
        return Comparison(how="same", summary="They are the same, byte for byte.")
    if old.mime == new.mime == TREE:
        return _files(*(Manifest.loads(house.store.path(v.sha256).read_bytes()) for v in (old, new)))
    before, after = house.library.view(old), house.library.view(new)
    if max(old.bytes, new.bytes) <= MOST_BYTES:
        if after.suffix.lower() in _TABLES and before.suffix == after.suffix:
            return _table(before, after)
        if old.mime.startswith("image/") and new.mime.startswith("image/") and "svg" not in old.mime + new.mime:
            return _picture(house, before, after, f"{new.asset}-{old.version}-{new.version}.png")
        try:
            return _text(before.read_text(encoding="utf-8"), after.read_text(encoding="utf-8"))
        except (UnicodeDecodeError, IsADirectoryError):
            pass  # no text: told by its size alone
    return Comparison(how="bytes", summary=f"{old.bytes:,} bytes became {new.bytes:,}; they are no text or table.")


def _text(before: str, after: str) -> Comparison:
    lines = tuple(unified_diff(before.splitlines(), after.splitlines(), "before", "after", lineterm="", n=2))
    added = sum(line.startswith("+") and not line.startswith("+++") for line in lines)
    removed = sum(line.startswith("-") and not line.startswith("---") for line in lines)
    return Comparison(how="text", summary=f"{added} lines came, {removed} went.", lines=lines)


def _table(before: Path, after: Path) -> Comparison:
    old, new = Counter(_rows(before)), Counter(_rows(after))
    came, went = list((new - old).elements()), list((old - new).elements())
    lines = [f"−  {' | '.join(row)}" for row in went[:SHOWN]] + [f"+  {' | '.join(row)}" for row in came[:SHOWN]]
    counts = f"{len(came):,} rows came, {len(went):,} went; {(old & new).total():,} are the same."
    return Comparison(how="table", summary=counts, lines=tuple(lines))


def _rows(path: Path) -> Iterator[tuple[str, ...]]:
    if path.suffix.lower() == ".xlsx":
        from openpyxl import load_workbook

        book = load_workbook(path, read_only=True)
        for sheet in book.worksheets:
            for cells in sheet.iter_rows(values_only=True):
                if any(cell is not None for cell in cells):
                    yield (sheet.title, *("" if cell is None else str(cell) for cell in cells))
        book.close()
        return
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        mark = "\t" if path.suffix.lower() == ".tsv" else ","
        yield from (tuple(row) for row in csv.reader(file, delimiter=mark) if row)


def _files(old: Manifest, new: Manifest) -> Comparison:
    # A repository's own files say nothing that its working files do not.
    before, after = ({p: e for p, e in tree.entries.items() if ".git" not in p.split("/")} for tree in (old, new))
    lines = [f"−  {path}" for path in sorted(before.keys() - after.keys())]
    lines += [f"+  {path}" for path in sorted(after.keys() - before.keys())]
    changed = [p for p in sorted(before.keys() & after.keys()) if before[p].sha256 != after[p].sha256]
    lines += [f"~  {path}" for path in changed]
    came, went = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    summary = f"{len(changed)} files changed, {came} came, {went} went."
    return Comparison(how="files", summary=summary, lines=tuple(lines))


def _picture(house: House, before: Path, after: Path, name: str) -> Comparison:
    from PIL import Image, ImageChops

    with Image.open(before) as one, Image.open(after) as other:
        left, right = one.convert("RGB"), other.convert("RGB")
    gap = 16
    both = Image.new("RGB", (left.width + gap + right.width, max(left.height, right.height)), "white")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + gap, 0))
    # Versions never change: the same two give the same picture, in the same place.
    place = house.settings.folder("run", "compared") / name
    draft = place.with_name(f"{uuid4().hex}.png")
    both.save(draft)
    draft.replace(place)
    if left.size != right.size:
        summary = f"{left.width} × {left.height} became {right.width} × {right.height}."
    else:
        box = ImageChops.difference(left, right).getbbox()
        where = f"{box[2] - box[0]} × {box[3] - box[1]} pixels at {box[0]}, {box[1]}" if box else "nothing that is seen"
        summary = f"Different: {where}."
    return Comparison(how="picture", summary=summary, picture=str(place))
