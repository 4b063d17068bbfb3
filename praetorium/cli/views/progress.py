"""Progress of a request that is followed: a table of steps redrawn in place, or plain lines one after the other."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from praetorium.catalogue import Catalogue, Event, Standing, StepRow
from praetorium.cli.views.marks import mark, style
from praetorium.models import Plan, StepState, now
from praetorium.room import is_full
from praetorium.telling.amounts import took

PATIENCE = 10.0
"""Seconds a request may be queued before it is said that nobody has taken it."""
_AROUND = 8
"""Lines of the terminal that are not for steps."""


class Progress:
    """What is known of a request while it is followed; renders as the table of its steps."""

    def __init__(self, catalogue: Catalogue, id: str, home: Path | None = None) -> None:
        """``home``: where the catalogue and the work lie, to say so when there is no room left."""
        self._catalogue = catalogue
        self._id = id
        self._home = home
        self._spinners: dict[str, Spinner] = {}
        self.standing: Standing = catalogue.requests.get(id)
        self.plan: Plan | None = catalogue.plans.get(id)
        self.rows: dict[str, StepRow] = catalogue.steps.all(id)
        self.last: Event | None = None

    def take(self, event: Event) -> None:
        """Note what happened, and look again where the steps stand."""
        self.last = event
        if event.kind == "plan.made" or self.plan is None:
            self.plan = self._catalogue.plans.get(self._id)
        if event.kind.startswith("request."):
            self.standing = self._catalogue.requests.get(self._id)
        self.rows = self._catalogue.steps.all(self._id)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Group(*self._parts(max(3, console.height - _AROUND)))

    def _parts(self, room: int) -> list[RenderableType]:
        parts: list[RenderableType] = [Text()]
        ordered = [self.rows[step.id] for step in self.plan.steps if step.id in self.rows] if self.plan else []
        if ordered:
            parts += [self._table(ordered, room), Text()]
        parts.append(self._now())
        return parts

    def _table(self, ordered: list[StepRow], room: int) -> RenderableType:
        first, last = window(ordered, room)
        grid = Table.grid(padding=(0, 2, 0, 0), expand=False)
        grid.add_column(width=1)
        grid.add_column(overflow="ellipsis", no_wrap=True)
        grid.add_column(no_wrap=True, style="quiet")
        grid.add_column(no_wrap=True, justify="right")
        if first:
            grid.add_row("", Text(f"{first} before", style="quiet"), "", "")
        for row in ordered[first:last]:
            said = Text(row.title, style="quiet" if row.state in (StepState.PENDING, StepState.SKIPPED) else "")
            grid.add_row(self._mark(row), said, row.executor, Text(_time(row), style="quiet"))
        if last < len(ordered):
            grid.add_row("", Text(f"{len(ordered) - last} to come", style="quiet"), "", "")
        return grid

    def _mark(self, row: StepRow) -> RenderableType:
        if row.state is not StepState.RUNNING:
            return mark(row.state)
        return self._spinners.setdefault(row.id, Spinner("dots", style=style(row.state)))

    def _now(self) -> RenderableType:
        elapsed = took(self.standing.seconds)
        expected = f" of about {took(self.plan.estimate.seconds)}" if self.plan and self.plan.estimate.seconds else ""
        line = Text(no_wrap=True, overflow="ellipsis")
        line.append(f"{elapsed}{expected}", style="title").append("  ").append(self._happening())
        return line

    def _happening(self) -> str:
        if self._home is not None and is_full(self._home):
            return f"the disk that holds {self._home} is full: it goes on when there is room"
        if self.last is None or self.standing.state == "queued":
            if self.standing.seconds > PATIENCE:
                return "queued; no worker has taken it yet: see 'praetorium status'"
            return "queued"
        return line_of(self.last)


def window(ordered: list[StepRow], room: int) -> tuple[int, int]:
    """Which of the steps to show when there is no room for all: those around the first that is not finished."""
    if len(ordered) <= room:
        return 0, len(ordered)
    finished = (StepState.SUCCEEDED, StepState.SKIPPED)
    current = next((n for n, row in enumerate(ordered) if row.state not in finished), len(ordered) - 1)
    first = min(max(0, current - room // 3), len(ordered) - room)
    return first, first + room


def line_of(event: Event) -> str:
    """What happened, with the file, command or evidence where there is one."""
    facts = event.facts
    detail = next((facts[key] for key in ("error", "evidence", "command", "detail") if facts.get(key)), None)
    file = str(facts.get("file") or "")
    if detail is None and not file.endswith(event.title.rpartition(" ")[2]):
        detail = file
    said = " ".join(map(str, detail)) if isinstance(detail, list) else " ".join(str(detail or "").split())
    return f"{event.title}: {said}" if said else event.title


def event_line(event: Event, since: datetime) -> Text:
    """One line: seconds since the request was made, a mark, what happened. Print it with ``soft_wrap=True``."""
    kind = event.kind.rpartition(".")[2]
    sign, look = _SIGNS.get(kind, ("·", "quiet"))
    seconds = (event.at - since).total_seconds()
    line = Text()
    line.append(f"{seconds:7.1f} s  ", style="quiet").append(f"{sign} ", style=look).append(line_of(event))
    return line


_SIGNS = {
    "started": ("●", "busy"),
    "succeeded": ("✓", "good"),
    "passed": ("✓", "good"),
    "delivered": ("✓", "good"),
    "failed": ("✗", "bad"),
    "rejected": ("✗", "bad"),
    "denied": ("✗", "bad"),
    "cancelled": ("■", "quiet"),
    "asked": ("?", "wait"),
    "waiting": ("?", "wait"),
    "kept": ("+", "good"),
}


def _time(row: StepRow) -> str:
    if row.state is StepState.RUNNING and row.started:
        return took((now() - row.started).total_seconds())
    return took(row.seconds) if row.seconds else ""
