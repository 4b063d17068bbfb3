"""What looks odd in the data: each rule is a query that names its rows. A rule speaks only when it is sure enough."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from praetorium.data.duck import Connection, literal, name, one, rows
from praetorium.data.figures import period_label
from praetorium.data.model import Breakdown, Oddity, Profile
from praetorium.data.naming import CURRENCIES, PAID_IN, PAID_OUT, words_of

SHOWN = 10
NUMBERED = "(SELECT row_number() OVER () AS row, * FROM data)"


def find(connection: Connection, known: Profile, over: tuple[Breakdown, ...]) -> tuple[Oddity, ...]:
    """All findings, most telling first."""
    return (
        *_currencies(connection, known),
        *_duplicates(connection, known),
        *_gaps(connection, known),
        *_outliers(connection, known),
        *_jumps(known, over),
        *_future(connection, known),
        *_spellings(connection, known),
        *_negative(connection, known),
        *_missing(connection, known),
    )


def _told(
    connection: Connection, rule: str, title: str, detail: str, sql: str, any_: str | None = None
) -> Iterator[Oddity]:
    """``sql`` gives (what, …) one finding a row; its first column is what people are shown.

    ``any_`` counts, without numbering all rows, whether there is anything to find at all.
    """
    if any_ is not None and not one(connection, any_)[0]:
        return
    count = int(one(connection, f"SELECT count(*) FROM ({sql})")[0])
    if count:
        found = [str(first) for first, *_ in rows(connection, f"SELECT * FROM ({sql}) LIMIT {SHOWN}")]
        # Not str.format: a column's name may hold braces.
        words = {"{count}": f"{count:,}", "{s}": "" if count == 1 else "s", "{are}": "is" if count == 1 else "are"}
        for mark, word in words.items():
            title = title.replace(mark, word)
        yield Oddity(rule=rule, title=title, detail=detail, rows=tuple(found), count=count, sql=sql)


def _currencies(connection: Connection, known: Profile) -> Iterator[Oddity]:
    if known.roles.amount.ones:
        return
    for column in known.columns:
        if column.type != "text" or not CURRENCIES & set(words_of(column.name)) or not 2 <= column.distinct <= SHOWN:
            continue
        money = name(column.name)
        sql = f"""SELECT {money} || ': ' || count(*) || ' rows' AS found FROM data WHERE {money} IS NOT NULL
GROUP BY {money} ORDER BY count(*) DESC, {money}"""
        detail = f"'{column.name}' says in which each row is; a total of several says nothing. Ask for one: 'only …'."
        several = f"SELECT count(DISTINCT {money}) > 1 FROM data"
        title = "Amounts of {count} currencies are added up as if they were of one"
        yield from _told(connection, "currency", title, detail, sql, several)


def _duplicates(connection: Connection, known: Profile) -> Iterator[Oddity]:
    if key := known.roles.key:
        twice = f"SELECT {name(key)} FROM data WHERE {name(key)} IS NOT NULL GROUP BY {name(key)} HAVING count(*) > 1"
        sql = f"""SELECT {name(key)} || ' in rows ' || string_agg(row::VARCHAR, ', ' ORDER BY row) AS found
FROM {NUMBERED} WHERE {name(key)} IN ({twice}) GROUP BY {name(key)} ORDER BY min(row)"""
        detail = f"'{key}' is nearly always there once; these values are there more often."
        title = f"{{count}} value{{s}} of '{key}' {{are}} there more than once"
        yield from _told(connection, "duplicate-key", title, detail, sql, f"SELECT count(*) FROM ({twice})")
        return
    if known.size > 2_000_000:
        return
    listed = ", ".join(name(c.name) for c in known.columns)
    sql = f"""SELECT 'rows ' || string_agg(row::VARCHAR, ', ' ORDER BY row) AS found FROM {NUMBERED}
