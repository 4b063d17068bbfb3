"""The state of a file of rows, column by column: what is missing, far from all others, of the wrong kind, or double."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from praetorium.data import cells
from praetorium.data.duck import Connection, literal, name, one, rows
from praetorium.data.model import Column, Profile
from praetorium.data.naming import KEYS, rank
from praetorium.data.numbers import exact
from praetorium.models import Model

SHOWN = 10
LISTED = 2_000
"""Rows that are listed one by one with what is odd about them; all are counted."""
FEW = 1_000
"""Different values up to which a column's spellings are compared."""
MAIL = r"^[^@\s]+@[^@\s]+\.[^@\s.]+$"
FAR = "far from all others"
_MOST = 0.8
_FEW_FAR = 3
_RARE = 0.02
"""Part of a column's values that can be far from all others, at most, unless they are a few."""
_PEOPLE = "email mail"
"""Names of columns that tell people apart, where there is no key."""


class ColumnState(Model):
    """What was found in one column."""

    name: str
    type: str
    missing: int
    """Empty, or a word for it (n/a, none, -)."""
    distinct: int
    invalid: int = 0
    """Values that are not of the column's type, or no address where nearly all are."""
    invalid_samples: tuple[str, ...] = ()
    outliers: int = 0
    lower: float | None = None
    """Values below this, or above ``upper``, count as far from all others; None where nothing can be said."""
    upper: float | None = None
    low: str = ""
    high: str = ""
    mean: str = ""
    """Exact decimal text to six places; empty for what is no number."""
    median: str = ""
    top: tuple[tuple[str, int], ...] = ()
    """The most frequent values of a column with few."""
    spellings: tuple[str, ...] = ()
    """Values written in more than one way, each with its ways."""
    mail: bool = False


class Oddness(Model):
    """A row to look at."""

    row: int
    """Counted from 1, without the header."""
    column: str
    value: str
    why: str


class Quality(Model):
    """The state of a file."""

    profile: Profile
    columns: tuple[ColumnState, ...]
    complete: int
    """Rows in which nothing is missing."""
    repeated: int
    """Rows that are the same as an earlier one in every column."""
    repeats: tuple[str, ...] = ()
    """The first of them: which rows are the same."""
    key: str | None
    doubled: int = 0
    """Values of the key that are there more than once, whatever their capitals."""
    doubles: tuple[str, ...] = ()
    odd: tuple[Oddness, ...] = ()
    queries: tuple[tuple[str, str], ...] = ()


def examine_quality(connection: Connection, known: Profile, table: Path) -> Quality:
    """Look at every column of a staged file (``table``: its cells as text, in the file's order)."""
    source = f"read_parquet({literal(str(table))})"
    connection.execute(f"CREATE VIEW texts AS SELECT row_number() OVER () AS row, * FROM {source}")
    typed = ", ".join(f"{cells.expression(c, name(c.name))} AS {name(c.name)}" for c in known.columns)
    connection.execute(f"CREATE VIEW data AS SELECT row_number() OVER () AS row, {typed} FROM {source}")
    states = tuple(_state(connection, known, column) for column in known.columns)
    every = ", ".join(f"trim(coalesce({name(c.name)}, ''))" for c in known.columns)
    repeated = f"SELECT count(*) - (SELECT count(*) FROM (SELECT DISTINCT {every} FROM texts)) FROM texts"
    alike = f"""SELECT 'rows ' || string_agg(row::VARCHAR, ', ' ORDER BY row) AS found, min(row) AS first
FROM texts GROUP BY {every} HAVING count(*) > 1 ORDER BY first"""
    filled = " AND ".join(cells.filled(c.name) for c in known.columns)
    complete = f"SELECT count(*) FILTER ({filled}) FROM texts"
    key = _key(known)
    doubled, doubles = _doubles(connection, known, key)
    count = int(one(connection, repeated)[0])
    repeats = rows(connection, f"{alike} LIMIT {SHOWN}") if count else []
    missing = ", ".join(f"count(*) FILTER (NOT {cells.filled(c.name)}) AS {name(c.name)}" for c in known.columns)
    return Quality(
        profile=known,
        columns=states,
        complete=int(one(connection, complete)[0]),
        repeated=count,
        repeats=tuple(str(found) for found, _ in repeats),
        key=key,
        doubled=doubled,
        doubles=doubles,
        odd=tuple(_odd(connection, known, states))[:LISTED],
        queries=(
            ("Missing values", f"SELECT {missing} FROM texts"),
            ("Complete rows", complete),
            ("Repeated rows", repeated),
            ("Which rows repeat each other", alike),
        ),
    )


