"""The ``compare`` executor: what changed between two files of rows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from praetorium.data.confined import STARTS, confined
from praetorium.data.locating import located, save
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Undo
from praetorium.reports.changes import paper_of
from praetorium.reports.works import Comparing, compared


class CompareParameters(Model):
    first: str
    """The file as it was: attached, or in the workspace."""
    second: str
    """The file as it is now."""
    to: str
    """Where the comparison is written, as JSON."""
    paper: str
    """Where what the report says is written, as JSON."""
    title: str
    on: tuple[str, ...] = ()
    """The columns by which rows belong together; looked for when not given."""


class CompareResult(Result):
    comparison: str
    paper: str
    added: int
    removed: int
    changed: int
    same: int
    key: tuple[str, ...]


class Compare(Executor[CompareParameters]):
    name = "compare"
    summary = "Finds what changed between two files: rows added, removed and changed, columns, and totals."
    Parameters = CompareParameters
    Returns = CompareResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 1800.0
    typical = Estimate(seconds=STARTS + 0.8)
    example: ClassVar[Mapping[str, Any]] = {
        "first": "q1.csv",
        "second": "q2.csv",
        "to": "reports/.figures/comparison.json",
        "paper": "reports/.figures/comparison-paper.json",
        "title": "q1 against q2",
    }

    async def run(self, parameters: CompareParameters, context: Context) -> CompareResult:
        paths = [located(name, context) for name in (parameters.first, parameters.second)]
        names = (Path(parameters.first).name, Path(parameters.second).name)
        context.say(f"Comparing {names[0]} and {names[1]}", file=", ".join(names))
        given = Comparing(first=paths[0], second=paths[1], names=names, on=parameters.on)
        found = await confined(compared, given, context, reads=paths)
        save(found, parameters.to, context)
        made = context.request.created.date().isoformat()
        save(paper_of(found, title=parameters.title, made=made), parameters.paper, context)
        counts = f"{found.added:,} added, {found.removed:,} removed, {found.changed:,} changed, {found.same:,} the same"
        context.say(counts, detail=found.chosen, command=found.queries[0][1])
        return CompareResult(
            comparison=parameters.to,
            paper=parameters.paper,
            added=found.added,
            removed=found.removed,
            changed=found.changed,
            same=found.same,
            key=found.key,
            notes=(found.chosen,),
        )
