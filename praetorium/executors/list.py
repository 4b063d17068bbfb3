"""The ``list`` executor: rows that were put together, laid out to be read on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from praetorium.data.combining import Combined
from praetorium.data.locating import load, save
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Undo
from praetorium.reports.listing import listed


class ListParameters(Model):
    rows: str = Field(description="The rows as CSV, as the ``combine`` executor wrote them")
    record: str = Field(description="What was done, as the ``combine`` executor wrote it")
    paper: str = Field(description="Where the list is written, as JSON")
    title: str = Field(description="What it is called")


class ListResult(Result):
    paper: str


class ListExecutor(Executor[ListParameters]):
    name = "list"
    summary = "Lays rows out as a list for a page or a PDF, each value as it stands in the file."
    Parameters = ListParameters
    Returns = ListResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    typical = Estimate(seconds=0.2)
    example: ClassVar[Mapping[str, Any]] = {
        "rows": "rows/.figures/prices.csv",
        "record": "rows/.figures/prices-list.json",
        "paper": "rows/.figures/prices-paper.json",
        "title": "Prices",
    }

    async def run(self, parameters: ListParameters, context: Context) -> ListResult:
        paper = listed(
            load(Combined, parameters.record, context),
            context.inside(parameters.rows),
            title=parameters.title,
            made=context.request.created.date().isoformat(),
        )
        save(paper, parameters.paper, context)
        context.say(paper.lede, file=parameters.rows)
        return ListResult(paper=parameters.paper)
