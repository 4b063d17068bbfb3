"""The ``report-opens`` proof: an HTML report is whole, holds all its parts, loads nothing and runs nothing."""

from __future__ import annotations

import asyncio
from typing import Any

from praetorium.data.locating import load
from praetorium.data.model import Study
from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.reports.claims import Page, read_page


class ReportOpensParameters(Model):
    page: str
    figures: str


class ReportOpens(Proof[ReportOpensParameters]):
    name = "report-opens"
    summary = (
        "The page parses to its end, holds every section and figure, has no script and loads nothing from outside."
    )
    Parameters = ReportOpensParameters

    async def run(self, parameters: ReportOpensParameters, context: Context, result: dict[str, Any]) -> Verdict:
        path = context.inside(parameters.page)
        if not path.is_file():
            evidence = f"{parameters.page} does not exist"
            return Verdict(checks=(CheckResult(name="the report opens", passed=False, evidence=evidence),))
        try:
            page = await asyncio.to_thread(read_page, path)
        except (UnicodeDecodeError, KeyError, ValueError) as error:
            return Verdict(checks=(CheckResult(name="the report opens", passed=False, evidence=str(error)),))
        study = load(Study, parameters.figures, context)
        faults = [*page.faults, *_missing(page, study)]
        evidence = "; ".join(faults[:4]) or (
            f"{len(page.sections)} sections, {len(page.claims)} figures, {len(page.queries)} queries, "
            f"nothing from outside, no script"
        )
        return Verdict(checks=(CheckResult(name="the report opens", passed=not faults, evidence=evidence),))


def _missing(page: Page, study: Study) -> list[str]:
    wanted = {"odd", "data", "method", *(b.id for b in study.breakdowns)}
    faults = [f"the section '{section}' is missing" for section in sorted(wanted - page.sections)]
    for breakdown in study.breakdowns:
        if page.groups.get(breakdown.id) != (breakdown.by, breakdown.grain, breakdown.groups):
            faults.append(f"'{breakdown.id}' does not say what it groups by")
        if breakdown.rows and not any(bar[0] == breakdown.id for bar in page.bars):
            faults.append(f"'{breakdown.id}' has no chart")
    if page.headings[:1] != [1] or any(b - a > 1 for a, b in zip(page.headings, page.headings[1:], strict=False)):
        faults.append("the headings skip a level")
    if page.sha256 != study.profile.source.sha256:
        faults.append("the page names another file than the one it was made from")
    return faults
