"""Which days a stretch of time covers: "last quarter", "October", "2026", "since June", "Q3 2026"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from praetorium.data.calendar import beginning, following
from praetorium.data.model import Grain
from praetorium.errors import UserError

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{4}\s?-\s?\d{2}\s?-\s?\d{2}"
_YEAR = r"(?:19|20)\d{2}"
_ORDINALS = ("first", "second", "third", "fourth")
_QUARTER = rf"(?:q[1-4]|(?:{'|'.join(_ORDINALS)})\squarter(?:\sof)?)"
_APART = r"\s?[/-]?\s?"
NAMED = (
    rf"(?:{_DAY}|{_YEAR}\s?-\s?(?:0[1-9]|1[0-2])\b(?!\s?-)|{_YEAR}{_APART}(?:{_QUARTER}|{MONTH})\b|{MONTH}(?:\s\d{{4}})?"
    rf"|{_QUARTER}(?:{_APART}\d{{4}})?|{_YEAR})"
)
"""A stretch that has a name of its own."""
PASSED = r"(?:last|this|past|previous|current)\s(?:\d+\s)?(?:day|week|month|quarter|year)s?|yesterday|today"
"""A stretch that is told by where it lies from today."""
_WITHIN = re.compile(r"^(?P<which>last|this|past|previous|current)\s(?:(?P<count>\d+)\s)?(?P<unit>[a-z]+?)s?$")
_SIDE = re.compile(r"^(?P<side>since|from|after|until|before|up to|till)\s(?P<named>.+)$")
_BETWEEN = re.compile(r"^(?:between|from)\s(?P<first>.+?)\s(?:and|to|until|till)\s(?P<last>.+)$")
Span = tuple[date | None, date | None]
"""The first day, and the day after the last one; None where it has no end on that side."""


def span(words: str, today: date) -> Span:
    """The days that the words mean. A month or quarter without its year is the latest that has begun.

    Raises UserError for what is no stretch of time.
    """
    told = " ".join(words.casefold().split())
    if match := _BETWEEN.match(told):
        return _named(match["first"], today)[0], _named(match["last"], today)[1]
    if match := _SIDE.match(told):
        first, end = _named(match["named"], today)
        side = match["side"]
        return {"since": (first, None), "from": (first, None), "after": (end, None)}.get(
            side, (None, first if side == "before" else end)
        )
    return _named(told, today)


def _named(told: str, today: date) -> tuple[date, date]:
    if told in ("today", "yesterday"):
        first = today - timedelta(days=told == "yesterday")
        return first, first + timedelta(days=1)
    if match := _WITHIN.match(told):
        units: dict[str, Grain] = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
        if unit := units.get(match["unit"]):
            return _passed(match["which"], int(match["count"] or 1), unit, today)
    if re.fullmatch(_DAY, told):
        try:
            first = date.fromisoformat(told.replace(" ", ""))
        except ValueError:
            raise UserError(f"'{told}' is no day", next="write it as 2026-10-31") from None
        return first, first + timedelta(days=1)
    if match := re.fullmatch(rf"({_YEAR}){_APART}({_QUARTER}|{MONTH})", told):
        told = f"{match[2]} {match[1]}"
    if match := re.fullmatch(rf"({_YEAR})\s?-\s?(\d\d)", told):
        return _period(int(match[2]), match[1], "month", today)
    if match := re.fullmatch(rf"(?P<month>{MONTH})(?:\s(?P<year>\d{{4}}))?", told):
        return _period(MONTHS.index(match["month"][:3]) + 1, match["year"], "month", today)
    if match := re.fullmatch(rf"(?P<quarter>{_QUARTER})(?:{_APART}(?P<year>\d{{4}}))?", told):
        word = match["quarter"]
        number = int(word[1]) if word.startswith("q") else _ORDINALS.index(word.split()[0]) + 1
        return _period(3 * number - 2, match["year"], "quarter", today)
    if re.fullmatch(_YEAR, told):
        return date(int(told), 1, 1), date(int(told) + 1, 1, 1)
    raise UserError(f"'{told}' is no stretch of time", next="say: last quarter, October 2026, since 2026-06-01")


def _passed(which: str, count: int, unit: Grain, today: date) -> tuple[date, date]:
    now = beginning(today, unit)
    if which in ("this", "current"):
        return now, following(now, unit)
    first = now
    for _ in range(count):
        first = beginning(first - timedelta(days=1), unit)
    return first, now


def _period(month: int, year: str | None, grain: Grain, today: date) -> tuple[date, date]:
    first = date(int(year) if year else today.year, month, 1)
    if not year and first > today:
        first = date(today.year - 1, month, 1)
    return first, following(first, grain)
