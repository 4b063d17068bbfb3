"""Reverting: single paths of a folder made what they were before, everything else in it left as it is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from praetorium.errors import StepError
from praetorium.workspace.manifest import Blobs, Entry, shown
from praetorium.workspace.restoring import kind_of, put


def revert(folder: Path, wanted: Mapping[str, Entry | None], blobs: Blobs) -> tuple[str, ...]:
    """Make each path what its entry says, or gone where it has none; the paths that had to stay, as text.

    A folder that holds something else by now stays, and so does what would have to be reached through a link. Raises
    StepError when it cannot be done.
    """
    stays: list[str] = []
    try:
        for path in sorted((p for p, entry in wanted.items() if entry is None), reverse=True):
            if not _remove(folder, path):
                stays.append(path)
        # Parents sort before what they hold.
        kept = sorted((path, entry) for path, entry in wanted.items() if entry is not None)
        for path, entry in kept:
            if path != "." and not _place(folder, path, entry, blobs):
                stays.append(path)
        for path, entry in reversed(kept):
            if entry.kind == "folder" and path not in stays:
                (folder / path).chmod(entry.mode)
    except OSError as error:
        raise StepError(f"the workspace could not be brought back: {error}") from error
    return tuple(map(shown, stays))


def _place(folder: Path, path: str, entry: Entry, blobs: Blobs) -> bool:
    target = folder / path
    if _way_to(folder, target) != "open":
        return False
    with _writable(target.parent):
        if os.path.lexists(target) and kind_of(target) != entry.kind and not _remove(folder, path):
            return False
        put(target, entry, blobs)
    return True


def _remove(folder: Path, path: str) -> bool:
    target, way = folder / path, _way_to(folder, folder / path)
    if way == "blocked":
        return False
    if way == "gone" or not os.path.lexists(target):
        return True
    with _writable(target.parent):
        if kind_of(target) != "folder":
            target.unlink()
            return True
        with _writable(target):
            if any(target.iterdir()):
                return False
        target.rmdir()
    return True


def _way_to(folder: Path, target: Path) -> Literal["open", "gone", "blocked"]:
    """Whether the path leads through real folders alone; ``blocked``: through a link or a file."""
    for part in reversed(list(target.relative_to(folder).parents)[:-1]):
        if not os.path.lexists(folder / part):
            return "gone"
        if kind_of(folder / part) != "folder":
            return "blocked"
    return "open"


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    """Lends ourselves the right to change what is in a folder of ours that forbids it."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & stat.S_IRWXU == stat.S_IRWXU:
        yield
        return
    folder.chmod(mode | stat.S_IRWXU)
    try:
        yield
    finally:
        folder.chmod(mode)
