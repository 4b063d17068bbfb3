"""The shape of a file of rows, its columns and what they hold: a scheduled run reads only what has the same one."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Mapping
from pathlib import Path

from praetorium.data import columns
from praetorium.data.duck import connect
from praetorium.data.model import Column
from praetorium.data.source import examine
from praetorium.data.staging import stage
from praetorium.errors import UserError

ENOUGH = 4 << 20
"""Bytes of a text that its shape is taken from: its types are looked at again, in full, when it is read."""

_ROWS = frozenset({"csv", "tsv", "xlsx", "xls", "ods", "parquet", "json", "jsonl", "ndjson"})

Shape = Mapping[str, str]
"""What each column holds, in the file's order: ``number``, ``date``, ``truth``, ``text``, or ``nothing`` yet."""


def has_shape(name: str) -> bool:
    """Whether a file of that name is one of rows."""
    return name.lower().removesuffix(".gz").rpartition(".")[2] in _ROWS


def shape_of(path: Path, name: str) -> dict[str, str]:
    """The shape of the file at ``path``, called ``name``. Raises UserError for what is no file of rows."""
    with tempfile.TemporaryDirectory(prefix="shape-") as folder:
        place = Path(folder)
        source = examine(path, name)
        if source.kind in ("delimited", "jsonl"):
            path = _head(path, place / f"head{Path(name.removesuffix('.gz')).suffix}", packed=source.packed)
            source = examine(path, name)
        connection = connect(place)
        try:
            staged = stage(connection, source, path, place)
            found, _ = columns.find(connection, staged.path, staged.source, staged.rows)
        finally:
            connection.close()
        return {column.name: _family(column, staged.rows) for column in found}


def differences(before: Shape, after: Shape) -> list[str]:
    """What is different, each in a few words; nothing when the one can stand in for the other."""
    said = [f"the column '{name}' is not there any more" for name in before if name not in after]
    said += [f"the column '{name}' is new" for name in after if name not in before]
    for name in before:
        was, now = before[name], after.get(name, "nothing")
        if was != now and "nothing" not in (was, now):
            said.append(f"the column '{name}' held {_PLURAL[was]} and holds {_PLURAL[now]} now")
    return said


def same(name: str, before: Shape, after: Shape) -> None:
    """Raises UserError naming what changed."""
    said = differences(before, after)
    if said:
        raise UserError(
            f"'{name}' has another shape than when this was set up: {'; '.join(said)}",
            next="mend the file, or ask again with the file as it is now and remove the old schedule",
        )


_PLURAL = {"number": "numbers", "date": "dates", "truth": "yes and no", "text": "text"}


def _family(column: Column, rows: int) -> str:
    if column.blank >= rows:
        return "nothing"
    return "number" if column.number else "date" if column.moment else "truth" if column.type == "boolean" else "text"


def _head(path: Path, target: Path, *, packed: bool) -> Path:
    """The whole lines within the first bytes, unpacked."""
    with gzip.open(path) if packed else path.open("rb") as stream:
        piece = stream.read(ENOUGH)
    if len(piece) == ENOUGH and (end := piece.rfind(b"\n")) > 0:
        piece = piece[: end + 1]
    target.write_bytes(piece)
    return target
