"""In which order rows are listed, and how many of them: by a column, by what they amount to, by when they are of."""

from __future__ import annotations

from collections.abc import Sequence

from praetorium.data.asked import meant
from praetorium.data.cells import expression
from praetorium.data.duck import name
from praetorium.data.measures import measure
from praetorium.data.model import Column
from praetorium.data.roles import day_of
from praetorium.data.wishes import Wishes
from praetorium.errors import UserError

WHEN = "date"
"""The word for whichever column says when."""
MUCH = "amount"
"""The word for whichever column is the amount."""


def ordered_by(columns: Sequence[Column], word: str, words: str) -> Column:
    """The column that rows are listed by. Raises UserError where there is none."""
    wishes = Wishes(words=words)
    if word == WHEN and (day := day_of(columns, wishes)):
        return day
    if word == MUCH:
        amount, _ = measure(columns, wishes, None)
        if not amount.ones and not amount.factors:
            return next(c for c in columns if c.name == amount.label)
    try:
        return meant(columns, word)
    except UserError as error:
        amount, _ = measure(columns, wishes, None)
        if amount.ones or amount.factors or word not in AMOUNT_WORDS:
            raise error
        return next(c for c in columns if c.name == amount.label)


AMOUNT_WORDS = frozenset(
    {"revenue", "amount", "total", "turnover", "sales", "value", "price", "cost", "costs", "spending", "size", "sum"}
)
"""What a request may call the amount, whatever its column's name is."""


def place(column: Column, cell: str) -> str:
    """SQL of what a cell is ordered by; null, which comes last, for a blank one."""
    value = expression(column, cell)
    if column.number:
        return f"CAST({value} AS DOUBLE)"
    return f"CAST({value} AS TIMESTAMP)" if column.moment else f"lower(CAST({value} AS VARCHAR))"


def sql(column: str, *, rising: bool, then: str, first: int) -> str:
    """What stands behind the rows' query: their order, of equal ones as in the file, and how many are listed."""
    way = "ASC" if rising else "DESC"
    order = f" ORDER BY {name(column)} {way} NULLS LAST, {name(then)}" if column else f" ORDER BY {name(then)}"
    return order + (f" LIMIT {first}" if first else "")
