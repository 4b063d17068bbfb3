"""Measures that a request wants beside each other: ``income and expenses by month``, ``fare and tip by driver``."""

from __future__ import annotations

from collections.abc import Sequence

from praetorium.data.model import Column, Melted
from praetorium.data.naming import EARNING, PAID_IN, PAID_OUT, SPENDING, identifier, words_of

_JOINERS = frozenset({"and", "vs", "versus", "against", "und", "plus", "compared", "to", "with"})


def beside(columns: Sequence[Column], lines: int, words: str, grouped: Sequence[str] = ()) -> Melted | None:
    """How rows are told by measure, where the words name several that follow each other; None where they name one.

    ``grouped`` are the words for what the rows are grouped by.
    """
    numbers = [c for c in columns if c.number and not identifier(c)]
    spoken = words_of(words)
    places = sorted((at, c.name) for c in numbers if (at := _place(c, spoken)) is not None and c.name not in grouped)
    named = _chain(places, spoken)
    marks = {c.mark for c in numbers if c.name in named and c.mark}
    if len(named) < 2 or len(marks) > 1:
        return None  # numbers that are written in two ways are no column together
    taken = {c.name.casefold() for c in columns}
    return Melted(
        kept=tuple(c.name for c in columns if c.name not in named),
        periods=tuple((each, each) for each in named),
        lines=lines,
        grain=None,
        sides=True,
        period=next(word for word in ("measure", "which", "measure of the row") if word not in taken),
        value=next(word for word in ("amount", "value", "figure", "value of the measure") if word not in taken),
    )


def note(how: Melted) -> str:
    """What is said of it."""
    return f"{' and '.join(repr(column) for column, _ in how.periods)} are shown beside each other."


def _place(column: Column, spoken: Sequence[str]) -> int | None:
    """Where the words speak of the column: by its name, or as what came in or went out."""
    parts = words_of(column.name)
    for at in range(len(spoken) - len(parts) + 1):
        if parts and list(spoken[at : at + len(parts)]) == parts:
            return at
    for ways, asked in ((PAID_IN, EARNING | PAID_IN), (PAID_OUT, SPENDING | PAID_OUT)):
        if ways & set(parts):
            return next((at for at, word in enumerate(spoken) if word in asked), None)
    return None


def _chain(places: Sequence[tuple[int, str]], spoken: Sequence[str]) -> list[str]:
    """The columns that follow each other with nothing but "and" or "vs" between them."""
    longest: list[str] = []
    for start in range(len(places)):
        chain = [places[start][1]]
        before = places[start][0]
        for at, name in places[start + 1 :]:
            between = spoken[before + len(words_of(chain[-1])) : at]
            if name in chain or any(word not in _JOINERS for word in between):
                break
            chain.append(name)
            before = at
        longest = max(longest, chain, key=len)
    return longest
