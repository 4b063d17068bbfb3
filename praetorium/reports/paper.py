"""A paper: what a report says, before it is a page, a PDF or a workbook. Every kind of report is made into one."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field as Setting

from praetorium.data.numbers import percent, shown
from praetorium.models import Model

Kind = Literal["text", "number", "share", "change", "date"]


class Cell(Model):
    """One value of a table, or one key figure."""

    text: str
    """What people read."""
    value: str = ""
    """The exact value: decimal text, ISO date; a share or change as a fraction. Empty for text and blanks."""
    fact: str = ""
    """By which name a second engine knows it; empty for what is not computed."""
    kind: Kind = "text"
    decimals: int = 0
    tone: Literal["", "up", "down", "soft"] = ""


class Column(Model):
    label: str
    kind: Kind = "text"
    decimals: int = 0
    formula: str = ""
    """How a workbook computes it from the cells beside it: ``=C{row}-B{row}``."""


class Table(Model):
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    """The last line: sums of the columns above it."""
    bars: int | None = None
    """The column that is drawn as bars beside the rows."""
    whole: bool = False
    """Every row is shown, however many there are: it is what was asked for."""


class Finding(Model):
    title: str
    detail: str
    rows: tuple[str, ...] = ()
    more: int = 0
    """How many further rows there are."""


class Picture(Model):
    """A chart: its drawing as SVG, and what it shows in words."""

    svg: str
    alt: str


class Section(Model):
    id: str
    heading: str
    text: str = ""
    picture: Picture | None = None
    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


class Query(Model):
    label: str
    sql: str


class Paper(Model):
    """A whole report."""

    title: str
    kicker: str
    lede: str
    figures: tuple[tuple[str, Cell], ...] = ()
    """Key figures, each with its label."""
    sections: tuple[Section, ...]
    queries: tuple[Query, ...] = ()
    sources: tuple[tuple[str, str], ...]
    """Files it was made from: name and SHA-256."""
    made: str
    """ISO date."""
    checked: str = (
        "Each figure was computed a second time from the raw files by another program before this was handed over."
    )


class Facts(Model):
    """What a second engine found, by the names that stand in a paper."""

    values: dict[str, str] = Setting(default_factory=dict)
    """Exact decimal text, or text."""


def number(value: str | int | Decimal, fact: str = "", decimals: int = 0) -> Cell:
    """A number as people read it, with the exact one beside it."""
    exact = format(Decimal(value), "f")
    return Cell(text=shown(exact, decimals), value=exact, fact=fact, kind="number", decimals=decimals)


def difference(value: str | int | Decimal, fact: str = "", decimals: int = 0) -> Cell:
    """A number with its sign."""
    made = number(value, fact, decimals)
    up = Decimal(made.value) > 0
    tone: Literal["up", "down", ""] = "up" if up else "down" if Decimal(made.value) < 0 else ""
    return made.model_copy(update={"text": f"+{made.text}" if up else made.text, "tone": tone})


def share(fraction: float | None, fact: str = "") -> Cell:
    """A part of a whole as a percentage; a dash where there is none."""
    if fraction is None:
        return Cell(text="–", tone="soft")
    return Cell(text=percent(fraction), value=repr(fraction), fact=fact, kind="share")


def change(fraction: float | None, fact: str = "") -> Cell:
    """Growth as a percentage with its sign; a dash where there is none."""
    if fraction is None:
        return Cell(text="–", tone="soft")
    tone: Literal["up", "down", ""] = "up" if fraction > 0 else "down" if fraction < 0 else ""
    return Cell(text=percent(fraction, signed=True), value=repr(fraction), fact=fact, kind="change", tone=tone)


def words(text: str, tone: Literal["", "soft"] = "") -> Cell:
    """Text, or a dash for none."""
    return Cell(text=text or "–", tone=tone if text else "soft")
