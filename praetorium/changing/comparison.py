"""What a change makes different in the files of an app: told with the plan, before anything is done."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

from praetorium.generate import app_files
from praetorium.models import Brief, Model

SHOWN = 12
"""Files that are named in the plan; the rest is counted."""


class Changed(Model):
    """One file that becomes different."""

    path: str
    change: str
    """``new``, ``gone`` or ``changed``."""
    added: int = 0
    """Lines."""
    removed: int = 0

    def told(self) -> str:
        """``app/models/task.py (+1 −0)``."""
        return (
            f"{self.path} (+{self.added} −{self.removed})"
            if self.change == "changed"
            else f"{self.path} ({self.change})"
        )


def file_changes(brief: Brief, source: Path, templates: Path) -> tuple[Changed, ...]:
    """The files that differ between the app as it lies at ``source`` and as ``brief`` makes it."""
    made = {
        path: d if isinstance(d, bytes) else d.encode() for path, d in app_files(brief, templates=templates).items()
    }
    there = {
        str(path.relative_to(source)): path.read_bytes()
        for path in source.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(source).parts
    }
    found = []
    for path in sorted(made.keys() | there.keys()):
        old, new = there.get(path), made.get(path)
        if old == new:
            continue
        change = "new" if old is None else "gone" if new is None else "changed"
        added, removed = _lines(old or b"", new or b"")
        found.append(Changed(path=path, change=change, added=added, removed=removed))
    return tuple(found)


def notes(changes: tuple[Changed, ...]) -> tuple[str, ...]:
    """The same as sentences for the plan."""
    if not changes:
        return ("No file becomes different.",)
    kinds = [(word, sum(c.change == word for c in changes)) for word in ("changed", "new", "gone")]
    counted = ", ".join(f"{count} {word}" for word, count in kinds if count)
    lines = f"+{sum(c.added for c in changes)} −{sum(c.removed for c in changes)} lines"
    order = sorted(changes, key=lambda c: (c.path.startswith("tests/"), -(c.added + c.removed)))
    more = (f"and {len(order) - SHOWN} more files",) if len(order) > SHOWN else ()
    return (f"Files: {counted} ({lines}):", *(changed.told() for changed in order[:SHOWN]), *more)


def _lines(old: bytes, new: bytes) -> tuple[int, int]:
    try:
        before, after = old.decode().splitlines(), new.decode().splitlines()
    except UnicodeDecodeError:
        return 0, 0
    told = [line for line in unified_diff(before, after, n=0, lineterm="") if not line.startswith(("+++", "---", "@@"))]
    return sum(line.startswith("+") for line in told), sum(line.startswith("-") for line in told)
