"""Periods of the calendar: all of them between two, and which days a stretch like "last month" covers."""

from __future__ import annotations

from datetime import date, timedelta

from praetorium.data.model import Grain

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def periods(first: str, last: str, grain: Grain) -> list[str]:
    """The beginnings of all periods from the one that begins on ``first`` to the one on ``last``, as ISO dates."""
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    found = []
    while day <= end:
        found.append(day.isoformat())
        day = following(day, grain)
    return found


def following(day: date, grain: Grain) -> date:
    """The beginning of the next period."""
    if grain in ("day", "week"):
        return day + timedelta(days=1 if grain == "day" else 7)
    year, month = divmod(day.year * 12 + day.month - 1 + _MONTHS[grain], 12)
    return date(year, month + 1, 1)


def beginning(day: date, grain: Grain) -> date:
    """The first day of the period in which the day lies; weeks begin on Monday."""
    match grain:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        case "year":
            return date(day.year, 1, 1)
