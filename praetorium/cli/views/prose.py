"""The few shapes everything is shown in: a sentence with a mark, labelled facts, a heading, a block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

INDENT = 2
MOST = 110
"""Columns beyond which prose gets no wider: longer lines are hard to read."""


def sentence(text: str, *, mark: str = "", style: str = "") -> RenderableType:
    """A line led by its mark; what does not fit continues beneath the words, not beneath the mark."""
    if not mark:
        return Text(text, style=style)
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style=style), Text(text, style=style))
    return grid


def heading(text: str) -> Text:
    return Text(text, style="title")


def facts(rows: Sequence[tuple[str, RenderableType]]) -> RenderableType:
    """Labels at the left, what they say at the right."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="label", no_wrap=True, min_width=max((len(label) for label, _ in rows), default=0))
    grid.add_column(overflow="fold", max_width=MOST)
    for label, value in rows:
        grid.add_row(label, value)
    return grid


def bullets(lines: Iterable[str | Text]) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, style="quiet")
    grid.add_column(overflow="fold", max_width=MOST)
    for line in lines:
        grid.add_row("·", line if isinstance(line, Text) else Text(line))
    return grid


def indented(what: RenderableType) -> RenderableType:
    return Padding(what, (0, 0, 0, INDENT), expand=False)


def block(title: str, body: RenderableType) -> RenderableType:
    """A heading with what belongs to it, and an empty line before it."""
    return Group(Text(), heading(title), indented(body))


def cut(text: str) -> Text:
    """A cell that ends with an ellipsis where there is no room; its column gives way to the others (``fold``)."""
    return Text(text, no_wrap=True, overflow="ellipsis")


def table(*columns: str, right: tuple[str, ...] = (), fold: tuple[str, ...] = ()) -> Table:
    """A table without borders. Columns in ``fold`` give way when there is no room: they wrap, or are :func:`cut`."""
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="label", pad_edge=False)
    for column in columns:
        made.add_column(
            column,
            justify="right" if column in right else "left",
            overflow="fold" if column in fold else "ellipsis",
            no_wrap=column not in fold,
        )
    return made


def unwrapped(*parts: str | tuple[str, str]) -> Text:
    """A line for what gets copied: the terminal may break it, we do not. Print it with ``crop=False``."""
    line = Text.assemble(" " * INDENT, *parts)
    line.no_wrap, line.overflow = True, "ignore"
    return line
