"""Text cells: what counts as blank, how numbers are written, and the SQL from a cell to its typed value."""

from __future__ import annotations

import re

from praetorium.data.duck import literal, name
from praetorium.data.model import Column

BLANKS = ("", "na", "n/a", "null", "none", "nan", "-", "–", "?", "#n/a")
YES = ("true", "yes", "ja", "y", "t")
NO = ("false", "no", "nein", "n", "f")
CURRENCY = r"(?:EUR|USD|GBP|CHF|JPY|kr|zł|[€$£¥])"
UNITS = r"(?:mg|kg|g|t|lbs?|oz|km|cm|mm|mi|m|ml|cl|l|kwh|mwh|kw|w|v|mv|°c|°f|hpa|bar|ppm|pcs?|stk|hrs?|h|min|ms|s)"
"""What may stand behind a number, in small letters; one for all of a column."""
_SPACES = r" \x{a0}\x{202f}"
_SIGN = rf"^\(?[-+]?\s*{CURRENCY}?\s*[-+]?"
_END = rf"\s*(?:{CURRENCY}|%|(?i:{UNITS}))?\)?$"
POINT = rf"{_SIGN}(?:(?:\d{{1,3}}(?:[,'{_SPACES}]\d{{3}})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?{_END}"
COMMA = rf"{_SIGN}(?:(?:\d{{1,3}}(?:[.'{_SPACES}]\d{{3}})+|\d+)(?:,\d*)?|,\d+){_END}"
PLAIN = {".": r"^[-+]?\d*\.?\d+$", ",": r"^[-+]?\d*,?\d+$"}
DURATION = r"^-?\d{1,5}:[0-5]\d(?::[0-5]\d)?$"
OFFSET = "%z"
ZONE = r"(?:Z|[+-]\d{2}(?::?\d{2})?)$"
"""How far a moment's clock is from Greenwich, as it is written behind it."""
EXACT = 1_000_000
"""Rows up to which distinct values are counted exactly."""


def filled(column: str) -> str:
    """SQL: whether the cell of a column holds anything."""
    blanks = ", ".join(literal(word) for word in BLANKS)
    return f"({name(column)} IS NOT NULL AND lower(trim({name(column)})) NOT IN ({blanks}))"


def distinct(cell: str, total: int) -> str:
    """SQL: how many different filled values there are; exact up to EXACT rows."""
    return f"{'count(DISTINCT ' if total <= EXACT else 'approx_count_distinct('}nullif({cell}, ''))"


def expression(column: Column, cell: str) -> str:
    """SQL from a text cell to the typed value; NULL for blanks and for what is not of the type."""
    trimmed = f"trim({cell})"
    if column.type == "text":
        return f"nullif({trimmed}, '')"
    if column.type == "boolean":
        return f"lower({trimmed}) IN ({', '.join(map(literal, YES))})"
    if column.moment:
        if any(OFFSET in form for form in column.formats):
            # The day of a moment is the one that is written, not the one it was at Greenwich.
            trimmed = f"regexp_replace({trimmed}, {literal(ZONE)}, '')"
        formats = "[" + ", ".join(literal(f.replace(OFFSET, "")) for f in column.formats) + "]"
        return f"CAST(try_strptime({trimmed}, {formats}) AS {'DATE' if column.type == 'date' else 'TIMESTAMP'})"
    if column.mark == ":":
        return _hours(trimmed)
    return f"TRY_CAST({digits(column, trimmed)} AS {sql_type(column)})"


def _hours(cell: str) -> str:
    """SQL from ``7:30`` to 7.5."""
    parts = [f"TRY_CAST(nullif(split_part(ltrim({cell}, '-'), ':', {at}), '') AS DOUBLE)" for at in (1, 2, 3)]
    total = f"({parts[0]} * 3600 + {parts[1]} * 60 + coalesce({parts[2]}, 0)) / 3600"
    signed = f"CASE WHEN starts_with({cell}, '-') THEN -1 ELSE 1 END * {total}"
    return f"CASE WHEN regexp_matches({cell}, {literal(DURATION)}) THEN {signed} END"


def sql_type(column: Column) -> str:
    """The number type that holds every value of the column exactly, where there is one."""
    if column.scale is None:
        return "DOUBLE"
    return f"DECIMAL({18 if column.longest <= 17 - column.scale else 38}, {column.scale})"


def digits(column: Column, cell: str) -> str:
    """SQL from a number as it is written to one with a point and nothing else."""
    if column.plain:
        return f"replace({cell}, ',', '.')" if column.mark == "," else cell
    thousands = "[.]" if column.mark == "," else ","
    unit = f"|{re.escape(column.unit)}$" if column.unit not in ("", "%") else ""
    strip = literal(rf"{CURRENCY}{unit}|[\s'{_SPACES}()%+]|{thousands}")
    bare = f"regexp_replace({cell}, {strip}, '', 'gi')"
    bare = f"replace({bare}, ',', '.')" if column.mark == "," else bare
    return f"(CASE WHEN starts_with({cell}, '(') THEN '-' ELSE '' END) || {bare}"
