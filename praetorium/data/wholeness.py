"""Which periods of a file are whole: a month only begun, or a week without rows, is not compared with others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from praetorium.data.calendar import following
from praetorium.data.duck import Connection, name, one, rows
from praetorium.data.model import Grain, Row

REGULAR = 0.9
"""Part of the days that have rows, from which on a day without any means something."""
SLACK = {"day": 0, "week": 1, "month": 3, "quarter": 3, "year": 7}
"""Days that a period may be short of at the file's ends: shops close on Sundays and holidays."""
GAP = 3
"""Days without rows inside a period, from which on it is not like the others."""
FEWEST = 3
"""First days of months from which on it is no coincidence that there are no other days."""
_NOON = "12:00"
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
    opens: str = ""
    """The clock at which the first day begins, where it begins in the afternoon."""
    closes: str = ""
    """The clock at which the last day ends, where it ends in the morning."""

    def without(self, first: date, last: date) -> int:
        """How many days between these, both counted, should have rows and have none."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return sum(day not in self.present and not (self.rests and day.isoweekday() > 5) for day in days)


def unit_of(connection: Connection, column: str) -> Grain:
    """The unit of time that the dates of the view ``data`` stand for: first days of months alone are months."""
    day = name(column)
    count, months, quarters, years = one(
        connection,
        f"""SELECT count(DISTINCT {day}::DATE), bool_and(day({day}) = 1),
  bool_and(day({day}) = 1 AND month({day}) IN (1, 4, 7, 10)), bool_and(day({day}) = 1 AND month({day}) = 1)
FROM data WHERE {day} IS NOT NULL""",
    )
    if count < FEWEST or not months:
        return "day"
    return "year" if years else "quarter" if quarters else "month"


def days_of(connection: Connection, column: str, unit: Grain = "day") -> Days | None:
    """The days that the view ``data`` has rows of; None where there are none, or they lie centuries apart.

    Where the dates stand for a ``unit`` of time, the last of them lasts until its end.
    """
    day = name(column)
    low, high = one(connection, f"SELECT min({day})::VARCHAR, max({day})::VARCHAR FROM data")
    found = rows(connection, f"SELECT DISTINCT {day}::DATE FROM data WHERE {day} IS NOT NULL")
    present = frozenset(value for (value,) in found)
    if not present:
        return None
    first, last = min(present), max(present)
    if (last - first).days > _FAR_APART:
        return None
    if unit != "day":
        return Days(present, first, following(last, unit) - timedelta(days=1), rests=False, regular=False)
    rests = sum(day.isoweekday() > 5 for day in present) <= 0.02 * len(present)
    expected = ((last - first).days + 1) * (5 / 7 if rests else 1)
    opens, closes = cut_days(low or "", high or "")
    return Days(present, first, last, rests, len(present) >= REGULAR * expected, opens, closes)


def cut_days(low: str, high: str) -> tuple[str, str]:
    """The clocks at which the first day begins and the last one ends, where most of the day lies outside; else empty.

    ``low`` and ``high`` are the first and the last moment as ISO text; of dates alone nothing is said.
    """
    begins, ends = low[11:16], high[11:16]
    if not begins or not ends or ends == "00:00":
        return "", ""
    return begins if begins > _NOON else "", ends if ends < _NOON else ""


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
    if grain == "day" and days.closes and start == days.last:
        return f"until {days.closes}"
    if grain == "day" and days.opens and start == days.first:
        return f"from {days.opens}"
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
