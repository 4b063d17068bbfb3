"""The columns of files that are put together: each once, by its name, with the type that holds the values of all."""

from __future__ import annotations

from collections.abc import Sequence

from praetorium.data import cells
from praetorium.data.asked import meant
from praetorium.data.model import Column, Profile
from praetorium.errors import UserError

ALIKE = 0.5
"""Part of a file's columns that another one must have for both to be rows of the same thing."""
_LONGEST = 15
"""Digits up to which Excel keeps a number exactly."""
_NAMES = frozenset(["phone", "tel", "telefon", "mobile", "fax", "zip", "plz", "postcode", "postal", "iban"])


def columns_of(
    files: tuple[Profile, ...], *, as_written: bool
) -> tuple[tuple[Column, ...], tuple[tuple[str | None, ...], ...]]:
    """The columns of all files, each once, and what each file calls them."""
    named: dict[str, list[Column]] = {}
    for known in files:
        for column in known.columns:
            named.setdefault(_bare(column.name), []).append(column)
    first = {_bare(c.name) for c in files[0].columns}
    for known in files[1:]:
        here = {_bare(c.name) for c in known.columns}
        if len(here & first) < ALIKE * min(len(here), len(first)):
            both = f"'{files[0].source.name}' and '{known.source.name}'"
            raise UserError(
                f"{both} are not rows of the same thing: they share {len(here & first)} of their columns",
                next=f"to look rows of one up in the other, say: join {files[0].source.name} and {known.source.name}",
            )
    own = tuple(
        tuple(next((c.name for c in known.columns if _bare(c.name) == bare), None) for bare in named) for known in files
    )
    texts = all(known.source.kind == "delimited" for known in files)
    return tuple(_merged(each, as_written and (texts or not each[0].number)) for each in named.values()), own


def wanted(
    columns: tuple[Column, ...], own: tuple[tuple[str | None, ...], ...], take: Sequence[str], omit: Sequence[str]
) -> tuple[tuple[Column, ...], tuple[tuple[str | None, ...], ...]]:
    """The columns that are wanted, and what each file calls them. Raises UserError for one that is not there."""
    omitted = [meant(columns, word).name for word in omit]
    taken = list(dict.fromkeys(meant(columns, word).name for word in take)) or [c.name for c in columns]
    kept = [next(i for i, c in enumerate(columns) if c.name == called) for called in taken if called not in omitted]
    if not kept:
        raise UserError("no column would be left", next="leave fewer out")
    return tuple(columns[at] for at in kept), tuple(tuple(names[at] for at in kept) for names in own)


def _bare(column: str) -> str:
    return " ".join(column.casefold().replace("_", " ").split())


def _merged(columns: Sequence[Column], as_written: bool) -> Column:
    """One column for those of all files: typed where all are, else the text as it is written."""
    first = columns[0]
    text = Column(name=first.name, type="text")
    if all(c.moment for c in columns) and (any(c.bad for c in columns) or (as_written and _several(columns))):
        # Dates in one form; what is none stays as it is written.
        timed = any(c.type == "datetime" for c in columns)
        return text.model_copy(update={"formats": ("%Y-%m-%d %H:%M:%S" if timed else "%Y-%m-%d",)})
    ways = {(c.type, c.mark, c.plain, c.formats) for c in columns}
    alike = len({way[1:] for way in ways}) == 1
    if (as_written and alike) or any(c.bad or c.mark == ":" for c in columns):
        return text
    if all(c.number for c in columns):
        longest = max(c.longest for c in columns)
        if longest > _LONGEST or _NAMES & set(_bare(first.name).replace("-", " ").split()):
            return text
        scales = [c.scale for c in columns]
        scale = None if None in scales else max(s or 0 for s in scales)
        kind = "integer" if scale == 0 else "decimal"
        return first.model_copy(update={"type": kind, "scale": scale, "longest": longest, "mark": ".", "plain": True})
    if all(c.moment for c in columns):
        kind = "datetime" if any(c.type == "datetime" for c in columns) else "date"
        return first.model_copy(update={"type": kind})
    return text


def _several(columns: Sequence[Column]) -> bool:
    return len({form for c in columns for form in c.formats}) > 1


def sql_type(column: Column) -> str:
    """What the column is in the result."""
    if column.number:
        return "BIGINT" if column.scale == 0 else cells.sql_type(column)
    return {"date": "DATE", "datetime": "TIMESTAMP"}.get(column.type, "VARCHAR")


def typed(
    files: Sequence[Profile], columns: Sequence[Column], own: Sequence[Sequence[str | None]]
) -> tuple[Column, ...]:
    """Each column of the result with the type that it has in the first file that has it."""
    made = []
    for at, column in enumerate(columns):
        known, called = next((k, n[at]) for k, n in zip(files, own, strict=True) if n[at])
        made.append(known.column(called or "").model_copy(update={"name": column.name}))
    return tuple(made)
