"""The ``inspect`` executor: in which state a file of rows is: what is missing, doubtful, double."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from praetorium.data.confined import STARTS, confined
from praetorium.data.locating import located, save
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Undo
from praetorium.reports.state import paper_of
from praetorium.reports.works import Inspecting, inspected


class InspectParameters(Model):
    source: str
    """An attached file, or one of the workspace."""
    to: str
    """Where the file's state is written, as JSON."""
    paper: str
    """Where what the report says is written, as JSON."""
    title: str


class InspectResult(Result):
    state: str
    paper: str
    rows: int
    complete: int
    repeated: int


class Inspect(Executor[InspectParameters]):
    name = "inspect"
    summary = "Finds out in which state a file is: missing values, outliers, duplicates, values of the wrong kind."
    Parameters = InspectParameters
    Returns = InspectResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 1800.0
    typical = Estimate(seconds=STARTS + 0.3)
    example: ClassVar[Mapping[str, Any]] = {
        "source": "customers.csv",
        "to": "reports/.figures/customers.json",
        "paper": "reports/.figures/customers-paper.json",
        "title": "Profile of customers",
    }

    async def run(self, parameters: InspectParameters, context: Context) -> InspectResult:
        path = located(parameters.source, context)
        shown_as = Path(parameters.source).name
        context.say(f"Looking at {shown_as}", file=shown_as, detail=f"{path.stat().st_size:,} bytes")
        found = await confined(inspected, Inspecting(source=path, name=shown_as), context, reads=(path,))
        save(found, parameters.to, context)
        paper = paper_of(found, title=parameters.title, made=context.request.created.date().isoformat())
        save(paper, parameters.paper, context)
        context.say(paper.lede, file=shown_as, command=found.queries[0][1])
        return InspectResult(
            state=parameters.to,
            paper=parameters.paper,
            rows=found.profile.rows,
            complete=found.complete,
            repeated=found.repeated,
            notes=found.profile.notes,
        )
