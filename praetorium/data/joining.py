"""Joining two files of rows: one is looked up in the other, and what that loses or doubles is counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from praetorium.data.asked import bare, meant
from praetorium.data.duck import Connection, literal, name, one, rows
from praetorium.data.model import Profile
from praetorium.data.naming import rank
from praetorium.data.numbers import many
from praetorium.data.source import unique_names
from praetorium.errors import UserError
from praetorium.models import Model

SHOWN = 5
LOOKUP = 0.5
"""A file in which at least this part of the keys is different is one that rows are looked up in."""
LABELS = "name title company customer product label description firma kunde"


class Join(Model):
    """How two files were joined, and what came of it."""

    rows_file: Profile
    """The file whose rows are kept: each is there once in the result."""
    lookup: Profile
    """The file that each row is looked up in."""
    swapped: bool
    """The file that was named second is the one whose rows are kept."""
    key: tuple[str, str]
    """The key's name in either file, in that order."""
    kind: Literal["lookup", "pairs"]
    """Each row once, or (where no file has its keys once) every pair."""
    columns: tuple[str, ...]
    """The result's columns."""
    taken: tuple[str, ...]
    """Columns of the lookup file that stand in the result."""
    rows: int
    matched: int
    """Rows that were found."""
    lost: int
    """Rows that were not found; they are kept, with blanks."""
    lost_keys: tuple[str, ...]
    unused: int
    """Rows of the lookup file that no row asked for."""
    doubled: int
    """Keys that are there more than once in the lookup file; their first row was taken."""
    doubled_keys: tuple[str, ...]
    label: str
    """The column of the result that names what was looked up."""
    sql: str

    @property
    def told(self) -> tuple[str, ...]:
        """What the join did, in sentences."""
        left, right = self.rows_file.source.name, self.lookup.source.name
        said = [f"{self.matched:,} of {self.rows_file.rows:,} rows of {left} were found in {right} by '{self.key[0]}'."]
        if self.lost:
            listed = ", ".join(self.lost_keys) + (", …" if len(self.lost_keys) == SHOWN else "")
            said.append(f"{many(self.lost, 'row')} not found ({listed}); kept all the same, the new columns blank.")
        if self.unused:
            said.append(f"{many(self.unused, 'row')} of {right} not asked for by any row of {left}.")
        if self.doubled and self.kind == "lookup":
            listed = ", ".join(self.doubled_keys)
            said.append(
                f"{many(self.doubled, 'key')} there more than once in {right} ({listed}); the first row of each was "
                f"taken, so that no row counts twice."
            )
        if self.kind == "pairs":
            more = self.rows - self.rows_file.rows
            said.append(
                f"'{self.key[0]}' is not there once in either file, so rows were doubled: {more:,} more than before."
            )
        return tuple(said)


