"""Where a version comes from, as a picture: what it was made from, the request and the step that made it."""

from __future__ import annotations

from dataclasses import dataclass

from praetorium.catalogue import Source, Version
from praetorium.house import House

WIDTH, HEIGHT, GAP_X, GAP_Y, MARGIN = 176, 46, 56, 14, 4


@dataclass(frozen=True)
class Box:
    """One thing in the picture."""

    kind: str
    """``source``, ``request``, ``step``, ``version``."""
    label: str
    note: str
    href: str
    x: int
    y: int


@dataclass(frozen=True)
class Lineage:
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]


def lineage(house: House, version: Version) -> Lineage:
    """Sources, then the request, then the step, then the version."""
    sources = house.catalogue.assets.sources(version.asset, version.version)
    title, by = house.catalogue.browsing.owners([version.request]).get(version.request, ("", ""))
    rows = max(len(sources), 1)
    height = 2 * MARGIN + rows * HEIGHT + (rows - 1) * GAP_Y
    middle = (height - HEIGHT) // 2
    columns = [
        [Box("source", *_named(house, version, s), 0, MARGIN + n * (HEIGHT + GAP_Y)) for n, s in enumerate(sources)],
        [Box("request", title, f"asked by {by}", f"/requests/{version.request}", 0, middle)],
        [
            Box(
                "step",
                _title(house, version),
                version.executor,
                f"/requests/{version.request}/steps/{version.step}",
                0,
                middle,
            )
        ],
        [Box("version", version.name, f"version {version.version}", f"/assets/{version.asset}", 0, middle)],
    ]
    found = [column for column in columns if column]
    boxes, lines = [], []
    for n, column in enumerate(found):
        x = MARGIN + n * (WIDTH + GAP_X)
        boxes += [Box(b.kind, b.label, b.note, b.href, x, b.y) for b in column]
        for one in found[n - 1] if n else ():
            start = (x - GAP_X, one.y + HEIGHT // 2)
            end = (x, column[0].y + HEIGHT // 2)
            bend = GAP_X // 2
            lines.append(
                f"M{start[0]} {start[1]}C{start[0] + bend} {start[1]} {end[0] - bend} {end[1]} {end[0]} {end[1]}"
            )
    width = 2 * MARGIN + len(found) * WIDTH + (len(found) - 1) * GAP_X
    return Lineage(width, height, tuple(boxes), tuple(lines))


def _named(house: House, version: Version, source: Source) -> tuple[str, str, str]:
    """What a source is called, what it is, and where it is shown."""
    if source.kind != "asset":
        return source.source.split(":")[0], source.kind, f"/requests/{version.request}"
    name = house.catalogue.assets.get(source.source, source.version).name
    return name, f"version {source.version}", f"/assets/{source.source}?v={source.version}"


def _title(house: House, version: Version) -> str:
    """The step's title in the plan that made the version."""
    plan = house.catalogue.plans.get(version.request, version.plan_version)
    return next((step.title for step in plan.steps if step.id == version.step), version.step) if plan else version.step
