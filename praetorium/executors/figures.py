"""The ``figures`` executor: the totals, groups, changes and oddities of a profiled file, each with its query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field as Setting

from praetorium.data.confined import STARTS, confined
from praetorium.data.figures import TOP
from praetorium.data.locating import cache, load, located, save
from praetorium.data.model import Profile
from praetorium.data.work import Studying, studied
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Undo


class FiguresParameters(Model):
    profile: str
    """Profile of the file, as the ``profile`` executor wrote it."""
    source: str
    to: str
    """Where the figures are written, as JSON."""
    top: int = Setting(default=TOP, ge=1, le=500)
    """How many groups are listed of a column with more; the rest is one line."""


class FiguresResult(Result):
    figures: str
    """Path of the figures in the workspace."""
    total: str
    """The grand total, exact."""
    queries: int


class Figures(Executor[FiguresParameters]):
    name = "figures"
    summary = "Computes totals by the obvious groups, over time and against the period before, and what looks odd."
    Parameters = FiguresParameters
    Returns = FiguresResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 1800.0
    typical = Estimate(seconds=STARTS)
    example: ClassVar[Mapping[str, Any]] = {
        "profile": "reports/.figures/profile.json",
        "source": "orders.csv",
        "to": "reports/.figures/figures.json",
    }

    async def run(self, parameters: FiguresParameters, context: Context) -> FiguresResult:
        known = load(Profile, parameters.profile, context)
        path = located(parameters.source, context)

        given = Studying(profile=known, path=path, cache=cache(context), top=parameters.top)
        found = await confined(studied, given, context, reads=(path,), writes=(cache(context),))
        save(found, parameters.to, context)
        for breakdown in found.breakdowns:
            context.say(breakdown.title, detail=f"{breakdown.groups:,} groups", command=breakdown.sql)
        for oddity in found.oddities:
            context.say(f"Looks odd: {oddity.title}", detail=oddity.detail)
        return FiguresResult(
            figures=parameters.to,
            total=found.headline("total").value,
            queries=len(found.headlines) + len(found.breakdowns) + len(found.oddities),
            notes=tuple(f"Looks odd: {o.title}." for o in found.oddities),
        )
