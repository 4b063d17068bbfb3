"""The ``totals-agree`` proof: every figure that stands in a report, computed anew from the raw file.

A second engine (Polars) reads the raw file with parsers of its own; its totals are compared with what stands in the
finished HTML page and workbook, not with what the report was made from. The queries that the page shows are run as
well, and must give what the page says.
"""

from __future__ import annotations

import asyncio
import zipfile
from pathlib import Path
from typing import Any

from praetorium.data.duck import Connection, apart
from praetorium.data.locating import cache, load, located
from praetorium.data.model import Study
from praetorium.data.profiling import open_data
from praetorium.data.reading import checksum
from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.reports.audit import Audit
from praetorium.reports.claims import Page, read_page, read_workbook
from praetorium.reports.queries import disagreements

TOLD = 3


class TotalsAgreeParameters(Model):
    source: str
    """The raw file."""
    figures: str
    """What was asked for, as the ``figures`` executor wrote it; its values are not believed."""
    page: str | None = None
    """The HTML report."""
    workbook: str | None = None


class TotalsAgree(Proof[TotalsAgreeParameters]):
    name = "totals-agree"
    summary = "Every figure in the report is what a second engine computes from the raw file, and what its query gives."
    Parameters = TotalsAgreeParameters

    async def run(self, parameters: TotalsAgreeParameters, context: Context, result: dict[str, Any]) -> Verdict:
        study = load(Study, parameters.figures, context)
        raw = located(parameters.source, context)
        if await asyncio.to_thread(checksum, raw) != study.profile.source.sha256:
            evidence = f"{parameters.source} is not the file that the report was made from: its checksum differs"
            return Verdict(checks=(CheckResult(name="the raw file is the same", passed=False, evidence=evidence),))
        audit = await asyncio.to_thread(_ask, study, raw)
        checks = []
        if parameters.page:
            page = await asyncio.to_thread(read_page, context.inside(parameters.page))
            wrong = audit.compare(page.claims) + audit.labels(page)
            checks.append(_told(f"figures in {parameters.page} agree with the raw file", wrong, len(page.claims)))
            checks.append(await _queries(page, study, raw, context))
        if parameters.workbook:
            checks.append(await asyncio.to_thread(_workbook, audit, parameters.workbook, study, context))
        return Verdict(checks=tuple(checks))


def _ask(study: Study, raw: Path) -> Audit:
    from praetorium.data.second import recount

    with recount(study.profile, raw) as second:
        return Audit(study, second)


def _workbook(audit: Audit, name: str, study: Study, context: Context) -> CheckResult:
    title = f"figures in {name} agree with the raw file"
    try:
        sheets = read_workbook(context.inside(name), study)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
        return CheckResult(name=title, passed=False, evidence=f"{name} cannot be read: {error}")
    return _told(title, audit.compare(sheets.claims) + audit.formulas(sheets), len(sheets.claims))


async def _queries(page: Page, study: Study, raw: Path, context: Context) -> CheckResult:
    def ask(connection: Connection) -> list[str]:
        open_data(connection, study.profile, raw, cache(context))
        return disagreements(connection, page, study)

    wrong = await apart(ask, cache(context))
    return _told("the queries shown give the figures shown", wrong, len(page.queries))


def _told(name: str, wrong: list[str], count: int) -> CheckResult:
    if not count:
        return CheckResult(name=name, passed=False, evidence="no figure was found in it")
    if wrong:
        more = f" (and {len(wrong) - TOLD} more)" if len(wrong) > TOLD else ""
        return CheckResult(name=name, passed=False, evidence="; ".join(wrong[:TOLD]) + more)
    return CheckResult(name=name, passed=True, evidence=f"{count} compared, all agree")
