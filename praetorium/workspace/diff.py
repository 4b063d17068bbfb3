"""Diffs: every change between two snapshots in plain sight, as unified diffs that stay readable."""

from __future__ import annotations

import difflib

from praetorium.models import Model
from praetorium.workspace.manifest import Blobs, Change, Entry, Manifest, changes, shown

LINES = 2_000
"""Most lines shown of one file's diff."""
FILES = 500
"""Most files whose diff is shown; the rest are listed."""
_TEXT = 1_000_000  # bytes beyond which a text is not compared line by line


class FileDiff(Model):
    """The change of one path. ``text`` is a unified diff, or a sentence in brackets where there is none to show."""

    path: str
    change: str
    added: int = 0
    """Lines."""
    removed: int = 0
    text: str = ""


def between(before: Manifest, after: Manifest, blobs: Blobs) -> tuple[FileDiff, ...]:
    """The diff of every changed path, in order; folders are told only where nothing inside them is."""
    found = changes(before, after)
    paths = [change.path for change in found]
    keys = {shown(path): path for path in before.entries.keys() | after.entries.keys()}
    diffs = []
    for number, change in enumerate(found):
        if change.kind == "folder" and any(path.startswith(f"{change.path}/") for path in paths):
            continue
        old, new = before.entries.get(keys[change.path]), after.entries.get(keys[change.path])
        if number < FILES:
            diffs.append(_file(change, old, new, blobs))
        else:
            diffs.append(FileDiff(path=change.path, change=change.change, text=f"[{change.change}; not shown]"))
    return tuple(diffs)


def as_text(diffs: tuple[FileDiff, ...]) -> str:
    """All of them, one after the other, as ``praetorium diff`` shows them."""
    return "\n".join(f"{d.text}" if d.text.startswith("---") else f"{d.change}: {d.path} {d.text}" for d in diffs)


def _file(change: Change, old: Entry | None, new: Entry | None, blobs: Blobs) -> FileDiff:
    told = FileDiff(path=change.path, change=change.change)
    if change.change == "mode" and old and new:
        return told.model_copy(update={"text": f"[mode {old.mode:o} → {new.mode:o}]"})
    if "link" in ((old or new or Entry("other")).kind, change.kind):
        ends = f"{old.target if old else 'nothing'} → {new.target if new else 'nothing'}"
        return told.model_copy(update={"text": f"[link: {shown(ends)}]"})
    if change.kind != "file":
        return told.model_copy(update={"text": f"[{change.kind}]"})
    one, other = _lines(old, blobs), _lines(new, blobs)
    if one is None or other is None:
        return told.model_copy(update={"text": f"[binary or large: {_size(old)} → {_size(new)}]"})
    lines = list(difflib.unified_diff(one, other, _side("a", change, old), _side("b", change, new), lineterm=""))
    body = lines[2:]
    cut = [f"[{len(lines) - LINES} more lines]"] if len(lines) > LINES else []
    return told.model_copy(
        update={
            "added": sum(line.startswith("+") for line in body),
            "removed": sum(line.startswith("-") for line in body),
            "text": "\n".join(lines[:LINES] + cut) or "[an empty file]",
        }
    )


def _lines(entry: Entry | None, blobs: Blobs) -> list[str] | None:
    if entry is None or entry.kind != "file":
        return []
    if entry.size > _TEXT:
        return None
    data = blobs.path(entry.sha256).read_bytes()
    if b"\0" in data:
        return None
    try:
        return data.decode().splitlines()
    except UnicodeDecodeError:
        return None


def _side(name: str, change: Change, entry: Entry | None) -> str:
    return f"{name}/{change.path}" if entry else "/dev/null"


def _size(entry: Entry | None) -> str:
    return f"{entry.size} bytes" if entry else "nothing"