def bounds(low: float, high: float, least: float) -> tuple[float, float] | None:
    """Beyond which values count as far from all others: by the quartiles, and whether all values are positive.

    Amounts are skewed: where all are positive, distance is a matter of factors, not of differences.
    """
    if low >= high:
        return None
    if least > 0:
        factor, spread = (high / low) ** 3, high - low
        # Values that lie close together (temperatures) are hardly a factor apart: there differences count.
        return min(low / factor, low - 3 * spread), max(high * factor, high + 3 * spread)
    return low - 6 * (high - low), high + 6 * (high - low)


def _state(connection: Connection, known: Profile, column: Column) -> ColumnState:
    cell = name(column.name)
    missing = int(one(connection, f"SELECT count(*) FILTER (NOT {cells.filled(column.name)}) FROM texts")[0])
    distinct = int(one(connection, f"SELECT count(DISTINCT {cell}) FILTER ({_present(column)}) FROM data")[0])
    state = ColumnState(
        name=column.name,
        type=column.type,
        missing=missing,
        distinct=distinct,
        invalid=column.bad,
        invalid_samples=column.bad_samples,
        low=column.low,
        high=column.high,
    )
    if column.number:
        return _number(connection, column, state)
    if column.type == "text":
        return _text(connection, column, state)
    return state


def _present(column: Column) -> str:
    """SQL: the typed value counts as one."""
    blanks = ", ".join(literal(word) for word in cells.BLANKS)
    return f"lower({name(column.name)}) NOT IN ({blanks})" if column.type == "text" else "true"


def _number(connection: Connection, column: Column, state: ColumnState) -> ColumnState:
    value = f"{name(column.name)}::DOUBLE"
    asked = f"quantile_cont({value}, [0.25, 0.5, 0.75]), min({value}), avg({value})"
    quartiles, least, mean = one(connection, f"SELECT {asked} FROM data")
    if quartiles is None or not all(q is not None for q in quartiles):
        return state
    told = {"median": exact(float(quartiles[1])), "mean": exact(float(mean))}
    found = bounds(quartiles[0], quartiles[2], least) if not _names_something(column) else None
    if found is None:
        return state.model_copy(update=told)
    far = f"{value} < {found[0]!r} OR {value} > {found[1]!r}"
    count, filled = one(connection, f"SELECT count(*) FILTER ({far}), count({value}) FROM data")
    if count > max(_FEW_FAR, _RARE * filled):
        return state.model_copy(update=told)  # so many are not far from all others: they are others
    return state.model_copy(update={**told, "outliers": count, "lower": found[0], "upper": found[1]})


def _names_something(column: Column) -> bool:
    """Numbers of things, not measures of them: their distance says nothing."""
    return (
        column.type == "integer"
        and rank(column, KEYS) > 0
        and column.name.casefold().endswith(("id", "no", "nr", "code"))
    )


def _text(connection: Connection, column: Column, state: ColumnState) -> ColumnState:
    cell, present = name(column.name), _present(column)
    mails, filled = one(
        connection,
        f"SELECT count(*) FILTER (regexp_matches({cell}, {literal(MAIL)})), count(*) FILTER ({present}) FROM data",
    )
    if filled and mails >= _MOST * filled:
        wrong = (
            f"SELECT DISTINCT {cell} FROM data WHERE {present} AND NOT regexp_matches({cell}, {literal(MAIL)}) LIMIT 3"
        )
        samples = tuple(str(v)[:40] for (v,) in rows(connection, wrong))
        return state.model_copy(update={"invalid": filled - mails, "invalid_samples": samples, "mail": True})
    if state.distinct > FEW:
        return state
    top = rows(
        connection,
        f"SELECT {cell}, count(*) FROM data WHERE {present} GROUP BY ALL HAVING count(*) > 1 "
        "ORDER BY 2 DESC, 1 LIMIT 5",
    )
    ways = rows(
        connection,
        f"""WITH each AS (SELECT {cell} AS v, count(*) AS n FROM data WHERE {present} GROUP BY ALL)
SELECT string_agg(v || ' (' || n || ')', ', ' ORDER BY n DESC, v) FROM each
GROUP BY lower(regexp_replace(v, '[\\s._-]+', '', 'g')) HAVING count(*) > 1 ORDER BY sum(n) DESC LIMIT {SHOWN}""",
    )
    listed = tuple((str(v)[:60], int(n)) for v, n in top)
    return state.model_copy(update={"top": listed, "spellings": tuple(str(w) for (w,) in ways)})


