"""States as marks, words and styles: three ways to tell them apart, so that none needs colour."""

from __future__ import annotations

from rich.text import Text

from praetorium.models import RequestState, StepState

_MARKS = {
    "pending": ("○", "quiet"),
    "queued": ("○", "quiet"),
    "running": ("●", "busy"),
    "waiting": ("?", "wait"),
    "succeeded": ("✓", "good"),
    "delivered": ("✓", "good"),
    "failed": ("✗", "bad"),
    "rejected": ("✗", "bad"),
    "denied": ("✗", "bad"),
    "skipped": ("–", "quiet"),
    "cancelled": ("■", "quiet"),
}


def mark(state: StepState | RequestState) -> Text:
    """The state's mark alone."""
    return Text(*_MARKS[state])


def word(state: StepState | RequestState) -> Text:
    """The state as mark and word."""
    sign, style = _MARKS[state]
    return Text(f"{sign} {state}", style=style)


def style(state: StepState | RequestState) -> str:
    return _MARKS[state][1]
