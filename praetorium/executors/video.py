"""The ``video`` executor: pictures with captions as a film."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import Field, field_validator, model_validator

from praetorium.data.locating import located
from praetorium.documents.making import suffix_of
from praetorium.executors.base import Context, Executor, Result
from praetorium.executors.ports import Limits
from praetorium.media.craft import craft
from praetorium.media.extra import FILM, missing
from praetorium.models import Brief, Effect, Estimate, Model, Product, Undo

_LIMITS = Limits(seconds=1500, memory_mb=3072, processes=128, file_mb=2048, disk_mb=4096)
"""Ten minutes of film on a slow machine."""


class VideoParameters(Model):
    pictures: tuple[str, ...] = Field(min_length=1, max_length=60, description="Pictures, in the order they are shown")
    captions: tuple[str, ...] = Field(default=(), description="One for each picture, or none at all")
    seconds: float = Field(default=20.0, gt=0.5, le=600, description="Length of the whole")
    width: int = Field(default=1280, ge=64, le=1920, description="Pixels")
    height: int = Field(default=720, ge=64, le=1920, description="Pixels")
    to: str = Field(description="Where the film is put: ….mp4")
    title: str = Field(description="What it is called")

    @field_validator("to")
    @classmethod
    def _known(cls, value: str) -> str:
        return suffix_of(value, (".mp4",))

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.captions and len(self.captions) != len(self.pictures):
            raise ValueError(f"{len(self.captions)} captions for {len(self.pictures)} pictures")
        if self.width % 2 or self.height % 2:
            raise ValueError("width and height have to be even: H.264 halves the colours")
        if self.seconds / len(self.pictures) < 0.5:
            raise ValueError("each picture needs half a second or more")
        return self


class VideoResult(Result):
    path: str
    seconds: float
    frames: int
    shown: tuple[float, ...]
    """Seconds of each picture."""


class Video(Executor[VideoParameters]):
    name = "video"
    summary = "Makes a film of pictures, each with its caption, one fading into the next, as MP4 (H.264)."
    Parameters = VideoParameters
    Returns = VideoResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 1600.0
    typical = Estimate(seconds=6.0)
    example: ClassVar[Mapping[str, Any]] = {
        "pictures": ["harbour.jpg", "market.jpg"],
        "captions": ["The harbour", "The market"],
        "seconds": 8,
        "to": "films/town.mp4",
        "title": "Our town",
    }

    def estimate(self, parameters: VideoParameters, brief: Brief) -> Estimate:
        """A core encodes about a hundred frames of 1280 × 720 a second."""
        pixels = parameters.width * parameters.height / (1280 * 720)
        return Estimate(seconds=round(1.0 + parameters.seconds * 25 / 100 * pixels, 1))

    def available(self) -> str | None:
        """What of the extra ``media`` is not installed."""
        return missing(FILM)

    async def run(self, parameters: VideoParameters, context: Context) -> VideoResult:
        path = context.inside(parameters.to)
        files: dict[str, Path] = {}
        for number, name in enumerate(parameters.pictures):
            files[f"given-{number}"] = located(name, context)
        told = await craft(
            context,
            "praetorium.media.film.work:make",
            {
                "pictures": list(files),
                "captions": list(parameters.captions) or [""] * len(files),
                "seconds": parameters.seconds,
                "width": parameters.width,
                "height": parameters.height,
                "to": "made.mp4",
                "title": parameters.title,
            },
            files=files,
            made={"made.mp4": path},
            limits=_LIMITS,
        )
        size = f"{parameters.seconds:g} s, {told['frames']} frames of {parameters.width} × {parameters.height}"
        context.say(f"Made the film {path.name}", file=parameters.to, detail=size)
        return VideoResult(
            path=parameters.to,
            seconds=parameters.seconds,
            frames=told["frames"],
            shown=tuple(told["shown"]),
            products=(Product(name=path.name, kind="video", path=path, mime="video/mp4"),),
        )
