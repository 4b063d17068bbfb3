"""``shout``: an executor as somebody outside writes one."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from praetorium.executors import Context, Executor, Result
from praetorium.models import Effect, Model, Undo


class ShoutParameters(Model):
    words: str = Field(description="What to shout")


class Shouted(Result):
    loud: str


class Shout(Executor[ShoutParameters]):
    name = "shout"
    summary = "Says it in capital letters."
    Parameters = ShoutParameters
    Returns = Shouted
    effects = frozenset({Effect.READ})
    undo = Undo.NOTHING
    example: ClassVar[Mapping[str, Any]] = {"words": "hello"}

    async def run(self, parameters: ShoutParameters, context: Context) -> Shouted:
        return Shouted(loud=parameters.words.upper())
