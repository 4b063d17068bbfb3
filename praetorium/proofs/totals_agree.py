"""The ``totals-agree`` proof: every figure that stands in a report, computed anew from the raw file.

A second engine (Polars) reads the raw file with parsers of its own; its totals are compared with what stands in the
finished page, PDF and workbook, not with what the report was made from. The queries that the page shows are run as
well, and must give what the page says.
"""

from __future__ import annotations

from typing import Any

from praetorium.data.confined import STARTS, confined
from praetorium.data.locating import cache, load, located
from praetorium.data.model import Study
from praetorium.executors.base import Context
from praetorium.models import Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.reports.agreement import Comparing, compared


class TotalsAgreeParameters(Model):
    source: str
    """The raw file."""
    figures: str
    """What was asked for, as the ``figures`` executor wrote it; its values are not believed."""
    page: str | None = None
    """The HTML report."""
    workbook: str | None = None
    pdf: str | None = None


class TotalsAgree(Proof[TotalsAgreeParameters]):
    name = "totals-agree"
    summary = "Every figure in the report is what a second engine computes from the raw file, and what its query gives."
    Parameters = TotalsAgreeParameters
    seconds = STARTS + 0.2

    async def run(self, parameters: TotalsAgreeParameters, context: Context, result: dict[str, Any]) -> Verdict:
        raw = located(parameters.source, context)
        asked = {"page": parameters.page, "workbook": parameters.workbook, "pdf": parameters.pdf}
        files = {kind: context.inside(name) for kind, name in asked.items() if name}
        study = load(Study, parameters.figures, context)
        given = Comparing(study=study, source=raw, cache=cache(context), **files)
        reads = (raw, *files.values())
        found = await confined(compared, given, context, reads=reads, writes=(cache(context),))
        return Verdict(checks=found.checks)
