"""The questions a report answers, each as a query over the view ``data``, with its answer."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from praetorium.data.duck import Connection, name, one, rows
from praetorium.data.model import Amount, Breakdown, Grain, Headline, Profile, Row
from praetorium.data.numbers import exact
from praetorium.data.wholeness import days_of, noted

TOP = 12
"""Groups shown of a category with more; the rest is one line."""
HELD = 2_000_000
"""Values of which the median is found in memory."""
STEPS = {"day": "1 day", "week": "7 days", "month": "1 month", "quarter": "3 months", "year": "1 year"}


def headlines(connection: Connection, known: Profile) -> tuple[Headline, ...]:
    """The figures that stand for themselves."""
    amount = known.roles.amount
    value = name(amount.label)
    asked: list[tuple[str, str, Any, int, str]] = [
        ("total", total_label(amount), "total", amount.decimals, f"SELECT coalesce(sum({value}), 0) FROM data"),
        ("rows", "Rows", "count", 0, "SELECT count(*) FROM data"),
        ("average", "Average per row", "average", amount.decimals, f"SELECT {_average(amount)} FROM data"),
        ("median", "Median per row", "median", amount.decimals, _median(value, known.size)),
    ]
    if known.roles.key and known.column(known.roles.key).distinct < known.size:
        key = name(known.roles.key)
        asked.append(
            ("keys", f"Different {plain(known.roles.key)}", "distinct", 0, f"SELECT count(DISTINCT {key}) FROM data")
        )
    if amount.ones:
        asked = [each for each in asked if each[2] in ("total", "count", "distinct")]
    return tuple(
        Headline(id=id, label=label, measure=measure, decimals=decimals, sql=sql, value=exact(one(connection, sql)[0]))
        for id, label, measure, decimals, sql in asked
    )


def breakdowns(connection: Connection, known: Profile, top: int = TOP) -> tuple[Breakdown, ...]:
    """Totals over time, then by each category, of which the ``top`` largest groups are listed."""
    total = Decimal(exact(one(connection, f"SELECT coalesce(sum({name(known.roles.amount.label)}), 0) FROM data")[0]))
    made = [_by_category(connection, known, column, total, top) for column in known.roles.categories]
    if known.roles.date and known.roles.grain:
        made.insert(0, _over_time(connection, known, known.roles.date, known.roles.grain, total))
    return tuple(made)


def span(connection: Connection, known: Profile) -> tuple[str | None, str | None]:
    """First and last day of the data."""
    if not known.roles.date:
        return None, None
    day = name(known.roles.date)
    first, last = one(connection, f"SELECT min({day})::DATE::VARCHAR, max({day})::DATE::VARCHAR FROM data")
    return first, last


def period_label(start: date, grain: Grain) -> str:
    """A period for people: ``Mar 2026``, ``Q1 2026``, ``week of 2 Mar 2026``."""
    match grain:
        case "year":
            return str(start.year)
        case "quarter":
            return f"Q{(start.month + 2) // 3} {start.year}"
        case "month":
            return f"{start:%b %Y}"
        case "week":
            return f"week of {start.day} {start:%b %Y}"
        case "day":
            return f"{start.day} {start:%b %Y}"


def plain(column: str) -> str:
    """A column's name for people: ``order_date`` → ``order date``, ``customer.country`` → ``customer country``."""
    return re.sub(r"(?<=\w)\.(?=\w)", " ", column).replace("_", " ").strip()


def measured(amount: Amount) -> str:
    """What is added up, at the beginning of a title."""
    text = plain(amount.label)
    return text[:1].upper() + text[1:]


def total_label(amount: Amount) -> str:
    text = plain(amount.label)
    return measured(amount) if "total" in text.casefold() else f"Total {text}"


def _average(amount: Amount) -> str:
    # Rounded like the other figures of the report, so that what is shown is what was computed.
    return f"coalesce(round(sum({name(amount.label)})::DOUBLE / nullif(count({name(amount.label)}), 0), 6), 0)"


def _median(value: str, rows: int) -> str:
    """SQL of the median: of many rows by counting values, which can be done on the disk; median() holds all."""
    if rows <= HELD:
        return f"SELECT median({value}::DOUBLE) FROM data"
    return f"""WITH counted AS (
  SELECT {value}::DOUBLE AS v, count(*) AS n FROM data WHERE {value} IS NOT NULL GROUP BY v
),
ranked AS (SELECT v, sum(n) OVER (ORDER BY v) AS upto, sum(n) OVER () AS total FROM counted)
SELECT (min(v) FILTER (2 * upto >= total) + min(v) FILTER (2 * upto > total)) / 2 AS median FROM ranked"""