def join(
    connection: Connection, files: tuple[Profile, Profile], tables: tuple[Path, Path], on: Sequence[str], to: Path
) -> Join:
    """Join two staged files (``tables``: their cells as text) and write the rows as CSV.

    ``on`` is the key: one name, or one for each file; empty: the name that both have. Raises UserError when there is
    no such column, or no row finds another.
    """
    keys = _key(files, on)
    for side, table, key in zip("ab", tables, keys, strict=True):
        source = f"read_parquet({literal(str(table))})"
        folded = f"nullif(trim({name(key)}), '') AS join_key"
        connection.execute(f"CREATE TABLE {side} AS SELECT row_number() OVER () AS join_row, {folded}, * FROM {source}")
    unique = [_share(connection, side) for side in "ab"]
    swapped = unique[0] > unique[1]
    left, right = ("b", "a") if swapped else ("a", "b")
    kind: Literal["lookup", "pairs"] = "lookup" if max(unique) >= LOOKUP else "pairs"
    rows_file, lookup = (files[1], files[0]) if swapped else files
    own, other = (keys[1], keys[0]) if swapped else keys
    extra = [c.name for c in lookup.columns if c.name != other]
    columns, _ = unique_names([*(c.name for c in rows_file.columns), *extra])
    taken = columns[len(rows_file.columns) :]
    selected = [f"l.{name(c.name)} AS {name(c.name)}" for c in rows_file.columns]
    selected += [f"r.{name(c)} AS {name(t)}" for c, t in zip(extra, taken, strict=True)]
    found = f"SELECT * FROM {right} WHERE join_key IS NOT NULL"
    if kind == "lookup":
        found += " QUALIFY row_number() OVER (PARTITION BY join_key ORDER BY join_row) = 1"
    sql = f"""SELECT {", ".join(selected)}
FROM {left} l LEFT JOIN ({found}) r ON l.join_key = r.join_key
ORDER BY l.join_row, r.join_row"""
    connection.execute(f"COPY ({sql}) TO {literal(str(to))} (FORMAT csv, HEADER, FORCE_QUOTE *)")
    count = int(one(connection, f"SELECT count(*) FROM ({sql})")[0])
    known = f"SELECT join_key FROM {right} WHERE join_key IS NOT NULL"
    lost = f"FROM {left} WHERE join_key IS NULL OR join_key NOT IN ({known})"
    missing = int(one(connection, f"SELECT count(*) {lost}")[0])
    if missing == rows_file.rows:
        raise UserError(
            f"no '{own}' of '{rows_file.source.name}' is in '{lookup.source.name}'",
            next="look at how the keys are written",
        )
    unused = one(
        connection,
        f"SELECT count(*) FROM {right} WHERE join_key IS NULL OR join_key NOT IN "
        f"(SELECT join_key FROM {left} WHERE join_key IS NOT NULL)",
    )
    double = f"SELECT join_key FROM {right} WHERE join_key IS NOT NULL GROUP BY ALL HAVING count(*) > 1"
    return Join(
        rows_file=rows_file,
        lookup=lookup,
        swapped=swapped,
        key=(own, other),
        kind=kind,
        columns=columns,
        taken=taken,
        rows=count,
        matched=rows_file.rows - missing,
        lost=missing,
        lost_keys=_some(connection, f"SELECT DISTINCT join_key {lost} ORDER BY 1"),
        unused=int(unused[0]),
        doubled=int(one(connection, f"SELECT count(*) FROM ({double})")[0]),
        doubled_keys=_some(connection, f"{double} ORDER BY 1"),
        label=_label(connection, f"({found})", lookup, extra, taken, own),
        sql=sql,
    )


def subject(found: Join, asked: str) -> str:
    """The column of the result that a word means ("customers"): what was looked up, or any other column."""
    stem = found.lookup.source.name.partition(".")[0].casefold().rstrip("s")
    if not asked or asked.casefold().rstrip("s") == stem:
        return found.label
    known = [c for c in (*found.rows_file.columns, *found.lookup.columns) if c.name in found.columns]
    return meant(known, asked).name


def _key(files: tuple[Profile, Profile], on: Sequence[str]) -> tuple[str, str]:
    if on:
        pair = (on[0], on[-1])
        first, second = (meant(known.columns, key).name for known, key in zip(files, pair, strict=True))
        return first, second
    others = {bare(c.name): c.name for c in files[1].columns}
    both = [c for c in files[0].columns if bare(c.name) in others]
    if not both:
        first, second = (", ".join(c.name for c in known.columns) for known in files)
        raise UserError("the files have no column of the same name", next=f"say on which: one of {first}; or {second}")
    best = max(both, key=lambda c: rank(c, "id number key code sku email"))
    return best.name, others[bare(best.name)]


def _share(connection: Connection, side: str) -> float:
    """Which part of the keys is different."""
    total, different = one(connection, f"SELECT count(join_key), count(DISTINCT join_key) FROM {side}")
    return different / total if total else 0.0


def _some(connection: Connection, sql: str) -> tuple[str, ...]:
    return tuple(str(key) for (key,) in rows(connection, f"SELECT * FROM ({sql}) LIMIT {SHOWN}") if key is not None)


def _label(
    connection: Connection, side: str, lookup: Profile, extra: list[str], taken: tuple[str, ...], own: str
) -> str:
    """A name that is there once for each key, else the key itself."""
    texts = [(c, t) for c, t in zip(extra, taken, strict=True) if lookup.column(c).type == "text"]
    for column, shown in sorted(texts, key=lambda pair: -rank(lookup.column(pair[0]), LABELS)):
        if not rank(lookup.column(column), LABELS):
            break
        keys, names, pairs = one(
            connection,
            f"SELECT count(DISTINCT join_key), count(DISTINCT {name(column)}), "
            f"(SELECT count(*) FROM (SELECT DISTINCT join_key, {name(column)} FROM {side})) FROM {side}",
        )
        if keys == names == pairs:
            return shown
    return own
