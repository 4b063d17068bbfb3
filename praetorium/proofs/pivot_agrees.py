"""The ``pivot-agrees`` proof: every figure of a finished pivot table, computed anew from the raw file by Polars."""

from __future__ import annotations

from typing import Any

from praetorium.data.confined import STARTS, confined
from praetorium.data.locating import load, located
from praetorium.data.model import Profile
from praetorium.executors.base import Context
from praetorium.models import Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.reports.paper import Paper
from praetorium.reports.pivoting import Repivoting, repivoted


class PivotAgreesParameters(Model):
    source: str
    """The raw file."""
    profile: str
    paper: str
    """What stands where in the files; its values are not believed."""
    first: str
    second: str
    """The columns that the table is made by."""
    files: tuple[str, ...]
    """The finished files."""


class PivotAgrees(Proof[PivotAgreesParameters]):
    name = "pivot-agrees"
    summary = "Every figure of a pivot table is what a second engine computes from the raw file."
    Parameters = PivotAgreesParameters
    seconds = STARTS + 0.2

    async def run(self, parameters: PivotAgreesParameters, context: Context, result: dict[str, Any]) -> Verdict:
        source = located(parameters.source, context)
        given = Repivoting(
            files=tuple(context.inside(name) for name in parameters.files),
            paper=load(Paper, parameters.paper, context),
            profile=load(Profile, parameters.profile, context),
            source=source,
            first=parameters.first,
            second=parameters.second,
        )
        checked = await confined(repivoted, given, context, reads=(source, *given.files))
        return Verdict(checks=checked.checks)
