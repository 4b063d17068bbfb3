"""Typing a large text file in one pass: the types are guessed from its first rows, and every cell is held against them
while the typed table is written. Where a single cell does not fit, nothing is given, and the thorough way is taken."""

from __future__ import annotations

from pathlib import Path

from praetorium.data import cells, tail
from praetorium.data.columns import SAMPLE, odd_number
from praetorium.data.duck import Connection, literal, name, one, rows
from praetorium.data.guess import guess
from praetorium.data.model import Column, Source
from praetorium.data.staging import Staged, as_text, forget_lines, left_out, reader

LARGE = 64 << 20
"""Bytes from which on it is worth it: below, the thorough way takes a moment."""
_MISFIT = "a cell that does not fit"


def suits(source: Source) -> bool:
    """Whether a file can be read so: large, as it is, by DuckDB itself."""
    return (
        source.kind == "delimited" and source.encoding == "utf-8" and not source.packed and source.bytes >= LARGE
    ) and bool(source.names)


def typed_at_once(
    connection: Connection, source: Source, path: Path, folder: Path
) -> tuple[Staged, tuple[Column, ...]] | None:
    """The typed table as ``folder/typed.parquet`` with its columns; None when the first rows say too little of it."""
    raw = reader(source, str(path), encoding="utf-8")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE sampled AS SELECT * FROM {raw} LIMIT {SAMPLE}")
    guessed = [guess(connection, "sampled", column, source, SAMPLE) for column in source.names]
    connection.execute("DROP TABLE sampled")
    found = [each.column for each in guessed]
    if any(each.note for each in guessed) or any(c.bad or not c.distinct or c.mark == ":" or c.unit for c in found):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "typed.parquet"
    typed = [f"{cells.expression(c, name(c.name))} AS {name(f'typed {at}')}" for at, c in enumerate(found)]
    misfits = [_misfit(c, name(f"typed {at}")) for at, c in enumerate(found) if c.type != "text"]
    selected = [f"{name(f'typed {at}')} AS {name(c.name)}" for at, c in enumerate(found)]
    selected += [f"coalesce({' OR '.join(misfits) or 'false'}, false) AS {name(_MISFIT)}"]
    inner = f"SELECT *, {', '.join(typed)} FROM ({as_text(connection, source, path)})"
    connection.execute(f"COPY (SELECT {', '.join(selected)} FROM ({inner})) TO {literal(str(target))} (FORMAT parquet)")
    table = f"read_parquet({literal(str(target))})"
    total, wrong = one(connection, f"SELECT count(*), count(*) FILTER ({name(_MISFIT)}) FROM {table}")
    if wrong or not total or any(tail.found(connection, target, source.names, int(total))):
        forget_lines(connection)
        return None
    lost, lines = left_out(connection)
    measured = _measured(connection, table, found, int(total))
    return Staged(target, source, int(total), lost, lines), measured


def _misfit(column: Column, typed: str) -> str:
    """SQL: whether a cell is not of the column's type, or more than it holds. A CASE looks at nothing in vain."""
    if column.type == "boolean":
        # Blanks of a boolean are told from 'false' by nothing but the cell: such a column is read thoroughly.
        words = ", ".join(map(literal, cells.YES + cells.NO))
        return f"(lower(trim({name(column.name)})) IN ({words})) IS NOT TRUE"
    odd = odd_number(column) if column.number else "false"
    return f"(CASE WHEN {typed} IS NULL THEN {cells.filled(column.name)} ELSE {odd} END)"


def _measured(connection: Connection, table: str, found: list[Column], total: int) -> tuple[Column, ...]:
    """The columns with the figures of all rows."""
    asked: list[str] = []
    for column in found:
        value = name(column.name)
        text = column.type in ("text", "boolean")
        shown = f"left({value}::VARCHAR, 60)" if text else value
        many = f"count(DISTINCT {value})" if total <= cells.EXACT else f"approx_count_distinct({value})"
        length = f"coalesce(max(length({value}::VARCHAR)), 0)" if text else "0"
        asked += [f"count({value})", f"min({shown})::VARCHAR", f"max({shown})::VARCHAR", many, length]
    (got,) = rows(connection, f"SELECT {', '.join(asked)} FROM {table}")
    made = []
    for at, column in enumerate(found):
        count, low, high, many, longest = got[5 * at : 5 * at + 5]
        told = {"blank": total - int(count), "low": low or "", "high": high or "", "distinct": int(many)}
        if column.number:
            longest = max(len(edge.lstrip("-").partition(".")[0]) for edge in (low or "", high or ""))
        made.append(column.model_copy(update={**told, "longest": int(longest) or column.longest}))
    return tuple(made)