def _key(known: Profile) -> str | None:
    """The column that is nearly always there once, and is called like a key; else one that tells people apart."""
    near = [
        c for c in known.columns if c.type in ("text", "integer") and c.distinct >= 0.9 * known.rows and c.longest <= 64
    ]
    for lexicon in (KEYS, _PEOPLE):
        fitting = [c for c in near if rank(c, lexicon) > 0]
        if fitting:
            return max(fitting, key=lambda c: rank(c, lexicon)).name
    return None


def _doubles(connection: Connection, known: Profile, key: str | None) -> tuple[int, tuple[str, ...]]:
    if key is None:
        return 0, ()
    folded = f"lower({name(key)})" if known.column(key).type == "text" else name(key)
    each = f"""SELECT arg_min({name(key)}, row) || ' in rows ' || string_agg(row::VARCHAR, ', ' ORDER BY row) AS found
FROM data WHERE {name(key)} IS NOT NULL GROUP BY {folded} HAVING count(*) > 1 ORDER BY min(row)"""
    count = int(one(connection, f"SELECT count(*) FROM ({each})")[0])
    return count, tuple(str(found) for (found,) in rows(connection, f"{each} LIMIT {SHOWN}"))


def _odd(connection: Connection, known: Profile, states: tuple[ColumnState, ...]) -> Iterator[Oddness]:
    """Rows that a person should look at, by column."""
    for state, column in zip(states, known.columns, strict=True):
        cell = name(column.name)
        asked: list[tuple[str, str]] = []
        if state.outliers and state.lower is not None and state.upper is not None:
            far = f"{cell}::DOUBLE < {state.lower!r} OR {cell}::DOUBLE > {state.upper!r}"
            asked.append((f"{cell} FROM data WHERE {far} ORDER BY abs({cell}) DESC", FAR))
        if state.invalid:
            test = f"({cells.expression(column, cell)}) IS NULL"
            why = f"no {'number' if column.number else 'date'}"
            if state.mail:
                test, why = f"NOT regexp_matches(trim({cell}), {literal(MAIL)})", "no e-mail address"
            asked.append((f"{cell} FROM texts WHERE {cells.filled(column.name)} AND {test} ORDER BY row", why))
        if column.moment:
            late = f"{cell}::DATE > DATE '{date.today()}'"
            asked.append((f"{cell}::DATE FROM data WHERE {late} ORDER BY row", "in the future"))
        for sql, why in asked:
            for row, value in rows(connection, f"SELECT row, {sql} LIMIT {LISTED}"):
                yield Oddness(row=row, column=column.name, value=str(value)[:80], why=why)


def facts(found: Quality) -> dict[str, Decimal]:
    """The figures by the names a second engine gives them."""
    made = {
        "rows": Decimal(found.profile.rows),
        "complete": Decimal(found.complete),
        "repeated": Decimal(found.repeated),
        "doubled": Decimal(found.doubled),
    }
    for each in found.columns:
        made |= {f"{each.name} missing": Decimal(each.missing), f"{each.name} distinct": Decimal(each.distinct)}
        made |= {f"{each.name} invalid": Decimal(each.invalid), f"{each.name} outliers": Decimal(each.outliers)}
        if each.mean:
            made |= {f"{each.name} mean": Decimal(each.mean), f"{each.name} median": Decimal(each.median)}
    return made
