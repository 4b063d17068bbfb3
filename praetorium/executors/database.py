"""The ``database`` executor: one question to a database, added up by period, kept as CSV. It only reads."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Mapping
from typing import Any, ClassVar

from praetorium.data.locating import DATABASE_FILES, database_url, save
from praetorium.data.model import Grain
from praetorium.data.warehouse import Answer, ask, opened, settle, stretch
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Product, Undo


class DatabaseParameters(Model):
    database: str
    """A database block's name, or a SQLite file (attached, or in the workspace)."""
    table: str
    """The table, in the words of the request: ``orders``."""
    measure: str = ""
    """The column to add up; empty: rows are counted."""
    date: str | None = None
    """The column that says when; found by itself when not given."""
    grain: Grain = "day"
    period: str = ""
    """``last month``, ``this year``, ``last 30 days``; counted from the day of the request."""
    to: str
    """Where the rows are written: ``….csv``."""
    record: str
    """Where the question and its answer are written, as JSON."""
    title: str
    """What the rows are called."""


class DatabaseResult(Result):
    path: str
    record: str
    rows: int
    sql: str
    label: str
    """The column with the totals."""


class DatabaseExecutor(Executor[DatabaseParameters]):
    name = "database"
    summary = (
        "Asks a database (SQLite, Postgres) for totals by period, in a read-only transaction, and keeps them as CSV."
    )
    Parameters = DatabaseParameters
    Returns = DatabaseResult
    effects = frozenset({Effect.READ, Effect.NETWORK, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    retries = 2
    timeout = 600.0
    typical = Estimate(seconds=1.0)
    example: ClassVar[Mapping[str, Any]] = {
        "database": "warehouse",
        "table": "orders",
        "grain": "day",
        "period": "last month",
        "to": "reports/orders-per-day.csv",
        "record": "reports/.figures/orders-per-day.json",
        "title": "Orders per day last month",
    }

    def effects_of(self, parameters: DatabaseParameters) -> frozenset[Effect]:
        """A file is read here; a block's database may lie anywhere."""
        in_file = parameters.database.lower().endswith(DATABASE_FILES)
        return self.effects - {Effect.NETWORK} if in_file else self.effects

    async def run(self, parameters: DatabaseParameters, context: Context) -> DatabaseResult:
        url = database_url(parameters.database, context)
        context.say(f"Asking {parameters.database}", detail="in a read-only transaction")
        found = await asyncio.to_thread(_asked, url, parameters, context)
        save(found, parameters.record, context)
        path = context.inside(parameters.to)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow((found.question.grain, found.question.label))
            writer.writerows(found.rows)
        title = f"{len(found.rows):,} {found.question.grain}s from {found.question.first}"
        context.say(title, file=parameters.to, command=found.sql)
        product = Product(name=parameters.title, kind="dataset", path=path, mime="text/csv")
        return DatabaseResult(
            path=parameters.to,
            record=parameters.record,
            rows=len(found.rows),
            sql=found.sql,
            label=found.question.label,
            products=(product,),
            notes=found.notes,
        )


def _asked(url: str, parameters: DatabaseParameters, context: Context) -> Answer:
    period = stretch(parameters.period, context.request.created.date(), parameters.grain)
    with opened(url) as connection:
        question, notes = settle(
            connection,
            table=parameters.table,
            measure=parameters.measure,
            moment=parameters.date,
            grain=parameters.grain,
            period=period,
        )
        return ask(connection, question, notes)