GROUP BY {listed} HAVING count(*) > 1 ORDER BY min(row)"""
    wide = len(known.columns) >= 4 and sum(c.distinct for c in known.columns) > known.size
    if wide:
        detail = "Every column of these rows is the same as in another row."
        yield from _told(connection, "duplicate-row", "{count} row{s} {are} there more than once", detail, sql)


def _gaps(connection: Connection, known: Profile) -> Iterator[Oddity]:
    if not known.roles.date:
        return
    day = name(known.roles.date)
    days, present, weekend = one(
        connection,
        f"""WITH days AS (SELECT {day}::DATE AS d, count(*) AS n FROM data WHERE {day} IS NOT NULL GROUP BY ALL)
SELECT max(d) - min(d) + 1, count(*), count(*) FILTER (isodow(d) > 5) FROM days""",
    )
    if not days or days < 14:
        return
    rests = weekend <= 0.02 * present
    expected = days * 5 / 7 if rests else days
    # Only where nearly every day has rows is a day without any worth a word.
    if present < 0.9 * expected:
        return
    working = "AND isodow(d) <= 5" if rests else ""
    sql = f"""WITH days AS (SELECT DISTINCT {day}::DATE AS d FROM data WHERE {day} IS NOT NULL),
calendar AS (SELECT unnest(generate_series((SELECT min(d) FROM days)::TIMESTAMP, (SELECT max(d) FROM days)::TIMESTAMP,
  INTERVAL '1 day'))::DATE AS d),
missing AS (SELECT d, d - row_number() OVER (ORDER BY d)::INTEGER AS run FROM calendar
  WHERE d NOT IN (SELECT d FROM days) {working})
SELECT CASE WHEN count(*) = 1 THEN min(d)::VARCHAR ELSE min(d) || ' to ' || max(d) || ' (' || count(*) || ' days)' END
AS found, count(*) FROM missing GROUP BY run ORDER BY min(d)"""
    usual = "working day" if rests else "day"
    detail = f"{present / expected:.0%} of the {usual}s have rows, so one without any is unusual."
    yield from _told(connection, "gap", f"{{count}} gap{{s}}: {usual}s without a row", detail, sql)


def _outliers(connection: Connection, known: Profile) -> Iterator[Oddity]:
    if known.size < 20 or known.roles.amount.ones:
        return
    label = known.roles.amount.label
    value = name(label)
    number = f"{value}::DOUBLE"
    low, high, least = one(
        connection,
        f"SELECT approx_quantile({number}, 0.25), approx_quantile({number}, 0.75), min({number}) FROM data",
    )
    if low is None or low == high:
        return
    # Amounts are skewed: where all are positive, distance is a matter of factors, not of differences.
    if least > 0:
        factor = (high / low) ** 3
        lower, upper = low / factor, high * factor
    else:
        lower, upper = low - 6 * (high - low), high + 6 * (high - low)
    sql = f"""SELECT 'row ' || row || ': ' || {value} AS found FROM {NUMBERED}
WHERE {value} > {upper!r} OR {value} < {lower!r} ORDER BY abs({value}) DESC"""
    far = f"SELECT count(*) FROM data WHERE {value} > {upper!r} OR {value} < {lower!r}"
    share = int(one(connection, far)[0]) / known.size
    if share <= 0.01 or share * known.size <= 2:
        detail = (
            f"Half of all values of '{label}' lie between {low:,.2f} and {high:,.2f}; "
            f"these are not between {lower:,.2f} and {upper:,.2f}."
        )
        title = f"{{count}} value{{s}} of '{label}' far from all others"
        yield from _told(connection, "outlier", title, detail, sql, far)


def _jumps(known: Profile, over: tuple[Breakdown, ...]) -> Iterator[Oddity]:
    """A level that shifts by a factor and stays: a change of unit or of what is counted."""
    time = next((b for b in over if b.grain), None)
    if time is None or known.roles.amount.ones:
        return
    points = [r for r in time.rows if r.kind == "group" and r.count]
    points = points[:-1] if time.partial else points
    means = [float(r.total) / r.count for r in points]
    for i in range(2, len(means) - 1):
        before, after = sorted(means[:i]), sorted(means[i:])
        middle, now = before[len(before) // 2], after[len(after) // 2]
        apart = min(after) > 4 * max(before) if now > middle else max(after) * 4 < min(before)
        if middle > 0 and now > 0 and apart:
            factor = now / middle if now > middle else middle / now
            when = period_label(date.fromisoformat(points[i].key), time.grain or "month")
            title = f"From {when} on, {time.title.split(' by ')[0]} per row is {factor:,.0f} times {_side(now, middle)}"
            detail = "Every period before lies on one side of every period after: was the unit or the currency changed?"
            yield Oddity(rule="unit-change", title=title, detail=detail, rows=(points[i].key,), count=1, sql=time.sql)
            return


def _side(now: float, before: float) -> str:
    return "higher" if now > before else "lower"


def _future(connection: Connection, known: Profile) -> Iterator[Oddity]:
    if not known.roles.date:
        return
    day = name(known.roles.date)
    edge: Any = one(connection, f"SELECT approx_quantile({day}::TIMESTAMP, 0.99) FROM data")[0]
    if edge is None:
        return
    sql = f"""SELECT 'row ' || row || ': ' || {day}::DATE AS found FROM {NUMBERED}
