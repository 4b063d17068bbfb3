"""``note``: tell whoever follows the request something, as a row of its own; does nothing else."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field as Setting

from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Undo


class NoteParameters(Model):
    text: str = Setting(min_length=1, max_length=2000, description="What to tell")
    deliver: bool = Setting(default=False, description="Say it in the delivery as well")


class Note(Executor[NoteParameters]):
    name = "note"
    summary = "Tells whoever follows the request something"
    Parameters = NoteParameters
    effects = frozenset({Effect.READ})
    undo = Undo.NOTHING
    reads_brief = False
    timeout = 10.0
    typical = Estimate(seconds=0.01)
    example: ClassVar[dict[str, Any]] = {"text": "The figures are from the file of Monday"}

    async def run(self, parameters: NoteParameters, context: Context) -> Result:
        """Say it."""
        context.say(parameters.text)
        return Result(notes=(parameters.text,) if parameters.deliver else ())
