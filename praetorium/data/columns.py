"""Finding the type of every column. Where there are many rows, a sample is guessed from and every row must agree."""

from __future__ import annotations

from pathlib import Path

from praetorium.data import cells
from praetorium.data.duck import Connection, literal, name, one
from praetorium.data.guess import Typed, guess
from praetorium.data.model import Column, Source

SAMPLE = 20_000
"""Rows that are guessed from where there are more."""


def find(connection: Connection, table: Path, source: Source, total: int) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Type every column of a table of text cells, and say what is worth knowing about how they are written."""
    whole = f"read_parquet({literal(str(table))})"
    if total <= 2 * SAMPLE:
        found = [guess(connection, whole, column, source, total) for column in source.columns]
    else:
        # From all parts of the file: what its first rows look like says little of the others.
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE sampled AS SELECT * FROM {whole} "
            f"USING SAMPLE reservoir({SAMPLE} ROWS) REPEATABLE (7)"
        )
        found = [_from_sample(connection, whole, column, source, total) for column in source.columns]
        connection.execute("DROP TABLE sampled")
    return tuple(t.column for t in found), tuple(t.note for t in found if t.note)


def _from_sample(connection: Connection, whole: str, column: str, source: Source, total: int) -> Typed:
    guessed = guess(connection, "sampled", column, source, SAMPLE)
    if (
        guessed.note is None
        and guessed.column.mark != ":"
        and (agreed := _agreed(connection, whole, guessed.column, total))
    ):
        return Typed(agreed)
    # A value that does not fit, or fits in two ways: only trying everything on all rows tells.
    return guess(connection, whole, column, source, total)


def _agreed(connection: Connection, whole: str, column: Column, total: int) -> Column | None:
    """The column with the figures of all rows, when every filled cell is of its type; None when one is not."""
    cell, filled, typed = (
        f"trim({name(column.name)})",
        cells.filled(column.name),
        cells.expression(column, name(column.name)),
    )
    asked = {
        "filled": f"count(*) FILTER ({filled})",
        "empty": f"count(*) FILTER ({name(column.name)} IS NULL OR {cell} = '')",
        "good": f"count({typed})",
        "low": f"min({typed})::VARCHAR",
        "high": f"max({typed})::VARCHAR",
        "distinct": cells.distinct(cell, total),
        "longest": f"coalesce(max(length({cell})), 0)",
        **(_digits(column, cell, filled) if column.number else {}),
    }
    if column.type == "boolean":
        words = ", ".join(map(literal, cells.YES + cells.NO))
        asked["good"] = f"count(*) FILTER (lower({cell}) IN ({words}))"
    got = dict(zip(asked, one(connection, f"SELECT {', '.join(asked.values())} FROM {whole}"), strict=True))
    known: dict[str, object] = {
        "distinct": int(got["distinct"]),
        "longest": int(got["longest"]),
        "blank": int(got["empty"]),
    }
    if column.type in ("text", "boolean"):
        fits = column.type == "text" or got["good"] == got["filled"]
        low, high = str(got["low"] or "")[:60], str(got["high"] or "")[:60]
        return column.model_copy(update={**known, "low": low, "high": high}) if fits else None
    if got["good"] != got["filled"] or got.get("odd"):
        return None
    known = {**known, "blank": total - int(got["filled"])}
    if column.number and column.scale is not None:
        scale = int(got["places"])
        known |= {"longest": int(got["whole"]), "scale": scale if scale <= 6 else None}
        known |= {"type": "integer" if scale == 0 else "decimal"}
    return column.model_copy(update={**known, "low": got["low"] or "", "high": got["high"] or ""})


def odd_number(column: Column) -> str:
    """SQL: whether a filled cell is no number of this column's kind after all, or has more places than it."""
    cell = f"trim({name(column.name)})"
    if column.plain and column.scale is not None:
        # One look says it all: leading zeros, exponents, too many places.
        mark = "," if column.mark == "," else "."
        form = rf"[-+]?(?:0|[1-9]\d*)?(?:[{mark}]\d{{0,{column.scale}}})?"
        return f"NOT regexp_full_match({cell}, {literal(form)})"
    bare, point, odd = _written(column, cell)
    places = f" OR length({bare}) - {point} > {column.scale} AND {point} > 0" if column.scale is not None else ""
    return f"({odd}{places})"


def _written(column: Column, cell: str) -> tuple[str, str, str]:
    """SQL of a number's digits, of where its point is, and of whether it is written as no number of its kind is."""
    bare = f"ltrim({cells.digits(column, cell)}, '+-')"
    point = f"strpos({bare}, '.')"
    odd = f"(starts_with({bare}, '0') AND length({bare}) > 1 AND {point} != 2)"
    if column.scale is not None:
        odd += f" OR contains(lower({bare}), 'e')"
    if not column.plain:
        odd += f" OR NOT regexp_matches({cell}, {literal(cells.COMMA if column.mark == ',' else cells.POINT)})"
    return bare, point, odd


def _digits(column: Column, cell: str, filled: str) -> dict[str, str]:
    """How many digits there are before and after the mark, and whether a cell is no number of this kind after all."""
    bare, point, odd = _written(column, cell)
    return {
        "places": f"coalesce(max(if({point} = 0, 0, length({bare}) - {point})) FILTER ({filled}), 0)",
        "whole": f"coalesce(max(if({point} = 0, length({bare}), {point} - 1)) FILTER ({filled}), 0)",
        "odd": f"coalesce(bool_or({odd}) FILTER ({filled}), false)",
    }
