"""The file that is to be kept, read piece by piece: what every store begins with."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

from praetorium.assets.store import CHUNK
from praetorium.errors import UserError


@contextmanager
def source(path: Path) -> Iterator[FileIO]:
    """The file opened for reading; a pipe or device is refused instead of waited for. Raises UserError."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise UserError(f"'{path}' cannot be read: {error.strerror}", next="name a file that can be read") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise UserError(f"'{path}' is no file", next="name a regular file")
    with os.fdopen(handle, "rb", buffering=0) as file:
        yield file


def chunks(file: FileIO, path: Path, size: int = CHUNK) -> Iterator[bytes]:
    """What is left of the file in pieces of ``size`` bytes, the last one shorter. Raises UserError."""
    while data := _filled(file, path, size):
        yield data


def _filled(file: FileIO, path: Path, size: int) -> bytes:
    """That many bytes unless the file ends before; the system may give fewer at once."""
    parts: list[bytes] = []
    while size > 0:
        try:
            data = file.read(min(size, CHUNK))
        except OSError as error:
            raise UserError(f"'{path}' cannot be read: {error.strerror}", next="check the disk it lies on") from error
        if not data:
            break
        parts.append(data)
        size -= len(data)
    return parts[0] if len(parts) == 1 else b"".join(parts)
