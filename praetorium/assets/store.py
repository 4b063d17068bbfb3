"""The port behind which the bytes lie: content-addressed by SHA-256, written once, never changed.

A store is a module of its own beside this one. Whatever implements ``Store`` passes ``tests/assets/test_stores.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

from praetorium.errors import PraetoriumError
from praetorium.models import Model

CHUNK = 1 << 20
"""Bytes that are held in memory at once while something is stored or read."""


class Blob(Model):
    """Bytes that are stored: their checksum, which is their name, and how many they are."""

    sha256: str
    bytes: int


class MissingError(PraetoriumError):
    """Bytes that the catalogue knows and the store does not have (any more)."""

    def __init__(self, sha256: str, where: str) -> None:
        super().__init__(
            f"the asset store {where} has no bytes with the checksum {sha256}",
            next="look whether PRAETORIUM_STORE is what the services have, restore the store from a backup, "
            "or run the request again",
        )


class SpoiltError(PraetoriumError):
    """Bytes that are there and are not what was stored."""

    def __init__(self, sha256: str, where: str) -> None:
        super().__init__(
            f"the asset store {where} has other bytes than those with the checksum {sha256}",
            next="see what else is spoilt with praetorium assets verify, and restore it from a backup",
        )


@runtime_checkable
class Store(Protocol):
    """Where bytes are kept. Any number of processes may read and write at once."""

    def put_file(self, path: Path) -> Blob:
        """Keep what the file holds now; changing it later changes nothing here. Links are followed.

        Raises UserError when it is no readable file, ExternalError when the store cannot take it (a full disk).
        """
        ...

    def put_bytes(self, data: bytes) -> Blob:
        """Keep these bytes. Raises ExternalError when the store cannot take them."""
        ...

    def path(self, sha256: str) -> Path:
        """A file on this machine with these bytes, to be read only. Raises MissingError."""
        ...

    def size(self, sha256: str) -> int:
        """How many bytes it is. Raises MissingError."""
        ...

    def read(self, sha256: str, first: int = 0, past: int | None = None) -> Iterator[bytes]:
        """The bytes from ``first`` up to and without ``past`` (None: to the end), piece by piece.

        Raises MissingError with the first piece; ExternalError, SpoiltError with any.
        """
        ...

    def exists(self, sha256: str) -> bool: ...

    def verify(self, sha256: str) -> bool:
        """Read all of it again: whether it is there and still has its checksum."""
        ...

    def link(self, sha256: str, name: str, mime: str, seconds: int) -> str | None:
        """An address at which anybody can fetch the bytes, under that name and type, for so many seconds.

        None where the store gives none. Raises MissingError.
        """
        ...

    def remove(self, sha256: str, older_than: float = 86_400.0) -> bool:
        """Give up bytes that were not put within ``older_than`` seconds; whoever asks must know that nobody needs them.

        False when they stay, or were not there: somebody who has just put them may be about to say so.
        """
        ...

    def sweep(self, older_than: float = 86_400.0) -> int:
        """Remove what writers that were killed left behind ``older_than`` seconds ago; gives how many pieces."""
        ...


def checked(sha256: str) -> str:
    """A checksum fit to become part of a path or key; anything else is refused."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise PraetoriumError(f"'{sha256[:80]}' is no SHA-256 checksum (64 hexadecimal digits, lower case)")
    return sha256


class Checksums:
    """A store as a workspace's snapshots want it: what is put is named by its checksum alone."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put_file(self, path: Path) -> str:
        return self._store.put_file(path).sha256

    def path(self, sha256: str) -> Path:
        return self._store.path(sha256)
