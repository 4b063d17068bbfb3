"""The ``sheet`` executor: computed figures as a workbook with real formulas over the rows themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from praetorium.data.duck import Connection, apart
from praetorium.data.locating import cache, load, located
from praetorium.data.model import Study
from praetorium.data.profiling import open_data
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Product, Undo
from praetorium.reports.colouring import sheet_accent
from praetorium.reports.workbook import write

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetParameters(Model):
    figures: str
    """Figures as the ``figures`` executor wrote them."""
    source: str
    to: str
    title: str


class SheetResult(Result):
    path: str


class Sheet(Executor[SheetParameters]):
    name = "sheet"
    summary = "Writes figures as an Excel workbook: typed rows, totals as formulas, filters, frozen headers, charts."
    Parameters = SheetParameters
    Returns = SheetResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    timeout = 900.0
    typical = Estimate(seconds=0.6)
    example: ClassVar[Mapping[str, Any]] = {
        "figures": "reports/.figures/figures.json",
        "source": "orders.csv",
        "to": "reports/sales.xlsx",
        "title": "Sales report",
    }

    async def run(self, parameters: SheetParameters, context: Context) -> SheetResult:
        study = load(Study, parameters.figures, context)
        source = located(parameters.source, context)
        path = context.inside(parameters.to)
        path.parent.mkdir(parents=True, exist_ok=True)

        def make(connection: Connection) -> None:
            open_data(connection, study.profile, source, cache(context))
            write(study, connection, path, title=parameters.title, accent=sheet_accent(context.brief.style))

        await apart(make, cache(context))
        size = path.stat().st_size
        context.say(f"Wrote the spreadsheet {path.name}", file=parameters.to, detail=f"{size:,} bytes")
        product = Product(name=parameters.title, kind="spreadsheet", path=path, mime=XLSX)
        return SheetResult(path=parameters.to, products=(product,))
