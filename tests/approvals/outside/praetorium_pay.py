"""``pay``: an executor that costs what it is told to, so that there is something to count."""

import asyncio
from collections.abc import Mapping
from typing import Any, ClassVar

from praetorium.executors import Context, Executor, Result
from praetorium.models import Brief, Effect, Estimate, Model, Undo


class PayParameters(Model):
    about: float
    """What it says beforehand that it will cost."""
    really: float
    seconds: float = 0.0


class Pay(Executor[PayParameters]):
    name = "pay"
    summary = "Costs what it is told to."
    Parameters = PayParameters
    effects = frozenset({Effect.READ})
    undo = Undo.NOTHING
    reads_brief = False
    example: ClassVar[Mapping[str, Any]] = {"about": 1.0, "really": 1.0}

    def estimate(self, parameters: PayParameters, brief: Brief) -> Estimate:
        return Estimate(seconds=parameters.seconds, cost=parameters.about)

    async def run(self, parameters: PayParameters, context: Context) -> Result:
        await asyncio.sleep(parameters.seconds)
        return Result(cost=parameters.really)
