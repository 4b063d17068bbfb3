"""Copying the data of an application that may be in use."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

_SQLITE = b"SQLite format 3\x00"


def copy_data(real: Path, copy: Path) -> int:
    """Make ``copy`` what ``real`` is as of this moment; how many files it has."""
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True, mode=0o700)
    count = 0
    for path in sorted(real.rglob("*")):
        target = copy / path.relative_to(real)
        if path.is_dir():
            target.mkdir(mode=0o700, exist_ok=True)
        elif path.is_file() and not path.name.endswith(("-wal", "-shm")):
            _copy_file(path, target)
            count += 1
    return count


def _copy_file(path: Path, target: Path) -> None:
    with path.open("rb") as file:
        database = file.read(len(_SQLITE)) == _SQLITE
    if not database:
        shutil.copyfile(path, target)
        return
    # SQLite's own backup: the file alone lacks what still lies in its log.
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
