"""Cells that hold several values (boxes that somebody ticked, labels of a ticket): each is counted by itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from praetorium.data.asked import exact, fits, meant, mentioned
from praetorium.data.duck import Connection, literal, name, one
from praetorium.data.model import Column, Exploded
from praetorium.data.wishes import Wishes

MARKS = (";", "|", ", ", ",")
"""What parts the values of a cell, tried in this order."""
MOST = 40
"""Different values, at most: more are sentences."""
OFTEN = 0.15
"""Part of the filled cells that hold several values, at least."""
LONGEST = 60


def held(connection: Connection, cells: Path, columns: Sequence[Column], lines: int, wishes: Wishes) -> Exploded | None:
    """The column that the wishes group by and whose cells hold several values; None where there is none such."""
    texts = [c for c in columns if c.type == "text" and c.distinct > 2]
    asked = wishes.by or tuple(fits(texts, wishes.wished)[0])
    # A column that is meant by nothing but a likeness is another's, or is refused where roles are decided.
    named = [meant(texts, word) for word in asked if _means(texts, word)]
    if not asked and wishes.only and not wishes.spread:
        named = mentioned(texts, wishes.words)
    table = f"read_parquet({literal(str(cells))})"
    for column in named:
        for mark in MARKS:
            if _parts(connection, table, column, mark):
                return Exploded(column=column.name, mark=mark, lines=lines)
    return None


def explode(connection: Connection, cells: Path, how: Exploded) -> int:
    """A row for each value; how many there are."""
    target = cells.with_name("apart.parquet")
    told = query(f"read_parquet({literal(str(cells))})", how)
    connection.execute(f"COPY ({told}) TO {literal(str(target))} (FORMAT parquet)")
    target.replace(cells)
    return int(one(connection, f"SELECT count(*) FROM read_parquet({literal(str(cells))})")[0])


def query(table: str, how: Exploded) -> str:
    """SQL that gives a row for each value; a blank cell stays one row."""
    column = name(how.column)
    parts = f"trim(unnest(string_split(coalesce({column}, ''), {literal(how.mark)})))"
    return f"SELECT * REPLACE ({parts} AS {column}) FROM {table}"


def note(how: Exploded) -> str:
    """What is said of it."""
    return f"'{how.column}' holds several values a cell, parted by '{how.mark.strip()}'; each of them is counted."


def _means(columns: Sequence[Column], word: str) -> bool:
    return exact(columns, word) is not None or bool(fits(columns, [word])[0])


def _parts(connection: Connection, table: str, column: Column, mark: str) -> bool:
    """Whether many cells hold several of a few values."""
    cell = name(column.name)
    filled, several = one(
        connection,
        f"SELECT count(*), count(*) FILTER (contains({cell}, {literal(mark)})) FROM {table} WHERE trim({cell}) != ''",
    )
    if not filled or several < OFTEN * filled:
        return False
    split = f"SELECT trim(unnest(string_split({cell}, {literal(mark)}))) AS v FROM {table} WHERE trim({cell}) != ''"
    different, longest = one(connection, f"SELECT count(DISTINCT v), max(length(v)) FROM ({split})")
    few = 2 <= int(different) <= min(MOST, int(filled) // 2, column.distinct)
    return few and int(longest) <= LONGEST
