"""What commands write to: stdout for results, stderr for everything that is none."""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

# Meaning is never in the colour alone: each has its mark and its word as well. Only the terminal's own palette is used,
# so that whoever set it up to be readable finds it readable here.
STYLES = {
    "title": "bold",
    "label": "cyan",
    "quiet": "dim",
    "good": "green",
    "bad": "bold red",
    "wait": "bold yellow",
    "busy": "bold cyan",
    "link": "underline",
}
NARROW = 100
"""Columns below which tables leave out what can be had elsewhere."""


@cache
def out() -> Console:
    """The console on stdout."""
    return _console(stderr=False)


@cache
def err() -> Console:
    """The console on stderr."""
    return _console(stderr=True)


def is_plain(console: Console, asked: bool = False) -> bool:
    """Whether lines are to follow each other instead of being redrawn in place."""
    return asked or not console.is_terminal or console.is_dumb_terminal or console.no_color


def emit(value: Any) -> None:
    """Write one JSON document, and nothing else, to stdout."""
    _write(json.dumps(value, indent=2, ensure_ascii=_ascii_only(), default=str))


def emit_line(value: Any) -> None:
    """Write one line of JSON to stdout."""
    _write(json.dumps(value, ensure_ascii=_ascii_only(), default=str))


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _ascii_only() -> bool:
    return "utf" not in (sys.stdout.encoding or "").lower()


def _console(*, stderr: bool) -> Console:
    from rich.console import Console
    from rich.theme import Theme

    return Console(stderr=stderr, theme=Theme(STYLES), highlight=False, markup=False, emoji=False)
