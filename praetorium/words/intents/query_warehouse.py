"""A question to a database: ``query the warehouse: orders per day last month, as CSV and a line chart``."""

from __future__ import annotations

import re

from praetorium.models import Assumption, Brief
from praetorium.words import bounds, data_words, names, row_conditions
from praetorium.words.request import Reading

_BASE = re.compile(
    r"\b(?:query|ask|from|in)\s(?:the\s|our\s|my\s)?(?P<name>[a-z][a-z0-9_-]*\s)?"
    r"(?P<kind>data warehouse|warehouse|database|db)\b"
)
_FILES = (".db", ".sqlite", ".sqlite3", ".duckdb")
_PER = re.compile(
    r"(?:\b(?P<measure>[a-z_]+)\s(?:of|in)\s)?\b(?:the\s)?(?P<what>[a-z_]+)\s(?:per|by|each)\s"
    r"(?P<grain>day|week|month|quarter|year)\b"
)
_PERIOD = re.compile(r"\b(?:last|this|past)\s(?:\d+\s)?(?:day|week|month|quarter|year)s?\b")
_AMOUNTS = frozenset(
    {"revenue", "sales", "turnover", "total", "totals", "amount", "amounts", "value", "cost", "costs", "price"}
)
_OTHER = re.compile(r"\b(?:app|application|crm|website|build)\b")


class QueryWarehouse:
    """The database intent."""

    name = "warehouse-query"

    def weight(self, request: Reading) -> float:
        """Strong when a database is named and something is to be added up by time."""
        if _OTHER.search(request.lower) or not _per(request):
            return 0.0
        if _file(request) and (row_conditions.kept(request) or row_conditions.dropped(request)):
            return 0.0  # a report of the file counts the rows that are meant
        return 0.98 if _BASE.search(request.lower) or _file(request) else 0.0

    def brief(self, request: Reading) -> Brief:
        """The database, the table, what is added up, by which unit of time and over which stretch."""
        base, per = _BASE.search(request.lower), _per(request)
        assert per is not None  # weight() looked for it
        file = _file(request)
        name = file or ((base["name"] or base["kind"]).strip().replace(" ", "-") if base else "")
        stretch = _PERIOD.search(request.lower)
        period = stretch[0] if stretch else "last month"
        what = per["what"]
        measure = what if what in _AMOUNTS else per["measure"] or ""
        table = "orders" if what in _AMOUNTS else what
        chart = bool(re.search(r"\b(?:chart|graph|plot|png|svg)\b", request.lower))
        formats = tuple(f for f in request.formats if f in ("csv", "png", "svg")) or ("csv",)
        assumptions = []
        if stretch is None:
            assumptions.append(Assumption(about="Period", value=period, because="none was named"))
        if what in _AMOUNTS:
            assumptions.append(Assumption(about="Table", value=table, because=f"'{what}' is usually a column of it"))
        elif not measure:
            assumptions.append(
                Assumption(about="Measure", value=f"the number of {what}", because="nothing else was named")
            )
        drawn = " and a chart" if chart else ""
        line = bool(re.search(r"\bline (?:chart|graph|plot)\b", request.lower))
        return Brief(
            intent=self.name,
            title=names.label(f"{what} per {per['grain']} {period}"),
            summary=f"{what.capitalize()} per {per['grain']}, {period}, from {name}, as CSV{drawn}.",
            formats=formats,
            files=request.files,
            style=request.colours.style(),
            schedule=request.schedule,
            parameters={
                "database": name,
                "table": table,
                "measure": measure,
                "grain": per["grain"],
                "period": period,
                "chart": chart,
                "form": "line" if line else None,
            },
            corrections=request.corrections,
            assumptions=tuple(assumptions),
            unread=row_conditions.passed_over(request, "a database is asked for all rows of the stretch of time"),
            confidence=0.9,
        )


INTENT = QueryWarehouse()


def _per(request: Reading) -> re.Match[str] | None:
    return _PER.search(bounds.found(request.lower)[1])


def _file(request: Reading) -> str | None:
    return next((name for name in data_words.files(request) if name.lower().endswith(_FILES[:3])), None)
