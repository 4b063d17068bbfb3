"""Restoring: a folder made exactly what its entries say. Nothing outside it is touched, whatever links stand inside."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path

from praetorium.workspace.manifest import Blobs, Entry, Kind
from praetorium.workspace.recording import lent


def bring_back(folder: Path, entries: Mapping[str, Entry], blobs: Blobs) -> set[str]:
    """The paths that had to be touched. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    _open(folder)
    touched: set[str] = set()
    for found in list(os.scandir(folder)):
        touched |= _remove_strangers(Path(found.path), found.name, entries)
    # Parents sort before what they hold, so that each is a real folder by the time something is put into it.
    for path, entry in sorted(entries.items()):
        if path != "." and put(folder / path, entry, blobs):
            touched.add(path)
    for path, entry in sorted(entries.items(), reverse=True):
        if entry.kind == "folder" and stat.S_IMODE((folder / path).stat().st_mode) != entry.mode:
            (folder / path).chmod(entry.mode)
    return touched


def _remove_strangers(path: Path, name: str, entries: Mapping[str, Entry]) -> set[str]:
    """Remove what the entries do not have, or have as another kind."""
    known, kind = entries.get(name), kind_of(path)
    if kind == "folder":
        _open(path)
    if known is None or known.kind != kind:
        _remove(path)
        return {name}
    if kind != "folder":
        return set()
    inner = list(os.scandir(path))
    return set[str]().union(*(_remove_strangers(Path(found.path), f"{name}/{found.name}", entries) for found in inner))


def _remove(path: Path) -> None:
    if kind_of(path) != "folder":
        path.unlink()
        return
    for parent, folders, _files in os.walk(path):
        for name in folders:
            if kind_of(Path(parent, name)) == "folder":
                _open(Path(parent, name))
    shutil.rmtree(path)


def _open(folder: Path) -> None:
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & stat.S_IRWXU != stat.S_IRWXU:
        folder.chmod(mode | stat.S_IRWXU)


def kind_of(path: Path) -> Kind:
    """What stands there now; links are not followed."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return "link"
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "other"


def put(path: Path, entry: Entry, blobs: Blobs) -> bool:
    """Put one entry in its place; False when it stands there already. What is there is of the right kind."""
    there = path.lstat() if os.path.lexists(path) else None
    if entry.kind == "file":
        return _put_file(path, entry, there, blobs)
    if entry.kind == "folder" and there is None:
        path.mkdir(mode=stat.S_IRWXU)
        return True
    if entry.kind == "link" and (there is None or str(path.readlink()) != entry.target):
        path.unlink(missing_ok=True)
        path.symlink_to(entry.target)
        return True
    return False


def _put_file(path: Path, entry: Entry, there: os.stat_result | None, blobs: Blobs) -> bool:
    times = (entry.size, entry.mtime_ns, entry.ctime_ns)
    if there is not None and (there.st_size, there.st_mtime_ns, there.st_ctime_ns) == times:
        return False
    stored = blobs.path(entry.sha256)
    if there is not None and there.st_size == entry.size and _equal(path, stored):
        if stat.S_IMODE(there.st_mode) == entry.mode:
            return False
        path.chmod(entry.mode)
        return True
    # A new file in its place, never written through: the old one may be linked from elsewhere.
    fresh = path.with_name(f".{entry.sha256}.restoring")
    shutil.copyfile(stored, fresh)
    fresh.chmod(entry.mode)
    os.utime(fresh, ns=(entry.mtime_ns, entry.mtime_ns))
    fresh.replace(path)
    return True


def _equal(one: Path, other: Path) -> bool:
    with lent(one), one.open("rb") as a, other.open("rb") as b:
        while True:
            left, right = a.read(1 << 20), b.read(1 << 20)
            if left != right:
                return False
            if not left:
                return True
