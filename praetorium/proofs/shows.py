"""The ``shows`` proof: the finished file is drawn as a picture, is not blank, and the picture is kept beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from pydantic import Field

from praetorium.documents.making import fixed
from praetorium.errors import StepError, UserError
from praetorium.executors.base import Context
from praetorium.media.craft import STARTS, craft
from praetorium.media.kinds import PICTURE
from praetorium.media.showing import PREVIEW, called
from praetorium.models import CheckResult, Model, Product
from praetorium.proofs.base import Proof, Verdict

FOLDER = Path(".praetorium/previews")
"""In the workspace, for what belongs to the work and not to what is made."""
_TEMPLATES = ("document.typ", "slides-sketch.typ", "words.yaml")
_DRAWN = 0.001
"""Share of a picture that has to differ from its ground: one line of text on a page is more."""


class ShowsParameters(Model):
    path: str = Field(description="The file, in the workspace")


class Shows(Proof[ShowsParameters]):
    name = "shows"
    summary = "The finished file can be drawn as a picture that is not blank; the picture is kept as its preview."
    Parameters = ShowsParameters
    seconds = STARTS + 0.2

    async def run(self, parameters: ShowsParameters, context: Context, result: dict[str, Any]) -> Verdict:
        path = context.inside(parameters.path)
        name = f"{path.name} can be seen"
        if not path.is_file():
            evidence = f"{parameters.path} does not exist"
            return Verdict(checks=(CheckResult(name=name, passed=False, evidence=evidence),))
        mark = hashlib.sha256(parameters.path.encode()).hexdigest()[:8]
        kept = FOLDER / f"{path.stem}-{mark}.png"
        file = f"made{path.suffix.lower()}"
        try:
            told = await craft(
                context,
                "praetorium.media.kinds:draw",
                {"file": file},
                files={file: path, **fixed(context, _TEMPLATES)},
                made={PICTURE: context.inside(kept)},
            )
        except (UserError, StepError) as error:
            return Verdict(checks=(CheckResult(name=name, passed=False, evidence=str(error)),))
        evidence = f"{told['width']} × {told['height']} pixels, {told['drawn']:.1%} of them not ground"
        seen = told["drawn"] >= _DRAWN
        product = Product(name=_called(path, result, context), kind=PREVIEW, path=kept, mime="image/png")
        return Verdict(
            checks=(CheckResult(name=name, passed=seen, evidence=evidence),), products=(product,) if seen else ()
        )


def _called(path: Path, result: dict[str, Any], context: Context) -> str:
    """Named after the asset that the file becomes."""
    for made in result.get("products", ()):
        if context.inside(made["path"]) == path:
            return called(made["name"], made["kind"])
    return called(path.name, "")
