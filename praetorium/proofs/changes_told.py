"""The ``changes-told`` proof: every paragraph that only one of two texts has is told, and none that is not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from praetorium.data.locating import located
from praetorium.errors import PraetoriumError
from praetorium.executors.base import Context
from praetorium.media.craft import STARTS, craft
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict


class ChangesToldParameters(Model):
    first: str
    second: str
    """The two texts."""
    path: str
    """What changed, as the ``contrast`` executor wrote it."""


class ChangesTold(Proof[ChangesToldParameters]):
    name = "changes-told"
    summary = "Every paragraph that only one of two texts has is told, counted without comparing their order."
    Parameters = ChangesToldParameters
    seconds = STARTS

    async def run(self, parameters: ChangesToldParameters, context: Context, result: dict[str, Any]) -> Verdict:
        names = [f"{side}{Path(getattr(parameters, side)).suffix.lower()}" for side in ("first", "second")]
        files = {
            names[0]: located(parameters.first, context),
            names[1]: located(parameters.second, context),
            "made.md": context.inside(parameters.path),
        }
        told = {"first": names[0], "second": names[1], "made": "made.md"}
        try:
            found = await craft(context, "praetorium.documents.contrasting:agree", told, files=files)
        except (PraetoriumError, OSError) as error:
            return _verdict(False, str(error))
        return _verdict(not found["faults"], "; ".join(found["faults"][:4]) or found["said"])


def _verdict(passed: bool, evidence: str) -> Verdict:
    return Verdict(checks=(CheckResult(name="every change is told", passed=passed, evidence=evidence),))
