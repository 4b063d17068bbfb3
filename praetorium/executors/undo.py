"""``undo``: take back what another request did, as far as it can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field as Setting

from praetorium.errors import StepError
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import CheckResult, Effect, Estimate, Model, Reversal, Undo
from praetorium.telling.amounts import count

SHOWN = 20
"""Paths named in a preview; the rest is counted."""


class UndoParameters(Model):
    request: str = Setting(description="The request to take back")
    to: str | None = Setting(default=None, description="The step that is the last to stay; all of it when left out")


class Undone(Result):
    files: int
    """How many paths were brought back or removed."""
    kept: int
    """How many were left, because somebody changed them since."""
    apps: tuple[str, ...]
    """Apps that were stopped."""


class TakeBack(Executor[UndoParameters]):
    name = "undo"
    summary = "Takes back what a request did: files as they were, its apps stopped; what others changed since stays"
    Parameters = UndoParameters
    Returns = Undone
    effects = frozenset({Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    works_on: ClassVar[Mapping[str, str]] = {"request": "request"}
    dry_run = True
    timeout = 600.0
    typical = Estimate(seconds=1.0)
    example: ClassVar[dict[str, Any]] = {"request": "req-01", "to": "source"}

    async def run(self, parameters: UndoParameters, context: Context) -> Undone:
        """Do it; what is back already is no error."""
        if context.undoing is None:
            raise StepError("nothing can be taken back here")
        done = await context.undoing.take_back(parameters.request, parameters.to, context)
        evidence = f"as before: {count(len(done.files), 'path')}; left as they are: {count(len(done.kept), 'path')}"
        check = CheckResult(name="it is as it was", passed=True, evidence=evidence)
        return Undone(files=len(done.files), kept=len(done.kept), apps=done.apps, notes=_notes(done), checks=(check,))

    async def preview(self, parameters: UndoParameters, context: Context) -> str:
        """The paths that would change, by name up to a number, what is kept, and what cannot be taken back."""
        if context.undoing is None:
            raise StepError("nothing can be taken back here")
        told = await context.undoing.look(parameters.request, parameters.to)
        lines = [f"{touched.change}: {touched.path}" for touched in told.files[:SHOWN]]
        lines += [f"and {len(told.files) - SHOWN} more"] if len(told.files) > SHOWN else []
        return "\n".join([*lines, *(f"stopped: {app}" for app in told.apps), *_notes(told)]) or "nothing would change"


def _notes(told: Reversal) -> tuple[str, ...]:
    kept = tuple(f"kept {touched.path}: {touched.why}" for touched in told.kept)
    return (*kept, *(f"not taken back: {sentence}" for sentence in told.impossible))
