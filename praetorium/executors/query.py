"""The ``query`` executor: SQL over files, answered by DuckDB, kept as CSV or Parquet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field as Setting
from pydantic import field_validator

from praetorium.data.asking import Asking, asked
from praetorium.data.confined import STARTS, confined
from praetorium.data.locating import located
from praetorium.errors import UserError
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Product, Undo

MIME = {".csv": "text/csv", ".parquet": "application/vnd.apache.parquet"}
_FIRST = re.compile(r"^\s*(?:--[^\n]*\n\s*)*(SELECT|WITH|FROM|PIVOT|VALUES|TABLE)\b", re.IGNORECASE)


class QueryParameters(Model):
    sources: dict[str, str] = Setting(min_length=1)
    """Files by the name that the SQL calls them: ``{"orders": "orders.csv"}``; their columns are typed."""
    sql: str
    """One SELECT."""
    to: str
    """Where the rows are written: ``….csv`` or ``….parquet``."""

    @field_validator("sql")
    @classmethod
    def _reads(cls, value: str) -> str:
        if not _FIRST.match(value):
            raise ValueError("one query that reads was expected, beginning with SELECT, WITH or FROM")
        return value.strip().rstrip(";")

    @field_validator("to")
    @classmethod
    def _known(cls, value: str) -> str:
        if Path(value).suffix.lower() not in MIME:
            raise ValueError("the rows can be kept as .csv or .parquet")
        return value


class QueryResult(Result):
    path: str
    rows: int
    sql: str


class Query(Executor[QueryParameters]):
    name = "query"
    summary = "Answers one SQL query over CSV, JSON, Parquet or Excel files and keeps the rows; it reads nothing else."
    Parameters = QueryParameters
    Returns = QueryResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 1800.0
    typical = Estimate(seconds=STARTS + 0.1)
    example: ClassVar[Mapping[str, Any]] = {
        "sources": {"orders": "orders.csv"},
        "sql": "SELECT region, sum(total) AS total FROM orders GROUP BY region ORDER BY total DESC",
        "to": "by-region.csv",
    }

    async def run(self, parameters: QueryParameters, context: Context) -> QueryResult:
        files = {alias: located(file, context) for alias, file in parameters.sources.items()}
        target = context.inside(parameters.to)
        target.parent.mkdir(parents=True, exist_ok=True)
        context.say("Asking the data", command=parameters.sql, file=", ".join(parameters.sources.values()))
        for alias in files:
            if not alias.isidentifier():
                raise UserError(f"'{alias}' cannot be the name of a table", next="letters, digits and underscores")
        names = {alias: Path(shown).name for alias, shown in parameters.sources.items()}
        given = Asking(files=files, names=names, sql=parameters.sql, to=target)
        count = (await confined(asked, given, context, reads=files.values(), writes=(target.parent,))).rows
        context.say(f"{count:,} rows", file=parameters.to)
        product = Product(name=target.stem, kind="dataset", path=target, mime=MIME[target.suffix.lower()])
        return QueryResult(path=parameters.to, rows=count, sql=parameters.sql, products=(product,))
