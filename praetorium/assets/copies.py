"""Local copies of bytes that lie elsewhere, for whoever needs a file: bounded, and gone when they were not used."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from praetorium.errors import ExternalError

USED = 3600.0
"""Seconds for which a copy stays after it was asked for, whatever the limit: somebody may be about to open it."""
_SLICE = 16
"""The copies are counted anew when this part of the limit came to them."""


class Copies:
    """Copies below ``folder``, each named by its checksum; more than ``most`` bytes are there for an hour at most."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder = folder
        self._most = most
        self._added = most  # so that the first one finds out what is there

    def get(self, sha256: str) -> Path | None:
        """The copy, which counts as used now; None when there is none."""
        place = self._place(sha256)
        try:
            os.utime(place)
        except FileNotFoundError:
            return None
        return place

    def add(self, sha256: str, chunks: Iterable[bytes]) -> Path:
        """Keep a copy; it is there as a whole or not at all. Raises ExternalError when the disk is full."""
        place = self._place(sha256)
        try:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    for chunk in chunks:
                        self._added += file.write(chunk)
                    file.flush()
                    os.fchmod(file.fileno(), 0o444)
                    # A power cut must not leave an empty file under a checksum.
                    os.fsync(file.fileno())
                Path(name).replace(place)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise ExternalError(
                f"no local copy could be made in {self._folder}: {os.strerror(error.errno or 0)}",
                next="make room on that disk; the folder may be emptied while nothing runs",
            ) from error
        if self._added >= self._most / _SLICE:
            self.trim()
        return place

    def drop(self, sha256: str) -> None:
        """Give up the copy, if there is one."""
        self._place(sha256).unlink(missing_ok=True)

    def trim(self) -> None:
        """Give up those not used for longest, until the rest fits; and what killed writers left."""
        self._added = 0
        recent = time.time() - USED
        found: list[tuple[float, int, Path]] = []
        drafts: list[tuple[float, int, Path]] = []
        for path in self._folder.rglob("*"):
            with suppress(FileNotFoundError):  # another process trims as well
                about = path.stat()
                if path.is_file():
                    (drafts if path.parent == self._folder else found).append((about.st_mtime, about.st_size, path))
        for used, _, path in drafts:
            if used < recent:
                path.unlink(missing_ok=True)
        over = sum(size for _, size, _ in found) - self._most
        for used, size, path in sorted(found):
            if over <= 0 or used > recent:
                break
            path.unlink(missing_ok=True)
            over -= size

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256[2:]
