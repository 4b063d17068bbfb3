"""The store on a local disk: one read-only file per blob, under the first two digits of its checksum."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from praetorium.assets.source import chunks, source
from praetorium.assets.store import CHUNK, Blob, MissingError, checked
from praetorium.errors import ExternalError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class DiskStore:
    """Blobs below ``root``, which is made when the first one is stored.

    A blob is written under a temporary name in the same file system, flushed to the disk, and then renamed: it is
    there as a whole or not at all, whoever is killed meanwhile. It is a copy: a hard link would change with its source.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._incoming = root / "incoming"

    def put_file(self, path: Path) -> Blob:
        with source(path) as file:
            pieces = chunks(file, path)
            first = next(pieces, b"")
            return self.put_bytes(first) if len(first) < CHUNK else self._store(chain((first,), pieces))

    def put_bytes(self, data: bytes) -> Blob:
        known = Blob(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))
        return known if self._whole(known) else self._store((data,))

    def path(self, sha256: str) -> Path:
        path = self._place(sha256)
        if not path.is_file():
            raise MissingError(sha256, f"in {self.root}")
        return path

    def size(self, sha256: str) -> int:
        return self.path(sha256).stat().st_size

    def read(self, sha256: str, first: int = 0, past: int | None = None) -> Iterator[bytes]:
        with self.path(sha256).open("rb") as file:
            file.seek(first)
            left = CHUNK if past is None else past - first
            while left > 0 and (data := file.read(min(CHUNK, left))):
                left -= 0 if past is None else len(data)
                yield data

    def exists(self, sha256: str) -> bool:
        return self._place(sha256).is_file()

    def verify(self, sha256: str) -> bool:
        try:
            with self._place(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return False

    def link(self, sha256: str, name: str, mime: str, seconds: int) -> str | None:
        self.path(sha256)
        return None

    def remove(self, sha256: str, older_than: float = 86_400.0) -> bool:
        place = self._place(sha256)
        if not place.is_file() or place.stat().st_mtime > time.time() - older_than:
            return False
        place.unlink()
        return True

    def sweep(self, older_than: float = 86_400.0) -> int:
        stale = [p for p in self._incoming.glob("*") if p.stat().st_mtime < time.time() - older_than]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)

    def _place(self, sha256: str) -> Path:
        return self.root / checked(sha256)[:2] / sha256[2:]

    def _whole(self, blob: Blob) -> bool:
        """Whether it is there in full length; one that was cut short from outside is written again."""
        place = self._place(blob.sha256)
        try:
            whole = place.stat().st_size == blob.bytes
            if whole:
                os.utime(place)  # wanted anew: see remove()
        except OSError:
            return False
        return whole

    def _store(self, pieces: Iterable[bytes]) -> Blob:
        digest, size = hashlib.sha256(), 0
        with self._explained():
            self._incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self._incoming)
            try:
                with os.fdopen(handle, "wb") as file:
                    for piece in pieces:
                        digest.update(piece)
                        size += file.write(piece)
                    file.flush()
                    os.fchmod(file.fileno(), 0o444)
                    os.fsync(file.fileno())
                blob = Blob(sha256=digest.hexdigest(), bytes=size)
                if self._whole(blob):
                    return blob
                place = self._place(blob.sha256)
                place.parent.mkdir(exist_ok=True, mode=0o700)
                Path(name).replace(place)
                _sync(place.parent)
                return blob
            finally:
                Path(name).unlink(missing_ok=True)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno not in _FULL:
                raise ExternalError(f"the asset store in {self.root} cannot be written: {error.strerror}") from error
            raise ExternalError(
                f"the asset store in {self.root} is full ({error.strerror}; {_free(self.root)})",
                next="make room on that disk, or move the home with PRAETORIUM_HOME; nothing half-written was kept",
            ) from error


def _free(folder: Path) -> str:
    try:
        return f"{shutil.disk_usage(folder).free / 1e6:,.1f} MB are free"
    except OSError:
        return "free space unknown"


def _sync(folder: Path) -> None:
    """Flush a folder's entries, so that a rename in it outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
