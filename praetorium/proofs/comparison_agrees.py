"""The ``comparison-agrees`` proof: what a finished report says changed, counted anew from both raw files.

A second engine (Polars) reads the files with parsers of its own and counts rows and totals again; its figures are
compared with what stands in the finished page, PDF and workbook.
"""

from __future__ import annotations

from typing import Any

from praetorium.data.comparing import Comparison
from praetorium.data.confined import STARTS, confined
from praetorium.data.locating import load, located
from praetorium.executors.base import Context
from praetorium.models import Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.reports.paper import Paper
from praetorium.reports.works import Recomparing, recompared


class ComparisonAgreesParameters(Model):
    first: str
    second: str
    """The raw files."""
    comparison: str
    """What was asked for, as the ``compare`` executor wrote it; its values are not believed."""
    paper: str
    """What stands where in the files; its values are not believed either."""
    files: tuple[str, ...]
    """The finished files."""


class ComparisonAgrees(Proof[ComparisonAgreesParameters]):
    name = "comparison-agrees"
    summary = "Every figure of a comparison is what a second engine counts in both raw files."
    Parameters = ComparisonAgreesParameters
    seconds = STARTS + 0.3

    async def run(self, parameters: ComparisonAgreesParameters, context: Context, result: dict[str, Any]) -> Verdict:
        found = load(Comparison, parameters.comparison, context)
        paths = (located(parameters.first, context), located(parameters.second, context))
        given = Recomparing(
            files=tuple(context.inside(name) for name in parameters.files),
            paper=load(Paper, parameters.paper, context),
            first=found.first,
            second=found.second,
            paths=paths,
            shared=found.shared,
            key=found.key,
        )
        checked = await confined(recompared, given, context, reads=(*paths, *given.files))
        return Verdict(checks=checked.checks)