WHERE {day}::DATE > current_date OR {day}::DATE < DATE '1970-01-02' ORDER BY row"""
    detail = "The date lies after the day on which this report was made, or before 1970."
    if edge.date() <= date.today():
        impossible = f"SELECT count(*) FROM data WHERE {day}::DATE > current_date OR {day}::DATE < DATE '1970-01-02'"
        title = f"{{count}} row{{s}} with an impossible '{known.roles.date}'"
        yield from _told(connection, "date", title, detail, sql, impossible)


def _spellings(connection: Connection, known: Profile) -> Iterator[Oddity]:
    for column in known.roles.categories:
        if known.column(column).type != "text":
            continue
        group = name(column)
        sql = f"""WITH each AS (SELECT {group} AS v, count(*) AS n FROM data WHERE {group} IS NOT NULL GROUP BY ALL)
SELECT string_agg(v || ' (' || n || ')', ', ' ORDER BY n DESC, v) AS found FROM each
GROUP BY lower(regexp_replace(v, '[\\s._-]+', '', 'g')) HAVING count(*) > 1 ORDER BY sum(n) DESC"""
        detail = "They differ in capitals, blanks or dots alone, and are counted apart."
        title = f"{{count}} value{{s}} of '{column}' written in more than one way"
        yield from _told(connection, "spelling", title, detail, sql)


def _negative(connection: Connection, known: Profile) -> Iterator[Oddity]:
    label = known.roles.amount.label
    sql = f"SELECT 'row ' || row || ': ' || {name(label)} AS found FROM {NUMBERED} WHERE {name(label)} < 0 ORDER BY row"
    count = int(one(connection, f"SELECT count(*) FROM data WHERE {name(label)} < 0")[0])
    if 0 < count <= 0.1 * known.size:
        detail = "They lower the totals: returns and corrections, or a sign that is wrong."
        yield from _told(connection, "negative", f"{{count}} row{{s}} with a negative '{label}'", detail, sql)


def _one_of_two(known: Profile) -> bool:
    """Whether a row has either this amount or that of another column: money in, money out."""
    own, others = set(words_of(known.roles.amount.label)), {w for c in known.columns for w in words_of(c.name)}
    return bool((own & PAID_OUT and others & PAID_IN) or (own & PAID_IN and others & PAID_OUT))


def _missing(connection: Connection, known: Profile) -> Iterator[Oddity]:
    roles = known.roles
    amounts = (
        ()
        if roles.amount.ones or roles.amount.difference or _one_of_two(known)
        else roles.amount.factors or (roles.amount.label,)
    )
    used = [*amounts, roles.date, roles.key, *roles.categories]
    for column in (known.column(c) for c in used if c):
        test = f"{name(column.name)} IS NULL"
        sql = f"SELECT count(*) FROM data WHERE {test}"
        absent = column.blank + column.bad
        if absent and roles.where:
            absent = int(one(connection, sql)[0])
        if absent:
            word = literal(column.name)
            yield Oddity(
                rule="missing",
                title=f"{word} is missing in {absent:,} of {known.size:,} rows ({absent / known.size:.1%})",
                detail="These rows are in the count of rows; a missing amount adds nothing to a total.",
                count=absent,
                sql=sql,
            )
