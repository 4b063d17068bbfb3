"""Asking a database: which table and columns the words mean, one question that adds up by period, read-only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from praetorium.data.asked import meant
from praetorium.data.calendar import beginning, following, periods
from praetorium.data.model import Column, Grain
from praetorium.data.naming import DATES, rank
from praetorium.data.numbers import exact
from praetorium.errors import ExternalError, UserError
from praetorium.models import Model

SECONDS = 300
_SIZES: dict[str, Grain] = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
_LAST = re.compile(r"^(?P<which>last|this|past)\s(?:(?P<count>\d+)\s)?(?P<unit>day|week|month|quarter|year)s?$")


class Question(Model):
    """What is asked, settled."""

    table: str
    moment: str
    """The column that says when."""
    amount: str | None = None
    """The column that is added up; None: rows are counted."""
    grain: Grain
    first: str
    """First day, ISO."""
    end: str
    """The day after the last one."""
    label: str
    """What the second column of the answer is called."""


class Answer(Model):
    """Every period with its total, also those without rows."""

    question: Question
    sql: str
    rows: tuple[tuple[str, str], ...]
    """First day of the period, exact total."""
    notes: tuple[str, ...]


def stretch(words: str, today: date, grain: Grain) -> tuple[date, date]:
    """The first day and the day after the last one of "last month", "this year", "last 30 days".

    Without words the last full month, or the last twelve of a coarser grain's periods.
    """
    match = _LAST.match(words.strip().casefold())
    if not match:
        if words.strip():
            raise UserError(f"'{words}' is no stretch of time", next="say: last month, this year, last 30 days")
        match = _LAST.match("last month" if grain in ("day", "week") else "last year")
        assert match is not None
    unit = _SIZES[match["unit"]]
    now = beginning(today, unit)
    if match["which"] == "this":
        return now, today + timedelta(days=1)
    count = int(match["count"] or 1)
    first = now
    for _ in range(count):
        first = beginning(first - timedelta(days=1), unit)
    return first, now


@contextmanager
def opened(url: str) -> Iterator[sa.Connection]:
    """A connection that can only read, for at most SECONDS a question. Raises ExternalError without the secret."""
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise UserError("the database's address cannot be read", next="mend the block in Prefect") from None
    engine = _engine(address)
    shown = address.database if address.get_backend_name() == "sqlite" else f"{address.host}/{address.database}"
    try:
        with engine.connect() as connection:
            if address.get_backend_name() == "postgresql":
                connection = connection.execution_options(postgresql_readonly=True)
                connection.execute(sa.text(f"SET LOCAL statement_timeout = '{SECONDS}s'"))
            yield connection
    except sa.exc.DBAPIError as error:
        reason = str(error.orig).splitlines()[0]
        raise ExternalError(f"the database {shown} did not answer: {_hidden(reason, address)}") from None
    finally:
        engine.dispose()


def _engine(address: sa.URL) -> sa.Engine:
    if address.get_backend_name() == "sqlite":
        path = Path(address.database or "")
        if not path.is_file():
            raise UserError(f"there is no database file '{path.name}'", next="look at the path in the block")
        readonly = sa.URL.create("sqlite", database=f"file:{path}", query={"mode": "ro", "uri": "true"})
        return sa.create_engine(readonly, poolclass=sa.NullPool)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    return sa.create_engine(address, poolclass=sa.NullPool, connect_args={"connect_timeout": 10})


def _hidden(reason: str, address: sa.URL) -> str:
    return reason.replace(str(address.password), "***") if address.password else reason


def settle(
    connection: sa.Connection, *, table: str, measure: str, moment: str | None, grain: Grain, period: tuple[date, date]
) -> tuple[Question, tuple[str, ...]]:
    """Find the table and columns that are meant. Raises UserError naming those there are."""
    inspector = sa.inspect(connection)
    names = [*inspector.get_table_names(), *inspector.get_view_names()]
    if not names:
        raise UserError("the database holds no tables", next="look at the address in the block")
    try:
        chosen = meant([Column(name=name, type="text") for name in names], table).name
    except UserError:
        raise UserError(f"there is no table '{table}'", next=f"tables: {', '.join(names[:20])}") from None
    columns = [_column(each) for each in inspector.get_columns(chosen)]
    day = meant(columns, moment) if moment else _moment(connection, chosen, columns)
    amount = meant([c for c in columns if c.number], measure).name if measure else None
    question = Question(
        table=chosen,
        moment=day.name,
        amount=amount,
        grain=grain,
        first=period[0].isoformat(),
        end=period[1].isoformat(),
        label=amount or chosen,
    )
    what = f"'{amount}' is added up" if amount else f"rows of '{chosen}' are counted"
    return question, (f"{what}, by '{day.name}'.",)


def _column(told: Any) -> Column:
    try:
        python = told["type"].python_type
    except NotImplementedError:
        python = str
    kind = "decimal" if python in (int, float, Decimal) else "datetime" if issubclass(python, date) else "text"
    return Column.model_validate({"name": told["name"], "type": kind})


def _moment(connection: sa.Connection, table: str, columns: list[Column]) -> Column:
    """The column that says when: of those of dates, or (SQLite) of text that holds ISO dates, the best named."""
    dated = [c for c in columns if c.moment]
    if not dated:
        texts = [c for c in columns if c.type == "text" and rank(c, DATES)]
        source = sa.table(table, *(sa.column(c.name) for c in texts))
        for column in texts:
            value = connection.scalar(
                sa.select(source.c[column.name]).where(source.c[column.name].is_not(None)).limit(1)
            )
            if re.match(r"\d{4}-\d{2}-\d{2}", str(value or "")):
                dated.append(column)
    if not dated:
        listed = ", ".join(c.name for c in columns)
        raise UserError(
            f"no column of '{table}' holds dates", next=f"name it with --set date=COLUMN; columns: {listed}"
        )
    return max(dated, key=lambda c: rank(c, DATES))


def ask(connection: sa.Connection, question: Question, notes: tuple[str, ...]) -> Answer:
    """The totals, period by period, added up by the database."""
    source = sa.table(question.table, *(sa.column(c) for c in filter(None, (question.moment, question.amount))))
    when = source.c[question.moment]
    measure = sa.func.sum(source.c[question.amount]) if question.amount else sa.func.count()
    sqlite = connection.dialect.name == "sqlite"
    period = _sqlite_period(when, question.grain) if sqlite else _postgres_period(when, question.grain)
    query = (
        sa.select(period.label("period"), measure.label("total"))
        .where(*_between(when, question, sqlite))
        .group_by(period)
        .order_by(period)
    )
    sql = str(query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))
    found = {str(key)[:10]: exact(total) for key, total in connection.execute(query)}
    last = date.fromisoformat(question.end) - timedelta(days=1)
    first = beginning(date.fromisoformat(question.first), question.grain)
    every = periods(first.isoformat(), beginning(last, question.grain).isoformat(), question.grain)
    empty = sum(p not in found for p in every)
    if not found:
        raise UserError(
            f"'{question.table}' has no rows from {question.first} to {last.isoformat()}",
            next="ask for another stretch of time: --set period='last year'",
        )
    more = (f"{empty:,} {question.grain}s have no rows; they are there with 0.",) if empty else ()
    return Answer(question=question, sql=sql, rows=tuple((p, found.get(p, "0")) for p in every), notes=notes + more)


def _between(when: Any, question: Question, sqlite: bool) -> tuple[Any, Any]:
    first, end = (d if sqlite else date.fromisoformat(d) for d in (question.first, question.end))
    return when >= first, when < end


def _postgres_period(when: Any, grain: Grain) -> Any:
    # Written out: as a parameter it would be another expression in SELECT than in GROUP BY.
    return sa.cast(sa.func.date_trunc(sa.literal_column(f"'{grain}'"), when), sa.Date)


def _sqlite_period(when: Any, grain: Grain) -> Any:
    match grain:
        case "day":
            return sa.func.date(when)
        case "week":
            return sa.func.date(when, "weekday 0", "-6 days")
        case "quarter":
            month = sa.cast(sa.func.strftime("%m", when), sa.Integer)
            return sa.func.strftime("%Y-", when).op("||")(sa.func.printf("%02d-01", (month - 1) // 3 * 3 + 1))
        case _:
            return sa.func.strftime("%Y-%m-01" if grain == "month" else "%Y-01-01", when)


def recount(connection: sa.Connection, question: Question) -> dict[str, Decimal]:
    """The same totals another way: the rows themselves, a little more of them than asked, added up here."""
    source = sa.table(question.table, *(sa.column(c) for c in filter(None, (question.moment, question.amount))))
    when = source.c[question.moment]
    first, end = date.fromisoformat(question.first), date.fromisoformat(question.end)
    wider = [first - timedelta(days=1), end + timedelta(days=1)]
    low, high = [d.isoformat() if connection.dialect.name == "sqlite" else d for d in wider]
    value = source.c[question.amount] if question.amount else sa.literal(1)
    asked = sa.select(when, value).where(when >= low, when < high)
    rows = connection.execute(asked, execution_options={"stream_results": True, "yield_per": 10_000})
    found: Counter[str] = Counter()
    for moment, amount in rows:
        day = date.fromisoformat(str(moment)[:10])
        if first <= day < end:
            found[beginning(day, question.grain).isoformat()] += Decimal(str(amount or 0))  # type: ignore[assignment]
    return {key: Decimal(value) for key, value in found.items()}


def days_of(question: Question) -> int:
    """How many periods the answer has."""
    count, day = 0, beginning(date.fromisoformat(question.first), question.grain)
    while day.isoformat() < question.end:
        day, count = following(day, question.grain), count + 1
    return count
