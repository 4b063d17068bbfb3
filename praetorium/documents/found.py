"""What a reader finds in a finished document, whatever its format: what checks and previews go by."""

from __future__ import annotations

import re

from pydantic import Field

from praetorium.models.base import Model


class Graph(Model):
    """A chart with the values it is drawn from."""

    kind: str
    categories: tuple[str, ...]
    series: dict[str, tuple[float | None, ...]]
    description: str = ""


class Sheet(Model):
    """One slide, or the whole of a document that has no slides."""

    title: str = ""
    lines: tuple[tuple[int, str], ...] = ()
    """Level (0: none) and text: headings as negative levels, items of lists from 1 on."""
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    after: tuple[int, ...] = ()
    """How many of the lines stand before each table; empty where it is not known."""
    charts: tuple[Graph, ...] = ()
    pictures: int = 0
    notes: str = ""


class Found(Model):
    """A document as it was read back."""

    title: str = ""
    """As its properties say, not as it stands on the page."""
    language: str = ""
    pages: int | None = None
    sheets: tuple[Sheet, ...]
    described: tuple[str, ...] = ()
    """Descriptions of pictures, charts and tables."""
    undescribed: tuple[str, ...] = ()
    """Names of those that have none."""
    links: tuple[str, ...] = ()
    tagged: bool | None = None
    """For PDF: whether it has a structure for readers of screens."""
    faults: tuple[str, ...] = Field(default=())
    """What is wrong in it by the rules of its own format."""

    @property
    def headings(self) -> tuple[tuple[int, str], ...]:
        return tuple((-level, text) for sheet in self.sheets for level, text in sheet.lines if level < 0)

    @property
    def text(self) -> str:
        """Everything that can be read in it, notes included."""
        parts: list[str] = []
        for sheet in self.sheets:
            parts += [sheet.title, *(text for _, text in sheet.lines), sheet.notes]
            parts += [cell for rows in sheet.tables for row in rows for cell in row]
            parts += [text for graph in sheet.charts for text in (*graph.categories, *graph.series)]
        return "\n".join([*parts, *self.described])


def words(text: str) -> list[str]:
    """The words and numbers of a text, in lower case, without signs."""
    return re.findall(r"[^\W_]+", text.lower())
