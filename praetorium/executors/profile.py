"""The ``profile`` executor: reads a file of rows once and finds out what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from praetorium.data.confined import STARTS, confined
from praetorium.data.figures import plain
from praetorium.data.locating import cache, located, save
from praetorium.data.wishes import Wishes
from praetorium.data.work import Reading, profiled
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Undo


class ProfileParameters(Model):
    source: str
    """An attached file, or one of the workspace: CSV, TSV, JSON, JSON lines, Parquet, Excel, also gzipped."""
    to: str
    """Where the profile is written, as JSON."""
    amount: str | None = None
    """The column to add up, when it is not for us to decide."""
    date: str | None = None
    by: tuple[str, ...] = ()
    """The columns to group by, and the unit of time (``month``), in the words of the request."""
    wished: tuple[str, ...] = ()
    """The same, where they are there; what no column fits is told and passed over."""
    count: str = ""
    """Count rows, by the word for them; a column of numbers that is called so is added up instead."""
    mean: bool = False
    """Averages instead of totals; for a chart."""
    levels: bool = False
    """What says nothing when it is added up (temperatures, ages) is averaged unasked; for a chart."""
    running: bool = False
    """Each period's total with those before it; for a chart."""
    spread: str = ""
    """The column whose values are counted by how high they are; for a chart."""
    sides: bool = False
    """Several measures that the words name are told beside each other; for a chart."""
    only: bool = False
    """Group by nothing but what ``by`` says."""
    period: str = ""
    """Which rows count: a stretch of time, as ``last quarter``, ``October 2026``, ``since 2026-06-01``."""
    keep: tuple[str, ...] = ()
    """Values without which a row does not count: ``paid``, or ``status = paid``."""
    drop: tuple[str, ...] = ()
    """Values with which a row does not count."""


class ProfileResult(Result):
    profile: str
    """Path of the profile in the workspace."""
    rows: int
    left_out: int
    amount: str


class ProfileExecutor(Executor[ProfileParameters]):
    name = "profile"
    summary = "Reads a file of rows: encoding, delimiter, types, and which column is the amount, the date, the key."
    Parameters = ProfileParameters
    Returns = ProfileResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 1800.0
    typical = Estimate(seconds=STARTS + 0.2)
    example: ClassVar[Mapping[str, Any]] = {"source": "orders.csv", "to": "reports/.figures/profile.json"}

    async def run(self, parameters: ProfileParameters, context: Context) -> ProfileResult:
        path = located(parameters.source, context)
        context.say(f"Reading {parameters.source}", file=parameters.source, detail=f"{path.stat().st_size:,} bytes")

        wishes = Wishes(
            **parameters.model_dump(exclude={"source", "to"}),
            words=context.request.words,
            thing=_thing(parameters.source),
            today=context.request.created.date(),
        )
        given = Reading(path=path, cache=cache(context), shown_as=Path(parameters.source).name, wishes=wishes)
        found = await confined(profiled, given, context, reads=(path,), writes=(cache(context),))
        save(found, parameters.to, context)
        context.say(
            f"Read {found.rows:,} rows and {len(found.columns)} columns",
            file=parameters.source,
            detail=found.source.described(),
        )
        for note in found.notes:
            context.say(note, file=parameters.source)
        return ProfileResult(
            profile=parameters.to,
            rows=found.rows,
            left_out=found.left_out,
            amount=found.roles.amount.label,
            notes=found.notes,
        )


def _thing(source: str) -> str:
    """What each row is one of, by the file's name: ``orders-2026.csv`` → orders; rows, where it names no several."""
    words = plain(Path(source).name.partition(".")[0]).replace("-", " ").lower()
    return words if words.endswith("s") or words == "people" else "rows"
