"""Raw bytes of a source: unpacked with a bound, fingerprinted, decoded."""

from __future__ import annotations

import codecs
import gzip
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from praetorium.errors import UserError

CHUNK = 1 << 20
UNPACKED_LIMIT = 16 << 30
"""Bytes a compressed file may grow to: more than any sensible file of rows, far less than a bomb's."""


@contextmanager
def opened(path: Path, packed: bool) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked."""
    with gzip.open(path) if packed else path.open("rb") as stream:
        yield cast(BinaryIO, stream)


def chunks(path: Path, packed: bool) -> Iterator[bytes]:
    """The unpacked bytes in pieces. Raises UserError beyond UNPACKED_LIMIT, or when the file is cut off."""
    seen = 0
    try:
        with opened(path, packed) as stream:
            while piece := stream.read(CHUNK):
                seen += len(piece)
                if seen > UNPACKED_LIMIT:
                    raise UserError(f"'{path.name}' unpacks to more than {UNPACKED_LIMIT >> 30} GB", next="send less")
                yield piece
    except (gzip.BadGzipFile, EOFError) as error:
        raise UserError(
            f"'{path.name}' cannot be unpacked: {error}", next="compress it again and send it anew"
        ) from None


def checksum(path: Path) -> str:
    """SHA-256 of the file as it lies there."""
    digest = hashlib.sha256()
    for piece in chunks(path, packed=False):
        digest.update(piece)
    return digest.hexdigest()


def is_utf8(path: Path, packed: bool) -> bool:
    """Whether all of the file, not just its beginning, is valid UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in chunks(path, packed):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def text_chunks(path: Path, packed: bool, encoding: str) -> Iterator[str]:
    """The file as text, in pieces, without a byte order mark."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    first = True
    for piece in chunks(path, packed):
        text = decoder.decode(piece)
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        yield text
    yield decoder.decode(b"", final=True)
