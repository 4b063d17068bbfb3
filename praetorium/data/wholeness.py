"""Which periods of a file are whole: a month only begun, or a week without rows, is not compared with others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from praetorium.data.calendar import following
from praetorium.data.duck import Connection, name, rows
from praetorium.data.model import Grain, Row

REGULAR = 0.9
"""Part of the days that have rows, from which on a day without any means something."""
SLACK = {"day": 0, "week": 1, "month": 3, "quarter": 3, "year": 7}
"""Days that a period may be short of at the file's ends: shops close on Sundays and holidays."""
GAP = 3
"""Days without rows inside a period, from which on it is not like the others."""
_FAR_APART = 40_000


@dataclass(frozen=True)
class Days:
    """The days of a file."""

    present: frozenset[date]
    first: date
    last: date
    rests: bool
    """There are rows on working days alone."""
    regular: bool
    """Nearly every day has rows."""

    def without(self, first: date, last: date) -> int:
        """How many days between these, both counted, should have rows and have none."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return sum(day not in self.present and not (self.rests and day.isoweekday() > 5) for day in days)


def days_of(connection: Connection, column: str) -> Days | None:
    """The days that the view ``data`` has rows of; None where there are none, or they lie centuries apart."""
    day = name(column)
    found = rows(connection, f"SELECT DISTINCT {day}::DATE FROM data WHERE {day} IS NOT NULL")
    present = frozenset(value for (value,) in found)
    if not present:
        return None
    first, last = min(present), max(present)
    if (last - first).days > _FAR_APART:
        return None
    rests = sum(day.isoweekday() > 5 for day in present) <= 0.02 * len(present)
    expected = ((last - first).days + 1) * (5 / 7 if rests else 1)
    return Days(present, first, last, rests, len(present) >= REGULAR * expected)


def noted(made: tuple[Row, ...], grain: Grain, days: Days) -> tuple[Row, ...]:
    """The rows of a table over time, with what is missing in a period said, and no change against or of such a one."""
    told: list[Row] = []
    lame = False
    for row in made:
        if row.kind != "group":
            told.append(row)
            continue
        note = _note(row, grain, days)
        spoilt = bool(note) or lame
        told.append(row.model_copy(update={"note": note, "change": None if spoilt else row.change}))
        lame = bool(note)
    return tuple(told)


def _note(row: Row, grain: Grain, days: Days) -> str:
    if not row.count:
        return "no rows"
    start = date.fromisoformat(row.key)
    end = following(start, grain) - timedelta(days=1)
    slack = SLACK[grain]
    if end > days.last and days.without(days.last + timedelta(days=1), end) > slack:
        return f"until {days.last.day} {days.last:%b}"
    if start < days.first and days.without(start, days.first - timedelta(days=1)) > slack:
        return f"from {days.first.day} {days.first:%b}"
    if not days.regular or grain in ("day", "year"):
        return ""
    missing = days.without(max(start, days.first), min(end, days.last))
    return f"{missing} days without rows" if missing >= GAP else ""
