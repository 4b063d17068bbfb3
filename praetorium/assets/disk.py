"""The store on a local disk: one read-only file per blob, under the first two digits of its checksum."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import FileIO
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from praetorium.assets.store import CHUNK, Blob, MissingError, checked
from praetorium.errors import ExternalError, UserError

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
        with _source(path) as source:
            chunks = _chunks(source, path)
            first = next(chunks, b"")
            return self.put_bytes(first) if len(first) < CHUNK else self._store(chain((first,), chunks))

    def put_bytes(self, data: bytes) -> Blob:
        known = Blob(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))
        return known if self._whole(known) else self._store((data,))

    def path(self, sha256: str) -> Path:
        path = self._place(sha256)
        if not path.is_file():
            raise MissingError(sha256, f"in {self.root}")
        return path

    def open(self, sha256: str) -> BinaryIO:
        return self.path(sha256).open("rb")

    def exists(self, sha256: str) -> bool:
        return self._place(sha256).is_file()

    def verify(self, sha256: str) -> bool:
        try:
            with self._place(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return False

    def remove(self, sha256: str, older_than: float = 86_400.0) -> bool:
        """Give up bytes that were not put within ``older_than`` seconds; whoever asks must know that nobody needs them.

        False when they stay, or were not there: somebody who has just put them may be about to say so.
        """
        place = self._place(sha256)
        if not place.is_file() or place.stat().st_mtime > time.time() - older_than:
            return False
        place.unlink()
        return True

    def sweep(self, older_than: float = 86_400.0) -> int:
        """Remove what writers that were killed left behind ``older_than`` seconds ago; gives how many files."""
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

    def _store(self, chunks: Iterable[bytes]) -> Blob:
        digest, size = hashlib.sha256(), 0
        with self._explained():
            self._incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self._incoming)
            try:
                with os.fdopen(handle, "wb") as file:
                    for chunk in chunks:
                        digest.update(chunk)
                        size += file.write(chunk)
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


@contextmanager
def _source(path: Path) -> Iterator[FileIO]:
    """The file opened for reading; a pipe or device is refused instead of waited for."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise UserError(f"'{path}' cannot be read: {error.strerror}", next="name a file that can be read") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise UserError(f"'{path}' is no file", next="name a regular file")
    with os.fdopen(handle, "rb", buffering=0) as file:
        yield file


def _chunks(source: FileIO, path: Path) -> Iterator[bytes]:
    while True:
        try:
            chunk = source.read(CHUNK)
        except OSError as error:
            raise UserError(f"'{path}' cannot be read: {error.strerror}", next="check the disk it lies on") from error
        if not chunk:
            return
        yield chunk


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
