"""Questions to a database: added up by it, counted again here, read-only, and its address kept to itself."""

from __future__ import annotations

import csv
import datetime as dt
import random
import sqlite3
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from praetorium.data.warehouse import ask, opened, settle, stretch
from praetorium.errors import ExternalError, UserError
from praetorium.executors.base import Context
from praetorium.models import Brief, Request, Step
from tests.catalogue.conftest import Postgres, postgres  # noqa: F401 - a fixture
from tests.data.conftest import Reporting

TODAY = dt.date(2026, 11, 28)


def moments(count: int = 900) -> list[dt.datetime]:
    chance = random.Random(4)
    first = dt.datetime(2026, 9, 1)
    return [first + dt.timedelta(minutes=chance.randint(0, 60 * 24 * 85)) for _ in range(count)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, ordered_at TEXT, total NUMERIC)")
        rows = [(m.isoformat(sep=" "), n % 50) for n, m in enumerate(moments()) if m.date() != dt.date(2026, 10, 9)]
        database.executemany("INSERT INTO orders (ordered_at, total) VALUES (?, ?)", rows)
    database.close()
    return path


async def test_orders_per_day_as_csv_and_line(desk: Reporting, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a block: its address reaches the step, and stands nowhere else."""
    plain = Reporting.context

    def context(self: Reporting, request: Request, brief: Brief, step: Step) -> Context:
        request = request.model_copy(update={"created": dt.datetime(2026, 11, 28, tzinfo=dt.UTC)})
        return replace(plain(self, request, brief, step), database=lambda name: f"sqlite:///{file}")

    monkeypatch.setattr(Reporting, "context", context)
    await desk.ask("query the warehouse: orders per day last month, as CSV and a line chart")
    assert desk.wrong == []
    with (desk.folder / desk.results["ask"]["path"]).open() as rows:
        found = {row["day"]: int(row["orders"]) for row in csv.DictReader(rows)}
    expected = Counter(m.date().isoformat() for m in moments() if m.month == 10)
    assert len(found) == 31 and found["2026-10-09"] == 0
    assert {day: n for day, n in found.items() if n} == {d: n for d, n in expected.items() if d != "2026-10-09"}
    assert desk.results["chart"]["form"] == "line"
    told = "".join(map(str, (desk.said, desk.results)))
    kept = "".join(
        f.read_text(errors="replace") for f in desk.folder.rglob("*") if f.suffix in (".json", ".csv", ".svg")
    )
    assert str(file) not in told and str(file) not in kept


@pytest.mark.parametrize(
    ("words", "first", "end"),
    [
        ("last month", "2026-10-01", "2026-11-01"),
        ("this month", "2026-11-01", "2026-11-29"),
        ("last 30 days", "2026-10-29", "2026-11-28"),
        ("last quarter", "2026-07-01", "2026-10-01"),
        ("last year", "2025-01-01", "2026-01-01"),
        ("last week", "2026-11-16", "2026-11-23"),
    ],
)
def test_stretch_of_time(words: str, first: str, end: str) -> None:
    assert tuple(d.isoformat() for d in stretch(words, TODAY, "day")) == (first, end)


@pytest.mark.parametrize("grain", ["week", "month", "quarter", "year"])
def test_totals_by_coarser_units_are_those_of_the_rows(file: Path, grain: str) -> None:
    from praetorium.data.warehouse import recount

    with opened(f"sqlite:///{file}") as connection:
        period = (dt.date(2026, 1, 1), dt.date(2027, 1, 1))
        question, _ = settle(connection, table="order", measure="total", moment=None, grain=grain, period=period)  # type: ignore[arg-type]
        answer = ask(connection, question, ())
        rows = recount(connection, question)
    assert {p: int(total) for p, total in answer.rows if total != "0"} == {p: int(v) for p, v in rows.items() if v}


def test_database_is_read_only(file: Path) -> None:
    with pytest.raises(ExternalError, match="readonly database"), opened(f"sqlite:///{file}") as connection:
        connection.execute(sa.text("DELETE FROM orders"))


def test_table_that_is_not_there_is_told_with_those_there_are(file: Path) -> None:
    with opened(f"sqlite:///{file}") as connection, pytest.raises(UserError, match="no table 'planets'") as refused:
        settle(connection, table="planets", measure="", moment=None, grain="day", period=(TODAY, TODAY))
    assert "orders" in refused.value.next


def test_secret_is_in_no_error() -> None:
    with pytest.raises(ExternalError) as refused, opened("postgresql://reader:hush-hush@127.0.0.1:9/shop"):
        pass
    assert "127.0.0.1/shop" in str(refused.value) and "hush" not in f"{refused.value} {refused.value.next}"
    assert refused.value.__cause__ is None


@pytest.mark.peers
def test_postgres_is_asked_the_same_and_read_only(postgres: Postgres) -> None:  # noqa: F811
    url = postgres.new()
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            sa.text("CREATE TABLE orders (id SERIAL PRIMARY KEY, ordered_at TIMESTAMP, total NUMERIC(9,2))")
        )
        rows = [{"at": m, "total": n % 50} for n, m in enumerate(moments())]
        connection.execute(sa.text("INSERT INTO orders (ordered_at, total) VALUES (:at, :total)"), rows)
    engine.dispose()
    from praetorium.data.warehouse import recount

    period = (dt.date(2026, 10, 1), dt.date(2026, 11, 1))
    for grain in ("day", "week", "month"):
        with opened(url) as connection:
            question, _ = settle(connection, table="orders", measure="total", moment=None, grain=grain, period=period)  # type: ignore[arg-type]
            answer = ask(connection, question, ())
            assert {p: float(t) for p, t in answer.rows if t != "0"} == {
                p: float(v) for p, v in recount(connection, question).items() if v
            }
            with pytest.raises(sa.exc.DBAPIError, match="read-only transaction"):
                connection.execute(sa.text("DELETE FROM orders"))
            connection.rollback()
