"""Windows: between which two snapshots each attempt at a step did its work, told by the workstream itself.

An outcome tells of the last attempt alone, and of none that died in the middle; what is undone or compared has to know
of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from praetorium.catalogue import Event
from praetorium.house import House
from praetorium.workspace import Entry, Manifest

_ENDS = frozenset({"step.succeeded", "step.failed", "step.cancelled"})
_GONE = frozenset({"request.taken-over", "request.started", "request.failed", "request.cancelled"})
"""Rows that are only written once the process that worked on the request before is gone."""
_PAGE = 1000
_SETTLING = timedelta(seconds=5)
"""How long after its end the processes of an attempt that died may have written."""


@dataclass(frozen=True)
class Window:
    """One attempt at a step that wrote. ``after`` is None where it died before its work was recorded."""

    step: str
    before: str
    """SHA-256 of the manifest, which lies in the store."""
    after: str | None
    started: datetime
    finished: datetime | None
    died: datetime | None = None
    """Where it ended without a word: by when its process was gone. What changed later was somebody else's doing."""


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
    begun: dict[str, Window] = {}
    found: list[Window] = []
    for event in _events(house, id):
        if event.kind in _GONE:
            begun = {step: replace(window, died=window.died or event.at) for step, window in begun.items()}
        if event.step is None:
            continue
        if event.kind == "step.started":
            if event.step in begun:  # the attempt before died in the middle: what came next began where it ended
                dead = begun.pop(event.step)
                found.append(_until(replace(dead, died=dead.died or event.at), event, "before"))
            if event.facts.get("before"):
                begun[event.step] = Window(event.step, str(event.facts["before"]), None, event.at, None)
        elif event.kind in _ENDS and event.step in begun:
            ended = _until(begun.pop(event.step), event, "after")
            found.append(ended if ended.after else replace(ended, died=event.at))
    return sorted((*found, *begun.values()), key=lambda window: window.started)


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
            late = window.died is not None and younger(new, window.died)
            disturbed = gap or late or bool(known and known.disturbed)
            found[path] = Trace(known.first if known else old, new, disturbed)
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


def younger(entry: Entry | None, died: datetime) -> bool:
    """Whether a path was touched when the attempt that died, and all it had started, was gone."""
    return entry is not None and entry.ctime_ns > (died + _SETTLING).timestamp() * 1e9


def _until(window: Window, event: Event, snapshot: str) -> Window:
    after = event.facts.get(snapshot)
    return replace(window, after=str(after) if after else None, finished=event.at)


def _events(house: House, id: str) -> Iterator[Event]:
    position = 0
    while page := house.catalogue.events.after(id, position, _PAGE):
        yield from page
        position = page[-1].position