def _over_time(connection: Connection, known: Profile, column: str, grain: Grain, total: Decimal) -> Breakdown:
    value, day = name(known.roles.amount.label), name(column)
    # A period without rows is a finding: the calendar comes first, the rows are joined to it.
    sql = f"""WITH bounds AS (
  SELECT date_trunc('{grain}', min({day}))::DATE AS first, date_trunc('{grain}', max({day}))::DATE AS last FROM data
), calendar AS (
  SELECT unnest(generate_series(first::TIMESTAMP, last::TIMESTAMP, INTERVAL '{STEPS[grain]}'))::DATE AS period
  FROM bounds
), grouped AS (
  SELECT date_trunc('{grain}', {day})::DATE AS period, count(*) AS rows, coalesce(sum({value}), 0) AS total
  FROM data GROUP BY ALL
)
SELECT coalesce(calendar.period, grouped.period)::VARCHAR AS period,
  coalesce(rows, 0) AS rows, coalesce(total, 0) AS total
FROM calendar FULL JOIN grouped ON calendar.period = grouped.period
ORDER BY period NULLS LAST"""
    made: list[Row] = []
    before: Decimal | None = None
    for period, count, summed in rows(connection, sql):
        now = Decimal(exact(summed))
        if period is None:
            made.append(_row("", "(no date)", "blank", count, now, total))
            continue
        row = _row(period, period_label(date.fromisoformat(period), grain), "group", count, now, total)
        made.append(row.model_copy(update={"change": change(now, before)}))
        before = now
    if days := days_of(connection, column, known.roles.unit):
        made = list(noted(tuple(made), grain, days))
    final = next((r for r in reversed(made) if r.kind == "group"), None)
    partial = bool(final and final.note.startswith("until"))
    groups = sum(r.kind == "group" for r in made)
    title = f"{measured(known.roles.amount)} by {grain}"
    told = {"id": f"by-{grain}", "title": title, "by": column, "grain": grain, "groups": groups, "partial": partial}
    return Breakdown(**told, rows=tuple(made), sql=sql)


def change(now: Decimal, before: Decimal | None) -> float | None:
    """Against the value before, as a fraction of it; None where that says nothing: from a loss to a profit."""
    return round(float((now - before) / abs(before)), 6) if before and now * before >= 0 else None


def _by_category(connection: Connection, known: Profile, column: str, total: Decimal, top: int) -> Breakdown:
    value, group = name(known.roles.amount.label), name(column)
    sql = f"""SELECT {group}::VARCHAR AS "group", count(*) AS rows, coalesce(sum({value}), 0) AS total
FROM data GROUP BY ALL ORDER BY total DESC, "group" NULLS LAST"""
    found = rows(connection, sql)
    # A few more cost less room than a line for them; a number that was asked for is kept to.
    shown = found if len(found) <= (top + 3 if top == TOP else top) else found[:top]
    rest = found[len(shown) :]
    made = [
        _row(key or "", "(blank)" if key is None else key, "blank" if key is None else "group", n, exact_of(s), total)
        for key, n, s in shown
    ]
    if rest:
        summed = sum((exact_of(s) for _, _, s in rest), Decimal(0))
        label = f"all {len(rest):,} others"
        made.append(_row("*", label, "others", sum(n for _, n, _ in rest), summed, total))
    if min((Decimal(row.total) for row in made), default=Decimal(0)) < 0 < max(Decimal(row.total) for row in made):
        # Of profits and losses together nothing is a part.
        made = [row.model_copy(update={"share": None}) for row in made]
    title = f"{measured(known.roles.amount)} by {plain(column)}"
    slug = "".join(c if c.isalnum() else "-" for c in column.casefold()).strip("-")
    told = {"id": f"by-{slug or 'group'}", "title": title, "by": column, "groups": len(found)}
    return Breakdown(**told, rows=tuple(made), sql=sql)


def exact_of(value: Any) -> Decimal:
    """A value of DuckDB as a decimal."""
    return Decimal(exact(value))


def _row(key: str, label: str, kind: Any, count: int, total: Decimal, whole: Decimal) -> Row:
    share = round(float(total / whole), 6) if whole else None
    return Row(key=key, label=label, kind=kind, count=count, total=exact(total), share=share)
