"""The ``rows-agree`` proof: combined files hold every row of the raw ones, read anew by Polars, and no other."""

from __future__ import annotations

from typing import Any

from praetorium.data.combining import Combined, Recombining, recombined
from praetorium.data.confined import STARTS, confined
from praetorium.data.locating import load, located
from praetorium.executors.base import Context
from praetorium.models import Model
from praetorium.proofs.base import Proof, Verdict


class RowsAgreeParameters(Model):
    sources: tuple[str, ...]
    """The raw files."""
    record: str
    """What was done, as the ``combine`` executor wrote it; its counts are not believed."""
    path: str
    """The finished file."""


class RowsAgree(Proof[RowsAgreeParameters]):
    name = "rows-agree"
    summary = "The file holds every row of the raw files as a second engine reads them, and no other."
    Parameters = RowsAgreeParameters
    seconds = STARTS + 0.3

    async def run(self, parameters: RowsAgreeParameters, context: Context, result: dict[str, Any]) -> Verdict:
        paths = tuple(located(source, context) for source in parameters.sources)
        given = Recombining(
            found=load(Combined, parameters.record, context), paths=paths, result=context.inside(parameters.path)
        )
        checked = await confined(recombined, given, context, reads=(*paths, given.result))
        return Verdict(checks=checked.checks)
