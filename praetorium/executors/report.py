"""The ``report`` executor: computed figures as one HTML page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, ClassVar

from praetorium.data.locating import load
from praetorium.data.model import Study
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Product, Undo
from praetorium.reports.page import render


class ReportParameters(Model):
    figures: str
    """Figures as the ``figures`` executor wrote them."""
    to: str
    title: str


class ReportResult(Result):
    path: str


class Report(Executor[ReportParameters]):
    name = "report"
    summary = (
        "Writes figures as one self-contained HTML page: charts, tables, what looks odd, the query of each figure."
    )
    Parameters = ReportParameters
    Returns = ReportResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    typical = Estimate(seconds=0.2)
    example: ClassVar[Mapping[str, Any]] = {
        "figures": "reports/.figures/figures.json",
        "to": "reports/sales.html",
        "title": "Sales report",
    }

    async def run(self, parameters: ReportParameters, context: Context) -> ReportResult:
        study = load(Study, parameters.figures, context)
        path = context.inside(parameters.to)
        path.parent.mkdir(parents=True, exist_ok=True)
        page = await asyncio.to_thread(
            render,
            study,
            context.templates,
            title=parameters.title,
            style=context.brief.style,
            made=context.request.created.date(),
        )
        path.write_text(page, encoding="utf-8")
        context.say(f"Wrote the report {path.name}", file=parameters.to, detail=f"{len(page.encode()):,} bytes")
        product = Product(name=parameters.title, kind="report", path=path, mime="text/html")
        return ReportResult(path=parameters.to, products=(product,))
