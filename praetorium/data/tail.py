"""What stands below a table and is no row of it: a line of totals, a remark, blank lines that a spreadsheet leaves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from praetorium.data.duck import Connection, literal, name, one, rows
from praetorium.data.model import Source

WINDOW = 200
"""Rows at the end that are looked at: those above say what a row of the table looks like."""
MOST = 6
"""Lines of totals and remarks that may follow each other."""
FEWEST = 2
"""Rows that are left: below that, nothing says what a row looks like."""
TOTALS = frozenset(
    {"total", "totals", "grand total", "sum", "sums", "sum total", "overall", "overall total", "total amount"}
    | {"summe", "gesamt", "gesamtsumme", "gesamtbetrag", "insgesamt", "somme", "total général", "ensemble"}
    | {"closing balance", "ending balance", "endsaldo", "schlusssaldo", "solde final"}
)
_BEGINS = re.compile(r"(?:grand total|totals?|sum|summe|gesamt|insgesamt|somme|average|durchschnitt|moyenne)\b")


def cut(connection: Connection, source: Source, cells: Path, count: int) -> tuple[Source, int]:
    """Take the lines below the table from its staged cells; the source with what was taken, and the rows that are left.

    Only what people type has such lines: text and workbooks.
    """
    if source.kind not in ("delimited", "excel") or len(source.names) < 2:
        return source, count
    blank, closing = found(connection, cells, source.names, count)
    taken = blank + len(closing)
    if not taken:
        return source, count
    selected = ", ".join(map(name, source.names))
    shorter = cells.with_name("shorter.parquet")
    kept = f"SELECT {selected} FROM read_parquet({literal(str(cells))}) LIMIT {count - taken}"
    connection.execute(f"COPY ({kept}) TO {literal(str(shorter))} (FORMAT parquet)")
    shorter.replace(cells)
    notes = (*source.notes, *(_note(line) for line in closing))
    return source.model_copy(update={"tail": taken, "notes": notes}), count - taken


def found(connection: Connection, cells: Path, names: Sequence[str], count: int) -> tuple[int, list[Sequence[str]]]:
    """How many blank lines end a table in Parquet, and the lines above these that are no rows of it."""
    table = f"read_parquet({literal(str(cells))}, file_row_number = true)"
    empty = " AND ".join(f"trim(coalesce({name(column)}::VARCHAR, '')) = ''" for column in names)
    blank = _blank_lines(connection, table, empty, count)
    filled = count - blank
    selected = ", ".join(map(name, names))
    asked = f"SELECT {selected} FROM {table} WHERE file_row_number BETWEEN {filled - WINDOW} AND {filled - 1}"
    lines = rows(connection, f"{asked} ORDER BY file_row_number")
    return blank, below([["" if cell is None else str(cell).strip() for cell in line] for line in lines])


def below(last: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Which of the last rows are none of the table, in their order."""
    taken: list[Sequence[str]] = []
    while len(taken) < MOST and len(last) - len(taken) > FEWEST:
        above, line = last[: len(last) - len(taken) - 1], last[len(last) - len(taken) - 1]
        if not closes(line, above):
            break
        taken.insert(0, line)
    return taken


def closes(line: Sequence[str], above: Sequence[Sequence[str]]) -> bool:
    """Whether a line is no row like those above it: it says that it adds them up, or fills one cell of many."""
    filled = [cell for cell in line if cell]
    if not filled:
        return True
    label = filled[0].casefold().strip(" :.*=")
    always = [at for at in range(len(line)) if all(row[at] for row in above)]
    lacking = any(not line[at] for at in always)
    if _number_follows(filled) and (label in TOTALS or (lacking and _BEGINS.match(label))):
        return True
    return len(filled) == 1 and bool(line[0]) and len(always) >= 3


def _number_follows(filled: Sequence[str]) -> bool:
    return any(re.search(r"\d", cell) for cell in filled[1:])


def _blank_lines(connection: Connection, table: str, empty: str, count: int) -> int:
    """How many of the last lines have nothing in any cell."""
    edge = f"SELECT coalesce(bool_and({empty}), false) FROM {table} WHERE file_row_number = {count - 1}"
    if not one(connection, edge)[0]:
        return 0
    last = one(connection, f"SELECT max(file_row_number) FROM {table} WHERE NOT ({empty})")[0]
    return 0 if last is None else count - 1 - int(last)


def _note(line: Sequence[str]) -> str:
    told = " · ".join(cell for cell in line if cell)
    told = told if len(told) <= 80 else told[:79] + "…"
    return f"The line below the table is no row of it and is not counted: '{told}'."
