"""Recording: a folder's entries, their bytes put into the store. Unchanged files are not read again."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from praetorium.workspace.manifest import Blobs, Entry

# A file changed in the very moment it was recorded may show the same times afterwards: it is read again.
_DOUBT_NS = 50_000_000


def record(folder: Path, blobs: Blobs, known: Mapping[str, Entry], known_ns: int) -> dict[str, Entry]:
    """Entries by path, the folder itself as ``.``; ``known`` are those recorded at ``known_ns``. Raises OSError."""
    entries = {".": Entry("folder", stat.S_IMODE(folder.stat().st_mode))}
    for path, found in _walk(folder, ""):
        about = found.stat(follow_symlinks=False)
        entries[path] = _unchanged(about, known.get(path), known_ns) or _entry(Path(found.path), about, blobs)
    return entries


def _walk(folder: Path, below: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with lent(folder), os.scandir(folder) as listing:
        for found in sorted(listing, key=lambda entry: entry.name):
            path = below + found.name
            yield path, found
            if found.is_dir(follow_symlinks=False):
                yield from _walk(Path(found.path), f"{path}/")


def _unchanged(about: os.stat_result, known: Entry | None, known_ns: int) -> Entry | None:
    """What is known of the file, if it cannot have changed since."""
    if known is None or known.kind != "file" or not stat.S_ISREG(about.st_mode):
        return None
    times = (about.st_size, about.st_mtime_ns, about.st_ctime_ns)
    same = (known.size, known.mtime_ns, known.ctime_ns) == times and about.st_ctime_ns < known_ns - _DOUBT_NS
    return known if same else None


def _entry(path: Path, about: os.stat_result, blobs: Blobs) -> Entry:
    mode = stat.S_IMODE(about.st_mode)
    if stat.S_ISLNK(about.st_mode):
        return Entry("link", target=str(path.readlink()))
    if stat.S_ISDIR(about.st_mode):
        return Entry("folder", mode)
    if not stat.S_ISREG(about.st_mode):
        return Entry("other", mode)
    with lent(path):
        sha256 = blobs.put_file(path)
    about = path.lstat()
    return Entry("file", mode, about.st_size, sha256, "", about.st_mtime_ns, about.st_ctime_ns)


@contextmanager
def lent(path: Path) -> Iterator[None]:
    """Lends ourselves the right to read what is ours but forbids it."""
    mode = stat.S_IMODE(path.stat().st_mode)
    needed = stat.S_IRUSR | (stat.S_IXUSR if path.is_dir() else 0)
    if mode & needed == needed or os.geteuid() == 0:
        yield
        return
    path.chmod(mode | needed)
    try:
        yield
    finally:
        path.chmod(mode)
