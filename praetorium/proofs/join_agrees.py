"""The ``join-agrees`` proof: both raw files joined again by Polars, and every row of the result compared."""

from __future__ import annotations

from typing import Any

from praetorium.data.confined import STARTS, confined
from praetorium.data.joining import Join
from praetorium.data.locating import load, located
from praetorium.executors.base import Context
from praetorium.models import Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.reports.works import Rejoining, rejoined


class JoinAgreesParameters(Model):
    first: str
    second: str
    """The raw files, as they were named to the ``join`` executor."""
    record: str
    path: str
    """The joined file."""


class JoinAgrees(Proof[JoinAgreesParameters]):
    name = "join-agrees"
    summary = "The joined rows, and what is said of lost and doubled ones, are what a second engine finds."
    Parameters = JoinAgreesParameters
    seconds = STARTS + 0.1

    async def run(self, parameters: JoinAgreesParameters, context: Context, result: dict[str, Any]) -> Verdict:
        found = load(Join, parameters.record, context)
        paths = (located(parameters.first, context), located(parameters.second, context))
        own, other = paths[::-1] if found.swapped else paths
        path = context.inside(parameters.path)
        given = Rejoining(found=found, rows=own, lookup=other, result=path)
        checked = await confined(rejoined, given, context, reads=(*paths, path))
        return Verdict(checks=checked.checks)
