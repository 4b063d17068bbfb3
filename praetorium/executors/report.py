"""The ``report`` executor: computed figures as one HTML page, or as a PDF."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import field_validator

from praetorium.data.locating import load
from praetorium.data.model import Study
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Product, Undo
from praetorium.reports.colouring import sheet_accent
from praetorium.reports.page import render
from praetorium.reports.summary import paper_of
from praetorium.reports.typesetting import as_pdf


class ReportParameters(Model):
    figures: str
    """Figures as the ``figures`` executor wrote them."""
    to: str
    """``….html`` or ``….pdf``."""
    title: str

    @field_validator("to")
    @classmethod
    def _known(cls, value: str) -> str:
        if not value.lower().endswith((".html", ".pdf")):
            raise ValueError("a report is written as .html or .pdf")
        return value


class ReportResult(Result):
    path: str


class Report(Executor[ReportParameters]):
    name = "report"
    summary = (
        "Writes figures as one self-contained HTML page or a tagged PDF: charts, tables, what looks odd, each query."
    )
    Parameters = ReportParameters
    Returns = ReportResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    typical = Estimate(seconds=0.5)
    example: ClassVar[Mapping[str, Any]] = {
        "figures": "reports/.figures/figures.json",
        "to": "reports/sales.html",
        "title": "Sales report",
    }

    async def run(self, parameters: ReportParameters, context: Context) -> ReportResult:
        study = load(Study, parameters.figures, context)
        path = context.inside(parameters.to)
        path.parent.mkdir(parents=True, exist_ok=True)
        printed = path.suffix.lower() == ".pdf"
        data, note = await asyncio.to_thread(_pdf if printed else _page, study, parameters.title, context)
        path.write_bytes(data)
        context.say(f"Wrote the report {path.name}", file=parameters.to, detail=f"{len(data):,} bytes")
        name, mime = (f"{parameters.title} (PDF)", "application/pdf") if printed else (parameters.title, "text/html")
        product = Product(name=name, kind="report", path=path, mime=mime)
        return ReportResult(path=parameters.to, products=(product,), notes=(note,) if note else ())


def _page(study: Study, title: str, context: Context) -> tuple[bytes, str]:
    made = context.request.created.date()
    return render(study, context.templates, title=title, style=context.brief.style, made=made).encode(), ""


def _pdf(study: Study, title: str, context: Context) -> tuple[bytes, str]:
    accent = sheet_accent(context.brief.style)
    paper = paper_of(study, title=title, made=context.request.created.date(), accent=accent)
    made = as_pdf(paper, context.templates, accent=accent)
    note = "" if made.accessible else f"The PDF is tagged, but does not meet PDF/UA-1: {made.lacking}."
    return made.data, note
