"""The ``sound-holds`` proof: a sound file is decoded again, is heard, and is as long as its words take to say."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from praetorium.data.locating import located
from praetorium.errors import StepError
from praetorium.executors.base import Context
from praetorium.media.craft import STARTS, craft
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict

_SLOWEST, _FASTEST = 0.45, 1.9
"""Words a minute that still belong to a rate: numbers take longer than one word, and rests are part of it."""
_FEW = 25
"""Words below which rests weigh more than what is said."""
_HEARD, _CLIPPED = 0.4, 0.01


class SoundHoldsParameters(Model):
    path: str = Field(description="The sound, in the workspace")
    source: str = Field(description="The text that was read")
    rate: int = Field(default=160, description="Words a minute that were asked for")


class SoundHolds(Proof[SoundHoldsParameters]):
    name = "sound-holds"
    summary = (
        "The sound decodes to its end, is neither silent nor distorted, and lasts as long as the words of its text."
    )
    Parameters = SoundHoldsParameters
    seconds = STARTS + 0.1

    async def run(self, parameters: SoundHoldsParameters, context: Context, result: dict[str, Any]) -> Verdict:
        path = context.inside(parameters.path)
        opens, lasts = f"{path.name} can be heard", f"{path.name} is as long as its text"
        if not path.is_file():
            return _verdict((opens, False, f"{parameters.path} does not exist"))
        file = f"made{path.suffix.lower()}"
        files = {file: path, "source.md": located(parameters.source, context)}
        try:
            told = await craft(
                context, "praetorium.media.sound.work:listen", {"file": file, "source": "source.md"}, files=files
            )
        except StepError as error:
            return _verdict((opens, False, str(error)))
        if not told["opens"]:
            return _verdict((opens, False, told["why"]))
        heard = told["heard"] >= _HEARD and told["clipped"] <= _CLIPPED
        evidence = f"{told['seconds']:.1f} s, sound in {told['heard']:.0%} of it, {told['clipped']:.1%} distorted"
        expected = told["words"] / parameters.rate * 60
        if told["words"] < _FEW:
            fits = expected * 0.4 <= told["seconds"] <= expected * 2.5 + 4
        else:
            fits = expected / _FASTEST <= told["seconds"] <= expected / _SLOWEST
        per = told["words"] / max(told["seconds"], 0.1) * 60
        length = (
            f"{told['words']} words in {told['seconds']:.1f} s: {per:.0f} a minute, {parameters.rate} were asked for"
        )
        return _verdict((opens, heard, evidence), (lasts, fits, length))


def _verdict(*told: tuple[str, bool, str]) -> Verdict:
    return Verdict(checks=tuple(CheckResult(name=name, passed=passed, evidence=seen) for name, passed, seen in told))
