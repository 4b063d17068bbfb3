"""The ``pivot`` executor: totals of a profiled file by two things at once, as a table with sums on both sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from praetorium.data.confined import STARTS, confined
from praetorium.data.locating import cache, load, located, save
from praetorium.data.model import Profile
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Undo
from praetorium.reports.pivoting import Pivoting, pivoted


class PivotParameters(Model):
    profile: str = Field(description="Profile of the file, as the ``profile`` executor wrote it: by what, and of what")
    source: str = Field(description="The file, attached or in the workspace")
    paper: str = Field(description="Where the table is written, as JSON")
    title: str = Field(description="What it is called")


class PivotResult(Result):
    profile: str
    paper: str
    first: str
    second: str
    """The columns of the file that it is made by."""


class PivotExecutor(Executor[PivotParameters]):
    name = "pivot"
    summary = "Makes a pivot table: totals or averages by two things at once, with sums on both sides."
    Parameters = PivotParameters
    Returns = PivotResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 1800.0
    typical = Estimate(seconds=STARTS + 0.3)
    example: ClassVar[Mapping[str, Any]] = {
        "profile": "reports/.figures/profile.json",
        "source": "sales.csv",
        "paper": "reports/.figures/pivot.json",
        "title": "Revenue by region and month",
    }

    async def run(self, parameters: PivotParameters, context: Context) -> PivotResult:
        source = located(parameters.source, context)
        given = Pivoting(
            profile=load(Profile, parameters.profile, context),
            source=source,
            cache=cache(context),
            title=parameters.title,
            made=context.request.created.date().isoformat(),
        )
        found = await confined(pivoted, given, context, reads=(source,), writes=(cache(context),))
        save(found.paper, parameters.paper, context)
        context.say(found.paper.lede, file=parameters.source, command=found.sql)
        return PivotResult(
            profile=parameters.profile,
            paper=parameters.paper,
            first=found.first,
            second=found.second,
            notes=(found.paper.lede,),
        )
