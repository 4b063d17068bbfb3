"""The container of an MP4 file, read box by box as ISO/IEC 14496-12 says: not by the library that wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from praetorium.models.base import Model

_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl"})


class Track(Model):
    """What the container says of its film."""

    seconds: float
    width: int
    height: int
    frames: int
    codec: str


def track(path: Path) -> Track:
    """The film's length, size, frames and codec. Raises ValueError when a box is broken, cut off or missing."""
    data = path.read_bytes()
    boxes = dict(_boxes(data, 0, len(data)))
    for needed in (b"ftyp", b"mdat", b"mvhd", b"tkhd", b"stts", b"stsd"):
        if needed not in boxes:
            raise ValueError(f"the box '{needed.decode()}' is missing")
    movie, about = boxes[b"mvhd"], boxes[b"tkhd"]
    long = movie[0] == 1  # version 1: times of eight bytes
    scale = int.from_bytes(movie[20:24] if long else movie[12:16], "big")
    length = int.from_bytes(movie[24:32] if long else movie[16:20], "big")
    if not scale:
        raise ValueError("it has no scale of time")
    times = boxes[b"stts"]
    entries = int.from_bytes(times[4:8], "big")
    frames = sum(int.from_bytes(times[8 + 8 * n : 12 + 8 * n], "big") for n in range(min(entries, len(times) // 8)))
    return Track(
        seconds=length / scale,
        width=int.from_bytes(about[-8:-4], "big") >> 16,
        height=int.from_bytes(about[-4:], "big") >> 16,
        frames=frames,
        codec=boxes[b"stsd"][12:16].decode("latin-1"),
    )


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    place = start
    while place + 8 <= end:
        size, kind, head = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[place + 8 : place + 16], "big"), 16
        size = size or end - place
        if size < head or place + size > end:
            raise ValueError(f"the box '{kind.decode('latin-1')}' is cut off")
        if kind in _HOLDERS:
            yield from _boxes(data, place + head, place + size)
        else:
            yield kind, data[place + head : place + size]
        place += size
