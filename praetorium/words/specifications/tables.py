"""What every specification comes to: tables with columns, before they are named for people."""

from __future__ import annotations

from dataclasses import dataclass, field

from praetorium.models import FieldType


@dataclass(frozen=True)
class Column:
    """One column; ``refers`` is the table it points to."""

    name: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    unique: bool = False
    choices: tuple[str, ...] = ()
    refers: str | None = None
    samples: tuple[str | int | float | bool, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table, in the order of the file."""

    name: str
    columns: tuple[Column, ...] = ()
    rows: tuple[dict[str, str | int | float | bool | None], ...] = field(default=())
    """Whole records, by column."""

    @property
    def joins(self) -> tuple[str, str] | None:
        """The two tables that it does nothing but join."""
        refers = [c.refers for c in self.columns if c.refers is not None]
        plain = [c for c in self.columns if c.refers is None and c.name not in BOOKKEEPING]
        return (refers[0], refers[1]) if len(refers) == 2 and not plain else None


BOOKKEEPING = frozenset({"id", "created_at", "updated_at", "created", "updated", "modified_at", "uuid"})
"""Columns that every application has anyway."""


def by_name(name: str, known: FieldType) -> FieldType:
    """A closer type where the column's name tells more than its type does."""
    parts = set(name.lower().split("_"))
    if known in (FieldType.TEXT, FieldType.LONG_TEXT):
        for words, closer in _TELLING:
            if parts & words:
                return closer
    if known in (FieldType.DECIMAL, FieldType.INTEGER) and parts & _MONEY:
        return FieldType.MONEY
    if known is FieldType.INTEGER and parts & {"rating", "stars"}:
        return FieldType.RATING
    if known is FieldType.DECIMAL and parts & {"percent", "percentage"}:
        return FieldType.PERCENT
    return known


_TELLING = (
    (frozenset({"email", "mail"}), FieldType.EMAIL),
    (frozenset({"phone", "telephone", "mobile", "fax"}), FieldType.PHONE),
    (frozenset({"url", "website", "link", "homepage"}), FieldType.URL),
    (frozenset({"notes", "note", "description", "comment", "comments", "body", "summary", "bio"}), FieldType.LONG_TEXT),
    (frozenset({"colour", "color"}), FieldType.COLOUR),
)
_MONEY = frozenset({"price", "amount", "cost", "total", "salary", "fee", "balance", "budget", "revenue"})
