"""The ``query`` executor: SQL over files, answered by DuckDB, kept as CSV or Parquet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field as Setting
from pydantic import field_validator

from praetorium.data.cells import expression
from praetorium.data.columns import find
from praetorium.data.duck import Connection, apart, literal, lock, name, one
from praetorium.data.locating import cache, located
from praetorium.data.source import examine
from praetorium.data.staging import stage
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
    typical = Estimate(seconds=0.6)
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
        folder = cache(context) / "query" / context.key

        def ask(connection: Connection) -> int:
            for alias, file in files.items():
                _load(connection, alias, file, parameters.sources[alias], folder)
            # The SQL may come from anybody: from here on it reads these tables and writes this file, nothing else.
            lock(connection, [target])
            form = "FORMAT csv, HEADER" if target.suffix.lower() == ".csv" else "FORMAT parquet"
            connection.execute(f"COPY ({parameters.sql}\n) TO {literal(str(target))} ({form})")
            shape = "read_csv" if form.startswith("FORMAT csv") else "read_parquet"
            return int(one(connection, f"SELECT count(*) FROM {shape}({literal(str(target))})")[0])

        count = await apart(ask, cache(context))
        context.say(f"{count:,} rows", file=parameters.to)
        product = Product(name=target.stem, kind="dataset", path=target, mime=MIME[target.suffix.lower()])
        return QueryResult(path=parameters.to, rows=count, sql=parameters.sql, products=(product,))


def _load(connection: Connection, alias: str, file: Path, shown: str, folder: Path) -> None:
    if not alias.isidentifier():
        raise UserError(f"'{alias}' cannot be the name of a table", next="letters, digits and underscores")
    staged = stage(connection, examine(file, shown), file, folder)
    columns, _ = find(connection, staged.path, staged.source, staged.rows)
    typed = ", ".join(f"{expression(c, name(c.name))} AS {name(c.name)}" for c in columns)
    connection.execute(f"CREATE TABLE {name(alias)} AS SELECT {typed} FROM read_parquet({literal(str(staged.path))})")
    staged.path.unlink()
