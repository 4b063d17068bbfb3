"""Windows: between which two snapshots each attempt at a step did its work, told by the workstream itself.

An outcome tells of the last attempt alone, and of none that died in the middle; what is undone or compared has to know
of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from praetorium.catalogue import Event
from praetorium.house import House
from praetorium.workspace import Entry, Manifest

_ENDS = frozenset({"step.succeeded", "step.failed", "step.cancelled"})
_PAGE = 1000


@dataclass(frozen=True)
class Window:
    """One attempt at a step that wrote. ``after`` is None where it died before its work was recorded."""

    step: str
    before: str
    """SHA-256 of the manifest, which lies in the store."""
    after: str | None
    started: datetime
    finished: datetime | None


@dataclass(frozen=True)
class Trace:
    """What became of one path over some windows."""

    first: Entry | None
    """Before the first of them that changed it; None: it was not there."""
    last: Entry | None
    """After the last of them."""
    disturbed: bool = False
    """Whether somebody else changed it in between."""


def windows(house: House, id: str) -> list[Window]:
    """All attempts of the request's steps at writing, in the order in which they began."""
    open_: dict[str, tuple[str, datetime]] = {}
    found: list[Window] = []
    for event in _events(house, id):
        if event.step is None:
            continue
        if event.kind == "step.started":
            if event.step in open_:  # the attempt before died in the middle: what came next began where it ended
                found.append(Window(event.step, *_ended(open_.pop(event.step), event.facts.get("before"), event.at)))
            if event.facts.get("before"):
                open_[event.step] = (str(event.facts["before"]), event.at)
        elif event.kind in _ENDS and event.step in open_:
            found.append(Window(event.step, *_ended(open_.pop(event.step), event.facts.get("after"), event.at)))
    found += [Window(step, before, None, started, None) for step, (before, started) in open_.items()]
    return sorted(found, key=lambda window: window.started)


def traces(chosen: Iterable[Window], manifest: Callable[[str], Manifest]) -> dict[str, Trace]:
    """Every path that the windows changed. Those without an end are left out: what they did is not known here."""
    found: dict[str, Trace] = {}
    ends: dict[str, datetime] = {}
    for window in chosen:
        if window.after is None or window.finished is None:
            continue
        before, after = manifest(window.before).entries, manifest(window.after).entries
        for path in before.keys() | after.keys():
            old, new = before.get(path), after.get(path)
            if alike(old, new):
                continue
            known = found.get(path)
            # Attempts that overlapped saw each other's work at odds; only a gap between them tells of somebody else.
            gap = known is not None and window.started >= ends[path] and not alike(known.last, old)
            found[path] = Trace(known.first if known else old, new, disturbed=gap or bool(known and known.disturbed))
            ends[path] = window.finished
    return found


def alike(one: Entry | None, other: Entry | None) -> bool:
    """Whether two entries are the same, times left aside."""
    return one is other if one is None or other is None else one.same(other)


def reader(house: House) -> Callable[[str], Manifest]:
    """Reads manifests from the store, each of them once."""
    known: dict[str, Manifest] = {}

    def read(sha256: str) -> Manifest:
        if sha256 not in known:
            known[sha256] = Manifest.loads(house.store.path(sha256).read_bytes())
        return known[sha256]

    return read


def _ended(
    begun: tuple[str, datetime], after: object, at: datetime
) -> tuple[str, str | None, datetime, datetime | None]:
    return begun[0], str(after) if after else None, begun[1], at


def _events(house: House, id: str) -> Iterator[Event]:
    position = 0
    while page := house.catalogue.events.after(id, position, _PAGE):
        yield from page
        position = page[-1].position
