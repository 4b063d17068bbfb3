"""A SQLite file as rows: which of its tables, and its cells as text. It is opened so that nothing in it can change."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from praetorium.data.duck import name as quoted
from praetorium.data.excel import cell_text
from praetorium.data.naming import words_of
from praetorium.errors import UserError

MAGIC = b"SQLite format 3\x00"


def pick_table(path: Path, name: str, words: str) -> tuple[str, list[str]]:
    """The table that the words name, else the one with the most rows; and what is said of the choice.

    Raises UserError for a file without tables, or one that cannot be read.
    """
    said = {word.removesuffix("s") for word in words_of(words)}
    with _opened(path, name) as base:
        listed = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"
        tables = [str(table) for (table,) in base.execute(listed) if not str(table).startswith("sqlite_")]
        sizes = {table: int(base.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()[0]) for table in tables}
    filled = [table for table, count in sizes.items() if count]
    if not filled:
        raise UserError(f"'{name}' has no table with rows", next="send the database with its rows")
    meant = [table for table in filled if {word.removesuffix("s") for word in words_of(table)} <= said]
    chosen = max(meant or filled, key=lambda table: sizes[table])
    others = [table for table in filled if table != chosen]
    also = f"; there is also {', '.join(map(repr, others[:6]))}" if others else ""
    return chosen, [f"The table '{chosen}' is read{also}."]


def table_rows(path: Path, name: str, table: str) -> Iterator[list[str]]:
    """The names of the columns, then the rows, each cell as text; bytes as hexadecimal digits."""
    with _opened(path, name) as base:
        found = base.execute(f"SELECT * FROM {quoted(table)}")
        yield [str(column[0]) for column in found.description]
        for row in found:
            yield [cell.hex() if isinstance(cell, bytes) else cell_text(cell) for cell in row]


@contextmanager
def _opened(path: Path, name: str) -> Iterator[sqlite3.Connection]:
    try:
        # Immutable: without its folder being writable, and without the files that a writer leaves beside it.
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            yield base
    except sqlite3.Error as error:
        told = f"'{name}' cannot be read as SQLite: {error}"
        raise UserError(told, next="copy it with .backup and send the copy") from None
