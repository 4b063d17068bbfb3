"""The ``database-agrees`` proof: the rows themselves are fetched and added up here, and compared with what was kept."""

from __future__ import annotations

import asyncio
import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from praetorium.data.locating import database_url, load
from praetorium.data.warehouse import Answer, days_of, opened, recount
from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict

TOLD = 3


class DatabaseAgreesParameters(Model):
    database: str
    record: str
    """The question, as the ``database`` executor wrote it; its totals are not believed."""
    path: str
    """The finished CSV."""


class DatabaseAgrees(Proof[DatabaseAgreesParameters]):
    name = "database-agrees"
    summary = "Each total in the CSV is what the database's own rows add up to, fetched and counted once more."
    Parameters = DatabaseAgreesParameters

    async def run(self, parameters: DatabaseAgreesParameters, context: Context, result: dict[str, Any]) -> Verdict:
        answer = load(Answer, parameters.record, context)
        url = database_url(parameters.database, context)
        path = context.inside(parameters.path)
        wrong = await asyncio.to_thread(_compared, url, answer, path)
        evidence = "; ".join(wrong[:TOLD]) or f"{days_of(answer.question)} {answer.question.grain}s compared, all agree"
        name = f"{parameters.path} agrees with the database's rows"
        return Verdict(checks=(CheckResult(name=name, passed=not wrong, evidence=evidence),))


def _compared(url: str, answer: Answer, path: Path) -> list[str]:
    with opened(url) as connection:
        expected = recount(connection, answer.question)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    wrong = [
        f"{period}: the file says {total}, the rows give {expected.get(period, Decimal(0))}"
        for period, total in rows
        if abs(Decimal(total) - expected.get(period, Decimal(0))) > Decimal("0.000001")
    ]
    missing = sorted(set(expected) - {period for period, _ in rows})
    wrong += [f"{period} is missing" for period in missing]
    if len(rows) != days_of(answer.question):
        wrong.append(f"{len(rows)} rows where {days_of(answer.question)} were asked for")
    return wrong
