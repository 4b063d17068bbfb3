"""What stands in a chart or a table for a total and its values, what it is called, and with how many places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from praetorium.data.figures import measured
from praetorium.data.model import Roles
from praetorium.data.numbers import exact
from praetorium.reports.drawing import Point


def value_of(part: tuple[Decimal, int], roles: Roles) -> Decimal | None:
    """What is drawn of a total and its values; None where there is nothing that could be averaged."""
    total, count = part
    if roles.width:
        return Decimal(count)
    if not roles.amount.mean:
        return total
    return round(total / count, 6) if count else None


def measure_label(roles: Roles) -> str:
    if roles.width or (roles.amount.ones and not roles.running):
        return "Number of rows" if roles.width or roles.amount.label == "rows" else f"Number of {roles.amount.label}"
    text = f"{measured(roles.amount)} ({roles.amount.unit})" if roles.amount.unit else measured(roles.amount)
    said = "Average" if roles.amount.mean else "Cumulative" if roles.running else ""
    return f"{said} {text[:1].lower()}{text[1:]}" if said else text


def decimals_of(roles: Roles) -> int:
    """An average has one place more than what it is made of."""
    return 0 if roles.width else min(roles.amount.decimals + roles.amount.mean * (roles.amount.decimals < 2), 4)


def summed_up(points: Sequence[Point]) -> tuple[Point, ...]:
    """Each mark with those before it of its series added."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    made = []
    for point in points:
        sums[point.series] += Decimal(point.value)
        made.append(point.model_copy(update={"value": exact(sums[point.series])}))
    return tuple(made)
