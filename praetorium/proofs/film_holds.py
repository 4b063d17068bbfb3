"""The ``film-holds`` proof: a film is read back, has its length and size, and shows each picture in its time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field

from praetorium.data.locating import located
from praetorium.errors import StepError
from praetorium.executors.base import Context
from praetorium.executors.ports import Limits
from praetorium.media.craft import STARTS, craft
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict

_LIMITS = Limits(seconds=600, memory_mb=2048, processes=128, file_mb=64, disk_mb=2048)
_ALIKE = 0.96
"""Of 1: what compression changes is a hundredth; another picture is a tenth and more away."""


class FilmHoldsParameters(Model):
    path: str = Field(description="The film, in the workspace")
    pictures: tuple[str, ...] = Field(description="The pictures, in their order")
    captions: tuple[str, ...] = Field(default=(), description="Their captions, where there are any")
    seconds: float = Field(description="Its length, as it was asked for")
    width: int = Field(default=1280, description="Pixels")
    height: int = Field(default=720, description="Pixels")


class FilmHolds(Proof[FilmHoldsParameters]):
    name = "film-holds"
    summary = (
        "The film decodes to its end, has the length and size asked for, and shows every picture with its caption."
    )
    Parameters = FilmHoldsParameters
    seconds = STARTS + 1.5

    async def run(self, parameters: FilmHoldsParameters, context: Context, result: dict[str, Any]) -> Verdict:
        path = context.inside(parameters.path)
        lasts, shows = f"{path.name} has its length and size", f"{path.name} shows every picture"
        if not path.is_file():
            return _verdict((lasts, False, f"{parameters.path} does not exist"))
        files: dict[str, Path] = {"made.mp4": path}
        names = [f"given-{number}" for number in range(len(parameters.pictures))]
        files |= {name: located(given, context) for name, given in zip(names, parameters.pictures, strict=True)}
        even = parameters.seconds / len(names)
        asked = {
            "file": "made.mp4",
            "pictures": names,
            "captions": list(parameters.captions) or [""] * len(names),
            "shown": list(result.get("shown") or [even] * len(names)),
        }
        try:
            told = await craft(context, "praetorium.media.film.work:watch", asked, files=files, limits=_LIMITS)
        except StepError as error:
            return _verdict((lasts, False, str(error)))
        if not told["opens"]:
            return _verdict((lasts, False, told["why"]))
        size = (told["width"], told["height"]) == (parameters.width, parameters.height)
        length = abs(told["seconds"] - parameters.seconds) <= 0.1
        whole = told["decoded"] == told["frames"]
        evidence = (
            f"{told['seconds']:.2f} s of {parameters.seconds:g}, {told['width']} × {told['height']}, {told['codec']}, "
            f"{told['decoded']} of {told['frames']} frames decoded"
        )
        alike = told["alike"]
        seen = all(value >= _ALIKE for value in alike)
        return _verdict(
            (lasts, size and length and whole, evidence),
            (shows, seen, f"in the middle of its time each is as it should be to {min(alike):.1%} or more"),
        )


def _verdict(*told: tuple[str, bool, str]) -> Verdict:
    return Verdict(checks=tuple(CheckResult(name=name, passed=passed, evidence=seen) for name, passed, seen in told))
