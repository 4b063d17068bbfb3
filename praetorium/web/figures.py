"""Figures of the whole house, as the overview shows them and ``/admin/metrics`` tells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from praetorium.catalogue.browsing import ExecutorFigures
from praetorium.catalogue.switches import HALT, paused_executor
from praetorium.executors.base import registry
from praetorium.house import House
from praetorium.models import now


@dataclass(frozen=True)
class ExecutorState:
    """An executor, whether it is paused, and how it has done."""

    name: str
    summary: str
    paused: bool
    figures: ExecutorFigures

    @property
    def known(self) -> bool:
        """Whether there is anything to say of it: it has worked, or somebody paused it."""
        return self.paused or bool(self.figures.runs)


def executors(house: House) -> list[ExecutorState]:
    """All of them, those that worked last first."""
    on = house.catalogue.switches.on()
    known = house.catalogue.browsing.executors()
    found = [
        ExecutorState(name, e.summary, paused_executor(name) in on, known.get(name, ExecutorFigures()))
        for name, e in registry().items()
    ]
    return sorted(found, key=lambda e: (-(e.figures.last.timestamp() if e.figures.last else 0.0), e.name))


def midnight() -> datetime:
    """The beginning of today, UTC."""
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


def overview(house: House, asked_by: str | None) -> dict[str, Any]:
    """Counts, money, what waits and for how long."""
    browsing = house.catalogue.browsing
    counts = browsing.counts(asked_by)
    waiting, oldest = browsing.waiting(asked_by)
    queued = browsing.queue()
    moment = now()
    return {
        "requests": counts,
        "queue": {"length": counts["queued"], "oldest_seconds": _age(moment, queued)},
        "waiting": {"approvals": waiting, "oldest_seconds": _age(moment, oldest)},
        "outbox": browsing.outbox(),
        "spent": {"today": browsing.spent(midnight()), "currency": house.settings.currency},
        "halted": HALT in house.catalogue.switches.on(),
    }


def _age(moment: datetime, since: datetime | None) -> float:
    return round((moment - since).total_seconds(), 1) if since else 0.0
