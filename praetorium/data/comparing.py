"""What changed between two files of rows: which belongs to which by a key, and then column by column."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Literal

from praetorium.data import cells
from praetorium.data.duck import Connection, literal, name, one, rows
from praetorium.data.model import Column, Profile
from praetorium.data.naming import KEYS, named, rank
from praetorium.data.numbers import exact
from praetorium.errors import UserError
from praetorium.models import Model

LISTED = 2_000
"""Changed, added and removed rows that are listed one by one; all of them are counted."""
_CANDIDATES = 8
_LONG = 80


class Shared(Model):
    """A column that both files have, and how its values are compared."""

    first: str
    second: str
    """Its name in either file; they may differ in capitals."""
    mode: Literal["number", "date", "text"]
    scale: int | None = None
    """Decimal places of a number in both files; None: a binary number."""


class Change(Model):
    """One cell that differs."""

    key: str
    column: str
    before: str
    after: str


class Difference(Model):
    """A shared column's changes."""

    column: str
    changed: int
    before: str | None = None
    """Its total in either file, for numbers: exact decimal text."""
    after: str | None = None
    decimals: int = 0


class Comparison(Model):
    """What changed between two files."""

    first: Profile
    second: Profile
    key: tuple[str, ...]
    """Columns by which rows belong together, as the first file calls them; empty: whole rows were compared."""
    chosen: str
    """How the key was found, as a sentence."""
    shared: tuple[Shared, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    retyped: tuple[tuple[str, str, str], ...]
    """Columns whose type differs: name, before, after."""
    added: int
    removed: int
    changed: int
    same: int
    columns: tuple[Difference, ...]
    changes: tuple[Change, ...]
    added_rows: tuple[tuple[str, ...], ...]
    removed_rows: tuple[tuple[str, ...], ...]
    queries: tuple[tuple[str, str], ...]


def shared_columns(first: Sequence[Column], second: Sequence[Column]) -> tuple[Shared, ...]:
    """The columns that both have, in the first file's order."""
    others = {c.name.casefold(): c for c in second}
    found = []
    for one_ in first:
        other = others.get(one_.name.casefold())
        if other is None:
            continue
        mode: Literal["number", "date", "text"] = "text"
        scale: int | None = None
        if one_.number and other.number:
            mode = "number"
            scale = None if one_.scale is None or other.scale is None else max(one_.scale, other.scale)
        elif one_.type == other.type == "date" and one_.formats != other.formats:
            mode = "date"
        found.append(Shared(first=one_.name, second=other.name, mode=mode, scale=scale))
    return tuple(found)


def compare(
    connection: Connection, first: Profile, second: Profile, tables: tuple[Path, Path], on: Sequence[str] = ()
) -> Comparison:
    """Compare two staged files (``tables``: their cells as text). ``on`` names the key, else one is looked for.

    Raises UserError when the files share no column, or the named key does not tell rows apart.
    """
    both = shared_columns(first.columns, second.columns)
    if not both:
        raise UserError(
            f"'{first.source.name}' and '{second.source.name}' have no column in common",
            next="compare two files of the same kind of rows",
        )
    for side, table, known in (("a", tables[0], first), ("b", tables[1], second)):
        selected = [_value(s, known, side) + f" AS c{i}" for i, s in enumerate(both)]
        texts = [f"trim({name(s.first if side == 'a' else s.second)}) AS t{i}" for i, s in enumerate(both)]
        source = f"read_parquet({literal(str(table))})"
        connection.execute(f"CREATE VIEW {side} AS SELECT {', '.join((*selected, *texts))} FROM {source}")
    key, chosen = _key(connection, both, first, second, on)
    at = [next(i for i, s in enumerate(both) if s.first == k) for k in key]
    rest = [i for i in range(len(both)) if i not in at]
    counts, queries = _counted(connection, at, rest, len(both))
    added, removed, changed, same = counts
    return Comparison(
        first=first,
        second=second,
        key=tuple(key),
        chosen=chosen,
        shared=both,
        only_first=_without(first, second),
        only_second=_without(second, first),
        retyped=_retyped(first, second),
        added=added,
        removed=removed,
        changed=changed,
        same=same,
        columns=_differences(connection, both, first, at, rest),
        changes=_changes(connection, both, at, rest) if key else (),
        added_rows=_alone(connection, "b", "a", at, len(both)),
        removed_rows=_alone(connection, "a", "b", at, len(both)),
        queries=queries,
    )


def _value(shared: Shared, known: Profile, side: str) -> str:
    own = shared.first if side == "a" else shared.second
    column = known.column(own)
    if shared.mode == "text":
        return f"nullif(trim({name(own)}), '')"
    typed = cells.expression(column, name(own))
    if shared.mode == "number":
        return f"CAST({typed} AS {'DOUBLE' if shared.scale is None else f'DECIMAL(38, {shared.scale})'})"
    return typed


def _key(
    connection: Connection, both: tuple[Shared, ...], first: Profile, second: Profile, on: Sequence[str]
) -> tuple[list[str], str]:
    if on:
        key = [named(first.columns, k).name for k in on]
        missing = [k for k in key if k not in {s.first for s in both}]
        if missing:
            raise UserError(f"'{missing[0]}' is not in '{second.source.name}'", next="name a column that both have")
        if not _unique(connection, both, key):
            raise UserError(f"{_told(key)} is there more than once in one row or more, so it tells no rows apart")
        return key, f"Rows belong together by {_told(key)}, as asked."
    good = [
        s.first
        for s in both
        if first.column(s.first).type in ("text", "integer", "date") and first.column(s.first).blank == 0
    ]
    good.sort(key=lambda c: -rank(first.column(c), KEYS))
    for one_ in good:
        if _unique(connection, both, [one_]):
            return [one_], f"Rows belong together by '{one_}': its value is there once in each file. This was assumed."
    for pair in combinations(good[:_CANDIDATES], 2):
        if _unique(connection, both, list(pair)):
            return list(pair), f"Rows belong together by {_told(pair)}: together they are there once. This was assumed."
    return [], "No column or pair of columns tells rows apart in both files, so whole rows were compared."


def _told(key: Sequence[str]) -> str:
    return " and ".join(f"'{k}'" for k in key)


def _unique(connection: Connection, both: tuple[Shared, ...], key: list[str]) -> bool:
    columns = ", ".join(f"c{next(i for i, s in enumerate(both) if s.first == k)}" for k in key)
    for side in "ab":
        total, different = one(
            connection, f"SELECT (SELECT count(*) FROM {side}), count(*) FROM (SELECT DISTINCT {columns} FROM {side})"
        )
        if total != different:
            return False
    return True


def _counted(
    connection: Connection, at: list[int], rest: list[int], width: int
) -> tuple[tuple[int, int, int, int], tuple[tuple[str, str], ...]]:
    if not at:
        every = ", ".join(f"c{i}" for i in range(width))
        on = " AND ".join(f"a.c{i} IS NOT DISTINCT FROM b.c{i}" for i in range(width))
        sql = f"""SELECT coalesce(sum(greatest(coalesce(b.n, 0) - coalesce(a.n, 0), 0)), 0) AS added,
  coalesce(sum(greatest(coalesce(a.n, 0) - coalesce(b.n, 0), 0)), 0) AS removed, 0 AS changed,
  coalesce(sum(least(coalesce(a.n, 0), coalesce(b.n, 0))), 0) AS same
FROM (SELECT {every}, count(*) AS n FROM a GROUP BY ALL) a
FULL JOIN (SELECT {every}, count(*) AS n FROM b GROUP BY ALL) b ON {on}"""
    else:
        differs = " OR ".join(f"a.c{i} IS DISTINCT FROM b.c{i}" for i in rest) or "false"
        sql = f"""SELECT count(*) FILTER (a.here IS NULL) AS added, count(*) FILTER (b.here IS NULL) AS removed,
  count(*) FILTER (a.here AND b.here AND ({differs})) AS changed,
  count(*) FILTER (a.here AND b.here AND NOT ({differs})) AS same
FROM (SELECT *, true AS here FROM a) a FULL JOIN (SELECT *, true AS here FROM b) b ON {_on(at)}"""
    added, removed, changed, same = one(connection, sql)
    return (int(added), int(removed), int(changed), int(same)), (("Rows added, removed, changed", sql),)


def _on(at: list[int]) -> str:
    return " AND ".join(f"a.c{i} IS NOT DISTINCT FROM b.c{i}" for i in at)


def _differences(
    connection: Connection, both: tuple[Shared, ...], first: Profile, at: list[int], rest: list[int]
) -> tuple[Difference, ...]:
    found = []
    for i in rest:
        shared = both[i]
        changed = 0
        if at:
            sql = f"SELECT count(*) FROM a JOIN b ON {_on(at)} WHERE a.c{i} IS DISTINCT FROM b.c{i}"
            changed = int(one(connection, sql)[0])
        before = after = None
        # A number that counts or names nothing is worth adding up; a key's total is not.
        if shared.mode == "number":
            before, after = (exact(one(connection, f"SELECT sum(c{i}) FROM {side}")[0]) for side in "ab")
        places = 2 if shared.scale is None else min(shared.scale, 4)
        found.append(Difference(column=shared.first, changed=changed, before=before, after=after, decimals=places))
    return tuple(found)


def _changes(connection: Connection, both: tuple[Shared, ...], at: list[int], rest: list[int]) -> tuple[Change, ...]:
    shown = " || ' · ' || ".join(f"coalesce(a.t{i}, '')" for i in at)
    each = [
        f"SELECT {shown} AS k, {i} AS i, coalesce(a.t{i}, '') AS x, coalesce(b.t{i}, '') AS y "
        f"FROM a JOIN b ON {_on(at)} WHERE a.c{i} IS DISTINCT FROM b.c{i}"
        for i in rest
    ]
    if not each:
        return ()
    found = rows(connection, f"SELECT * FROM ({' UNION ALL '.join(each)}) ORDER BY k, i LIMIT {LISTED}")
    return tuple(Change(key=k[:_LONG], column=both[i].first, before=x[:_LONG], after=y[:_LONG]) for k, i, x, y in found)


def _alone(connection: Connection, side: str, other: str, at: list[int], width: int) -> tuple[tuple[str, ...], ...]:
    """Rows of one file that the other does not have."""
    matched = " AND ".join(f"s.c{i} IS NOT DISTINCT FROM o.c{i}" for i in (at or range(width)))
    texts = ", ".join(f"coalesce(s.t{i}, '')" for i in range(width))
    sql = f"SELECT {texts} FROM {side} s WHERE NOT EXISTS (SELECT 1 FROM {other} o WHERE {matched}) LIMIT {LISTED}"
    return tuple(tuple(str(v)[:_LONG] for v in row) for row in rows(connection, sql))


def _without(one_: Profile, other: Profile) -> tuple[str, ...]:
    names = {c.name.casefold() for c in other.columns}
    return tuple(c.name for c in one_.columns if c.name.casefold() not in names)


def _retyped(first: Profile, second: Profile) -> tuple[tuple[str, str, str], ...]:
    others = {c.name.casefold(): c for c in second.columns}
    pairs = [(c, others[c.name.casefold()]) for c in first.columns if c.name.casefold() in others]
    same = {("integer", "decimal"), ("decimal", "integer")}
    return tuple((a.name, a.type, b.type) for a, b in pairs if a.type != b.type and (a.type, b.type) not in same)


def facts(found: Comparison) -> dict[str, Decimal]:
    """The figures of a comparison by the names a second engine gives them."""
    told = {
        "rows before": found.first.rows,
        "rows after": found.second.rows,
        "added": found.added,
        "removed": found.removed,
        "changed": found.changed,
        "same": found.same,
    }
    made = {key: Decimal(value) for key, value in told.items()}
    for each in found.columns:
        made[f"changed in {each.column}"] = Decimal(each.changed)
        if each.before is not None and each.after is not None:
            before, after = Decimal(each.before), Decimal(each.after)
            made |= {f"{each.column} before": before, f"{each.column} after": after}
            made[f"{each.column} difference"] = after - before
            if before:
                made[f"{each.column} change"] = (after - before) / abs(before)
    return made
