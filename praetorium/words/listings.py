"""Rows that a request wants listed, in which order and how many: ``latest 10 orders``, ``sort by name``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from praetorium.words import data_words, english
from praetorium.words.request import Reading

_COLUMN = r"[^\W\d][\w.]*"
_SORT = re.compile(
    rf"\b(?:sort(?:ed|ing)?|order(?:ed)?|rank(?:ed)?)(?:\s(?:the file|them|it|all|the|rows|everything))*\s(?:by|on)\s"
    rf"(?:the\s)?(?P<column>{_COLUMN})"
)
_COUNT = r"(?:(?P<{0}>\d{{1,4}}|one|two|three|five|ten|twenty)\s)"
_NUMBERS = {"one": 1, "two": 2, "three": 3, "five": 5, "ten": 10, "twenty": 20}
_NEW = r"(?:latest|newest|most recent|last)"
_OLD = r"(?:oldest|earliest|first)"
_MUCH = r"(?:top|best|largest|biggest|highest)"
_LITTLE = r"(?:bottom|worst|lowest|smallest)"
_RISING = re.compile(
    r"\b(?:ascending|asc|(?:smallest|lowest|cheapest|oldest|earliest|youngest) first|a (?:to|-) z|alphabetical(?:ly)?|"
    r"low(?:est)? to high(?:est)?)\b"
)
_FALLING = re.compile(
    r"\b(?:descending|desc|(?:largest|highest|biggest|newest|latest|most expensive|oldest people) first|z (?:to|-) a|"
    r"high(?:est)? to low(?:est)?|most recent first)\b"
)
_BY = re.compile(rf"^\s(?:by|in terms of|with the (?:highest|lowest|largest|most))\s(?:the\s)?(?P<column>{_COLUMN})")
_BY_WORD = {
    **dict.fromkeys(("newest", "latest", "recent", "oldest", "earliest"), "date"),
    **dict.fromkeys(("largest", "biggest", "highest", "smallest", "lowest"), "amount"),
    **dict.fromkeys(("cheapest", "expensive"), "price"),
}
_LOW = frozenset({"oldest", "earliest", "smallest", "lowest", "cheapest"})
_FIRST = re.compile(rf"(?:,|\bwith|\bthe)\s(?:the\s)?(?P<what>(?:most\s)?(?:{'|'.join(_BY_WORD)}) )first\b(?!.*\bsort)")
_TIMES = r"(?!days?\b|weeks?\b|months?\b|quarters?\b|years?\b|hours?\b)"
USUAL = 10


@dataclass(frozen=True)
class Listing:
    """The order and the number of rows."""

    sort: str = ""
    """A column in the words of the request, ``date`` or ``amount``; empty: as they stand."""
    rising: bool = False
    first: int = 0
    """0: all."""

    @property
    def parameters(self) -> dict[str, object]:
        """As the parameters of a playbook that are not empty."""
        told: dict[str, object] = {"sort": self.sort, "rising": self.rising, "first": self.first}
        return {name: value for name, value in told.items() if value}

    @property
    def words(self) -> str:
        """What stands in a summary: ``the first 10 by fare``."""
        by = f"by {self.sort}" if self.sort else ""
        way = {"date": ("the latest", "the oldest"), "amount": ("the largest", "the smallest")}
        first, last = way.get(self.sort, ("the first", "the last") if not self.sort else ("the top", "the lowest"))
        which = last if self.rising else first
        if self.sort in way:
            by = ""
        if self.first:
            return f"{which} {self.first} {by}".strip()
        return f"sorted {by}" if by else f"{which} first" if self.sort else ""


def listing(request: Reading) -> Listing | None:
    """What the words say of the rows' order and number; None where they say nothing of it."""
    text = data_words.bare(request)
    things = _things(request)
    if not request.brief:
        return None
    if things and (ranked := _ranked(text, things)):
        return ranked
    if match := _SORT.search(text):
        column = match["column"]
        date = column in ("date", "time", "day")
        # A name is read from A to Z, a number from the largest where nothing else is said: that is told.
        rising = bool(_RISING.search(text)) or (not _FALLING.search(text) and not date and column not in _LARGEST)
        return Listing(sort=column, rising=rising)
    if match := _FIRST.search(text):
        return Listing(sort=_BY_WORD[match["what"].split()[-1]], rising=match["what"].split()[-1] in _LOW)
    return None


_LARGEST = data_words.AMOUNTS | {"rating", "score", "size", "number", "count", "points", "age", "fare", "salary"}
"""What is read from the largest on where nothing else is said."""


_DEAR, _CHEAP = r"(?:most expensive|dearest|priciest)", r"(?:cheapest|least expensive)"
_WAYS = (
    (_NEW, "date", False),
    (_OLD, "date", True),
    (_DEAR, "price", False),
    (_CHEAP, "price", True),
    (_MUCH, "", False),
    (_LITTLE, "", True),
)


def _ranked(text: str, things: str) -> Listing | None:
    for words, sort, rising in _WAYS:
        counted = rf"{_COUNT.format('before')}?{words}\s{_COUNT.format('after')}?"
        # What is dear, or new, is a row, whatever it is called.
        any_row = f"(?:{things}|{_TIMES}[a-z]+s)" if words in (_NEW, _OLD, _DEAR, _CHEAP) else things
        match = re.search(rf"\b{counted}{any_row}\b", text)
        if match is None:
            continue
        said = match["before"] or match["after"] or ""
        if not said and words in (_NEW, _OLD) and match[0].startswith(("last", "first")):
            continue
        count = _NUMBERS.get(said) or (int(said) if said else USUAL)
        by = _BY.search(text[match.end() :])
        column = by["column"] if by else sort or "amount"
        return Listing(sort=column, rising=rising, first=max(1, count))
    return None


def _things(request: Reading) -> str:
    """A pattern for the rows' own word: that of the file, or "rows"; empty without a file."""
    files = data_words.files(request)
    if not files:
        return ""
    stem = data_words.stem(files[0]).lower().split()
    last = english.singular(stem[-1]) if stem else ""
    own = {re.escape(last), re.escape(english.plural(last))} if last.isalpha() else set()
    return rf"(?:{'|'.join(sorted({*own, 'rows?', 'entries', 'records', 'ones', 'lines'}))})"
