"""Figures of days as a small chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

HEIGHT, BAR, GAP = 64, 14, 6


@dataclass(frozen=True)
class Bar:
    """One day."""

    label: str
    value: float
    x: int
    y: float
    height: float


@dataclass(frozen=True)
class Bars:
    width: int
    height: int
    bars: tuple[Bar, ...]
    highest: float


def bars(days: Sequence[tuple[date, float]]) -> Bars:
    """One bar a day; a day that is not zero is always to be seen."""
    highest = max((value for _, value in days), default=0.0)
    made = []
    for n, (on, value) in enumerate(days):
        height = max(value / highest * HEIGHT, 2.0) if highest and value else 0.0
        made.append(Bar(f"{on.day} {on:%b}", value, n * (BAR + GAP), HEIGHT - height, height))
    return Bars(len(days) * (BAR + GAP) - GAP, HEIGHT, tuple(made), highest)
