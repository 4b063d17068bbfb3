"""Making a film of pictures, and looking at what came of it; on the workbench."""

from __future__ import annotations

import array
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PIL import Image

from praetorium.errors import StepError
from praetorium.media.film.container import Track, track
from praetorium.media.film.frames import film, slide, times
from praetorium.media.pictures import opened

RATE = 25
"""Frames a second."""
_THUMB = (64, 36)


def make(
    folder: Path,
    *,
    pictures: list[str],
    captions: list[str],
    seconds: float,
    width: int,
    height: int,
    to: str,
    title: str,
) -> dict[str, Any]:
    """Work: the pictures in their order as an H.264 film of that length; how many frames it has."""
    slides = [
        slide(opened(folder / name), text, (width, height)) for name, text in zip(pictures, captions, strict=True)
    ]
    shown = times(len(slides), seconds, RATE)
    count = 0
    try:
        with av.open(str(folder / to), "w", options={"movflags": "+faststart"}) as container:
            container.metadata["title"] = title
            stream = container.add_stream(
                "libx264", rate=RATE, options={"crf": "21", "preset": "veryfast", "tune": "stillimage", "g": "50"}
            )
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            last: Image.Image | None = None
            frame: Any = None
            of_image: Any = av.VideoFrame.from_image
            for picture in film(slides, shown, RATE):
                if picture is not last or frame is None:
                    frame = of_image(picture).reformat(format="yuv420p")
                    last = picture
                frame.pts, frame.time_base = count, Fraction(1, RATE)
                container.mux(stream.encode(frame))
                count += 1
            container.mux(stream.encode(None))
    except av.FFmpegError as error:
        raise StepError(f"the film could not be written: {error}") from error
    return {"frames": count, "shown": [value / RATE for value in shown]}


def watch(folder: Path, *, file: str, pictures: list[str], captions: list[str], shown: list[float]) -> dict[str, Any]:
    """Work: the film read back. ``alike``: by picture, how near the middle frame of its time is to the picture as it
    should stand there (1: the same)."""
    path = folder / file
    try:
        told: Track = track(path)
        seen = _moments(path, shown)
    except (ValueError, OSError, av.FFmpegError) as error:
        return {"opens": False, "why": str(error)}
    wanted = [
        slide(opened(folder / name), text, (told.width, told.height))
        for name, text in zip(pictures, captions, strict=True)
    ]
    alike = [round(_alike(one, other), 3) for one, other in zip(seen["moments"], wanted, strict=True)]
    return {"opens": True, **told.dump(), "decoded": seen["count"], "alike": alike}


def _moments(path: Path, shown: list[float]) -> dict[str, Any]:
    """The frame in the middle of each picture's time, and how many frames there are."""
    starts = [sum(shown[:n]) for n in range(len(shown))]
    middles = [round((start + length * 0.6) * RATE) for start, length in zip(starts, shown, strict=True)]
    found: dict[int, Image.Image] = {}
    count = 0
    for frame in _decoded(path):
        if count in middles:
            found[count] = frame.to_image()
        count += 1
    if len(found) < len(set(middles)):
        raise ValueError(f"it ends after {count} frames")
    return {"count": count, "moments": [found[middle] for middle in middles]}


def _decoded(path: Path) -> Iterator[Any]:
    with av.open(str(path)) as container:
        yield from container.decode(video=0)


def _alike(one: Image.Image, other: Image.Image) -> float:
    """1 minus the mean difference of two pictures, seen small."""
    a, b = (
        array.array("B", picture.convert("RGB").resize(_THUMB, Image.Resampling.BOX).tobytes())
        for picture in (one, other)
    )
    return 1 - sum(abs(x - y) for x, y in zip(a, b, strict=True)) / len(a) / 255
