"""A plan as a picture: numbered stations, from left to right in the order in which they can be done."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import TopologicalSorter

from praetorium.models import Plan

RADIUS, STEP_X, STEP_Y, MARGIN = 13, 62, 40, 18


@dataclass(frozen=True)
class Station:
    """A step's place in the picture, in SVG user units."""

    id: str
    number: int
    title: str
    x: int
    y: int


@dataclass(frozen=True)
class Track:
    """A line from a step to one that needs it."""

    path: str
    source: str
    target: str


@dataclass(frozen=True)
class Diagram:
    width: int
    height: int
    stations: tuple[Station, ...]
    tracks: tuple[Track, ...]


def diagram(plan: Plan) -> Diagram:
    """Where everything goes. Steps that can be done at the same time stand above each other."""
    needs = {s.id: s.needs for s in plan.steps}
    depth: dict[str, int] = {}
    for id in TopologicalSorter(needs).static_order():
        depth[id] = 1 + max((depth[n] for n in needs[id]), default=-1)
    columns: dict[int, list[str]] = {}
    for step in plan.steps:
        columns.setdefault(depth[step.id], []).append(step.id)
    tallest = max((len(c) for c in columns.values()), default=1)
    height = 2 * MARGIN + (tallest - 1) * STEP_Y
    place: dict[str, tuple[int, int]] = {}
    for column, ids in columns.items():
        top = height / 2 - (len(ids) - 1) * STEP_Y / 2
        for row, id in enumerate(ids):
            place[id] = (MARGIN + column * STEP_X, round(top + row * STEP_Y))
    stations = tuple(Station(s.id, n, s.title, *place[s.id]) for n, s in enumerate(plan.steps, 1))
    tracks = tuple(
        Track(_line(place[need], place[s.id]), need, s.id) for s in plan.steps for need in _nearest(s.id, needs)
    )
    return Diagram(2 * MARGIN + (len(columns) - 1) * STEP_X, height, stations, tracks)


def _nearest(id: str, needs: dict[str, tuple[str, ...]]) -> list[str]:
    """What a step needs, without what it needs through another anyway: fewer lines, the same order."""

    def above(start: str) -> set[str]:
        found: set[str] = set()
        todo = list(needs[start])
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                todo.extend(needs[one])
        return found

    through = set().union(*(above(n) for n in needs[id])) if needs[id] else set()
    return [n for n in needs[id] if n not in through]


def _line(one: tuple[int, int], other: tuple[int, int]) -> str:
    (x, y), (to_x, to_y) = (one[0] + RADIUS, one[1]), (other[0] - RADIUS, other[1])
    if y == to_y:
        return f"M{x} {y}H{to_x}"
    bend = min((to_x - x) // 2, STEP_X // 2)
    return f"M{x} {y}H{to_x - 2 * bend}C{to_x - bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"
