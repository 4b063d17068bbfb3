"""Which columns the words of a request mean: "by month and region" → a unit of time, and a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from praetorium.data.model import Column, Grain
from praetorium.data.naming import ALIASES, words_of
from praetorium.errors import UserError

GRAINS: dict[str, Grain] = {
    **{"day": "day", "daily": "day", "date": "day", "tag": "day"},
    **{"week": "week", "weekly": "week", "woche": "week"},
    **{"month": "month", "monthly": "month", "monat": "month"},
    **{"quarter": "quarter", "quarterly": "quarter", "quartal": "quarter"},
    **{"year": "year", "yearly": "year", "annual": "year", "jahr": "year"},
}
WEEKDAY = frozenset({"weekday", "weekdays", "day of week", "day of the week", "wochentag"})
NOUNS = ("day", "week", "month", "quarter", "year")
"""What a request says after "by"; "weekly" in its passing says less."""
MOST = 60
"""Periods that are listed where nobody asked for a line each."""
_LENGTH: dict[Grain, int] = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
_COURSE = frozenset(
    {"time", "trend", "development", "course", "history", "evolution", "grow", "growth"}
    | {"daily", "weekly", "monthly", "quarterly", "yearly", "day", "week", "month", "quarter", "year"}
)
"""Stems of what is said of the course of time."""
_SLIP = 65.0
"""Likeness (0–100) of a word and what it was corrected to, at least."""
_SENTENCE = 5
"""Words from which on a column's name is a question that was asked."""
_NEAR = 82.0
"""From this likeness (0–100) on, a word means a column that is written a little otherwise."""


def dimensions(
    columns: Sequence[Column], asked: Sequence[str], words: str = ""
) -> tuple[Grain | None, Literal["weekday"] | None, list[Column]]:
    """The unit of time, whether its days are told by their names, and the columns meant, in the order asked.

    ``words`` are those of the person: what was taken for a slip there may be a column's name.
    Raises UserError for a word that no column fits, naming the columns there are.
    """
    grain: Grain | None = None
    part: Literal["weekday"] | None = None
    found: list[Column] = []
    dated = any(c.moment for c in columns)
    for word in asked:
        column = exact(columns, word)
        if column is not None and column.moment:
            # A column that is called 'month' says for which month a row is, not for which day.
            grain = grain or GRAINS.get(bare(word), _finest(column))
        elif column is not None:
            found.append(column)
        elif dated and column is None and bare(word) in WEEKDAY:
            grain, part = "day", "weekday"
        elif dated and bare(word) in GRAINS:
            grain = GRAINS[bare(word)]
        else:
            found.append(meant(columns, _as_written(columns, word, words)))
    return grain, part, list(dict.fromkeys(found))


def _finest(column: Column) -> Grain:
    """The smallest unit of time that its values tell apart."""
    return "month" if column.formats and all("%d" not in form for form in column.formats) else "day"


def _as_written(columns: Sequence[Column], word: str, words: str) -> str:
    """The word before its spelling was corrected, where a column is called so: ``magasin``, not ``magazine``."""
    from rapidfuzz import fuzz

    alike = (said for said in words_of(words) if said != bare(word) and fuzz.ratio(said, bare(word)) >= _SLIP)
    return next((said for said in alike if exact(columns, said)), word)


def fits(columns: Sequence[Column], wished: Sequence[str], words: str = "") -> tuple[list[str], list[str]]:
    """Those of the words that mean something here, and a sentence for each of the others."""
    kept, passed = [], []
    for word in wished:
        try:
            grain, *_ = dimensions(columns, [word], words)
        except UserError:
            passed.append(f"No column fits '{word}', so nothing is grouped by it.")
        else:
            if grain and word not in NOUNS and (many := _periods(columns, grain)) > MOST:
                passed.append(f"There are {many} {grain}s, too many to list: say 'by {grain}' if they are wanted.")
            else:
                kept.append(word)
    return kept, passed


def _periods(columns: Sequence[Column], grain: Grain) -> int:
    """About how many of them the first column of dates spans."""
    day = next(c for c in columns if c.moment)
    span = date.fromisoformat(day.high[:10]) - date.fromisoformat(day.low[:10]) if day.low and day.high else timedelta()
    return span.days // _LENGTH[grain] + 1


def exact(columns: Sequence[Column], word: str) -> Column | None:
    """The column of that name, whatever its case and whether blanks or underscores part its words."""
    return next((c for c in columns if bare(c.name) == bare(word)), None)


def meant(columns: Sequence[Column], word: str) -> Column:
    """The column that a word of a request means: its name, singular or plural, a part of it, or nearly it.

    Raises UserError when none or several fit.
    """
    found = exact(columns, word)
    if found is not None:
        return found
    plain = bare(word)
    stem = _stem(plain)
    fitting = [c for c in columns if stem in (bare(c.name), bare(c.name).removesuffix("s"))]
    fitting = fitting or [c for c in columns if stem in {part.removesuffix("s") for part in bare(c.name).split()}]
    if not fitting:
        other = synonyms(stem)
        fitting = [c for c in columns if other & {_stem(part) for part in bare(c.name).split()}]
    if not fitting:
        from rapidfuzz import fuzz, process

        near = process.extractOne(plain, [bare(c.name) for c in columns], scorer=fuzz.ratio, score_cutoff=_NEAR)
        fitting = [columns[near[2]]] if near else []
    # Of several the one that says most: a name before a number of the same thing ("customer": customer_name).
    fitting.sort(key=lambda c: (c.type != "text", len(c.name)))
    if not fitting:
        raise UserError(f"there is no column '{word}'", next=f"columns: {', '.join(c.name for c in columns)}")
    return fitting[0]


def mentioned(columns: Sequence[Column], words: str) -> list[Column]:
    """The column that a request without "by" speaks of ("which products sell best"): the first that a word means.

    A word is the column's name, or one of a question that stands where a name should. Empty where none is, or where
    the words speak of the course of time.
    """
    said = [_stem(word) for word in words_of(re.sub(r"\S+\.\w+\b", " ", words))]
    if set(said) & _COURSE:
        return []
    for word in said:
        alike = {word, *synonyms(word)}
        for column in columns:
            parts = [_stem(part) for part in words_of(column.name)]
            if " ".join(parts) in alike or (len(parts) >= _SENTENCE and alike & set(parts)):
                return [column]
    return []


def synonyms(stem: str) -> frozenset[str]:
    """What else a thing may be called in a file, as stems: ``store`` → shop, filiale, magasin."""
    alike = ({word, *others.split()} for word, others in ALIASES.items())
    return frozenset(_stem(word) for words in alike if stem in words for word in words) - {stem}


def _stem(word: str) -> str:
    """A word without the ending of its plural."""
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s") or word


def bare(name: str) -> str:
    """A name in small letters, its words apart by blanks: ``unitPrice`` and ``unit_price`` are the same."""
    spaced = re.sub(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])", " ", name)
    return " ".join(re.split(r"[\s_.\-]+", spaced.casefold())).strip()
