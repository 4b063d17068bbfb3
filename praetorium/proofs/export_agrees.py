"""The ``export-agrees`` proof: an export holds each record once, compared with what the application says another way.

The application's own CSV is a second way to its records: both must have as many rows as it counts, and the same texts.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

from praetorium.data.applications import own_export, total
from praetorium.errors import UserError
from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict


class ExportAgreesParameters(Model):
    application: str
    records: str
    """The path of the list in the application's API, as the ``export`` executor found it."""
    path: str
    """The finished CSV."""


class ExportAgrees(Proof[ExportAgreesParameters]):
    name = "export-agrees"
    summary = "The export has every record once, with the texts that the application's own export has."
    Parameters = ExportAgreesParameters

    async def run(self, parameters: ExportAgreesParameters, context: Context, result: dict[str, Any]) -> Verdict:
        if context.application is None:
            raise UserError(f"there is no application '{parameters.application}' here")
        url = context.application(parameters.application)
        count = await total(url, parameters.records)
        own = list(csv.reader(io.StringIO(await own_export(url, parameters.records), newline="")))[1:]
        with context.inside(parameters.path).open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file))
        wrong = _compared(header, rows, own, count)
        evidence = "; ".join(wrong) or f"{count:,} records, each once, the same in the application's own export"
        return Verdict(checks=(CheckResult(name="the export agrees", passed=not wrong, evidence=evidence),))


def _compared(header: list[str], rows: list[list[str]], own: list[list[str]], count: int) -> list[str]:
    wrong = [f"the application counts {count:,} records, the export has {len(rows):,}"] if len(rows) != count else []
    if len(own) != len(rows):
        wrong.append(f"the application's own export has {len(own):,} rows, this one {len(rows):,}")
    if "id" in header and len({row[header.index("id")] for row in rows}) != len(rows):
        wrong.append("a record is there twice")
    # Labels and names differ, and so do relations; texts are the same in both. A column counts when it is told at all.
    texts = Counter(value for row in own for value in row if value)
    for at, name in enumerate(header):
        values = Counter(row[at] for row in rows if row[at] and not row[at].replace(".", "").isdigit())
        told = sum(min(n, texts[value]) for value, n in values.items())
        if values and 0.5 * values.total() < told < values.total():
            missing = next(value for value, n in values.items() if texts[value] < n)
            wrong.append(f"'{name}': '{missing[:60]}' is not in the application's own export")
    return wrong
