"""The ``query`` executor: rows by SQL over files, and nothing else that the SQL might try."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from praetorium.errors import StepError, UserError
from praetorium.executors import get as executor
from praetorium.executors.query import QueryResult
from praetorium.models import Request, Step
from tests.data.conftest import Reporting, orders, write_csv


async def ask(desk: Reporting, sql: str, to: str = "out.csv", **sources: str) -> QueryResult:
    doing = executor("query")
    given: dict[str, Any] = {"sources": sources or {"orders": "orders.csv"}, "sql": sql, "to": to}
    step = Step(id="ask", title="Ask", why="To know", executor="query", expected="Rows")
    result = await doing.run(doing.parameters(given), desk.context(Request(words="ask"), desk.brief, step))
    assert isinstance(result, QueryResult)
    return result


async def test_totals_by_region(desk: Reporting) -> None:
    rows = orders(300)
    write_csv(desk.folder / "orders.csv", rows)
    result = await ask(desk, "SELECT region, sum(total) AS total FROM orders GROUP BY region ORDER BY region;")
    with (desk.folder / "out.csv").open() as file:
        found = {row["region"]: round(float(row["total"]) * 100) for row in csv.DictReader(file)}
    expected = {r: sum(round(float(row[-1]) * 100) for row in rows if row[2] == r) for r in {row[2] for row in rows}}
    assert found == expected
    assert result.rows == len(expected) and result.products[0].kind == "dataset"


async def test_join_of_two_files_into_parquet(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", orders(50))
    write_csv(desk.folder / "places.csv", [["North", "5"], ["South", "7"]], ("region", "stores"))
    sql = "SELECT o.order_id, p.stores FROM orders o JOIN places p USING (region)"
    result = await ask(desk, sql, "out.parquet", orders="orders.csv", places="places.csv")
    assert result.rows == sum(row[2] in ("North", "South") for row in orders(50))
    assert (desk.folder / "out.parquet").read_bytes().startswith(b"PAR1")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('{outside}')",
        "FROM '{outside}'",
        "SELECT * FROM orders) TO '{outside}' (FORMAT csv); COPY (SELECT 1",
        "SELECT * FROM orders; SET enable_external_access = true",
    ],
)
async def test_query_reaches_nothing_else(desk: Reporting, tmp_path: Path, sql: str) -> None:
    outside = tmp_path / "secret.csv"
    outside.write_text("secret,1\n")
    write_csv(desk.folder / "orders.csv", orders(30))
    with pytest.raises(StepError):
        await ask(desk, sql.format(outside=outside))
    assert outside.read_text() == "secret,1\n"


@pytest.mark.parametrize("sql", ["DROP TABLE orders", "COPY orders TO 'x.csv'", "INSTALL httpfs", ""])
async def test_only_queries_that_read_are_taken(desk: Reporting, sql: str) -> None:
    with pytest.raises(UserError, match="query that reads"):
        await ask(desk, sql)
