"""The ``state-agrees`` proof: what a report says of a file's state, counted anew from the raw file by Polars."""

from __future__ import annotations

from typing import Any

from praetorium.data.confined import STARTS, confined
from praetorium.data.locating import load, located
from praetorium.data.quality import Quality
from praetorium.executors.base import Context
from praetorium.models import Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.reports.paper import Paper
from praetorium.reports.works import Reinspecting, reinspected


class StateAgreesParameters(Model):
    source: str
    """The raw file."""
    state: str
    """What was asked for, as the ``inspect`` executor wrote it; its values are not believed."""
    paper: str
    """What stands where in the files; its values are not believed either."""
    files: tuple[str, ...]
    """The finished files."""


class StateAgrees(Proof[StateAgreesParameters]):
    name = "state-agrees"
    summary = "Every figure of a file's state is what a second engine counts in the raw file."
    Parameters = StateAgreesParameters
    seconds = STARTS + 0.2

    async def run(self, parameters: StateAgreesParameters, context: Context, result: dict[str, Any]) -> Verdict:
        source = located(parameters.source, context)
        given = Reinspecting(
            files=tuple(context.inside(name) for name in parameters.files),
            paper=load(Paper, parameters.paper, context),
            state=load(Quality, parameters.state, context),
            source=source,
        )
        checked = await confined(reinspected, given, context, reads=(source, *given.files))
        return Verdict(checks=checked.checks)
