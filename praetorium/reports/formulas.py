"""The formulas of a workbook's totals: made here, and here alone, so that a proof can tell whether one was altered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from praetorium.data.model import Breakdown, Row

Measure = Literal["total", "count"]


@dataclass(frozen=True)
class Ranges:
    """The sheet Data: its columns, and how many rows stand below the header."""

    headers: tuple[str, ...]
    rows: int
    grouped: bool
    """One row per combination of groups, with a column ``Rows``, instead of one per row of the file."""
    amount: str

    def of(self, header: str) -> str:
        """The cells of a column, as an absolute range. ``header`` is looked for from the right: what the report added
        stands there."""
        at = len(self.headers) - 1 - self.headers[::-1].index(header)
        column = column_letters(at)
        return f"Data!${column}$2:${column}${self.rows + 1}"


def column_letters(index: int) -> str:
    """The letters of a column, counted from 0: A, B, …, Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def whole(measure: str, ranges: Ranges) -> str | None:
    """Over all rows; None where a sheet of groups cannot tell."""
    amount = ranges.of(ranges.amount)
    match measure:
        case "total":
            return f"=SUM({amount})"
        case "count":
            return f"=SUM({ranges.of('Rows')})" if ranges.grouped else f"=ROWS({amount})"
        case "average" if not ranges.grouped:
            return f"=AVERAGE({amount})"
        case "median" if not ranges.grouped:
            return f"=MEDIAN({amount})"
        case _:
            return None


def group_header(ranges: Ranges, breakdown: Breakdown) -> str:
    """The column of Data by which a breakdown groups: the file's own, or the period that the report added."""
    return (ranges.headers[-3] if ranges.grouped else ranges.headers[-1]) if breakdown.grain else breakdown.by


def by_group(
    measure: Measure, ranges: Ranges, header: str, row: Row, at: int, groups: list[str], *, dated: bool
) -> str:
    """Total or count of one group, whose key stands in column B of line ``at``. The others are what remains."""
    letter = "C" if measure == "total" else "E"
    amounts = ranges.of(ranges.amount) if measure == "total" else ranges.of("Rows") if ranges.grouped else None
    if row.kind == "others":
        everything = whole(measure, ranges)
        return f"{everything}-SUM({letter}2:{letter}{at - 1})"
    keys = ranges.of(header)
    if row.kind == "blank":
        # COUNTIFS and SUMIFS take "=" for an empty cell.
        return f'=SUMIFS({amounts},{keys},"=")' if amounts else f'=COUNTIFS({keys},"=")'
    if dated:
        return f"=SUMIFS({amounts},{keys},$B{at})" if amounts else f"=COUNTIFS({keys},$B{at})"
    if _exact(row.key, groups):
        same = f"--EXACT({keys},$B{at})"
        return f"=SUMPRODUCT({same},{amounts})" if amounts else f"=SUMPRODUCT({same})"
    return f'=SUMIFS({amounts},{keys},"="&$B{at})' if amounts else f'=COUNTIFS({keys},"="&$B{at})'


def _exact(key: str, groups: list[str]) -> bool:
    """Whether SUMIFS would take other rows for this group's: it ignores case, knows wildcards, and reads numbers."""
    wild = any(c in key for c in "*?~") or len(key) > 250
    twin = sum(other.casefold() == key.casefold() for other in groups) > 1
    digits = key.replace(".", "").replace("-", "").replace("/", "").replace(":", "").replace(" ", "")
    # A key that reads as a number or a date is compared as one: "1" would take "01", "2026-01-01" nothing.
    return wild or twin or digits[:1].isdigit() or key.startswith(("=", "<", ">", "+", "-"))
