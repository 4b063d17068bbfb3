"""The ``present`` executor: what was found, as a page, a PDF or a workbook."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import field_validator

from praetorium.data.locating import load
from praetorium.errors import StepError
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Product, Undo
from praetorium.reports.changes import shortened
from praetorium.reports.colouring import sheet_accent
from praetorium.reports.paper import Paper
from praetorium.reports.presenting import as_html, as_workbook
from praetorium.reports.typesetting import as_pdf

READ = 40
"""Rows of a long list that a page or a PDF shows; a workbook holds all of them."""
KINDS = {
    ".html": ("report", "text/html", ""),
    ".pdf": ("report", "application/pdf", " (PDF)"),
    ".xlsx": ("spreadsheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ""),
}


class PresentParameters(Model):
    paper: str
    """What is to be said, as JSON, as an earlier step wrote it."""
    to: str
    """``….html``, ``….pdf`` or ``….xlsx``."""

    @field_validator("to")
    @classmethod
    def _known(cls, value: str) -> str:
        if Path(value).suffix.lower() not in KINDS:
            raise ValueError("findings are presented as .html, .pdf or .xlsx")
        return value


class PresentResult(Result):
    path: str
    paper: str
    title: str


class Present(Executor[PresentParameters]):
    name = "present"
    summary = "Presents findings as one self-contained page, a tagged PDF or a workbook with filters and formulas."
    Parameters = PresentParameters
    Returns = PresentResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    typical = Estimate(seconds=0.2)
    example: ClassVar[Mapping[str, Any]] = {
        "paper": "reports/.figures/comparison-paper.json",
        "to": "reports/changes.html",
    }

    async def run(self, parameters: PresentParameters, context: Context) -> PresentResult:
        paper = load(Paper, parameters.paper, context)
        path = context.inside(parameters.to)
        path.parent.mkdir(parents=True, exist_ok=True)
        note = await asyncio.to_thread(_written, paper, path, context)
        context.say(f"Wrote {path.name}", file=parameters.to, detail=f"{path.stat().st_size:,} bytes")
        kind, mime, added = KINDS[path.suffix.lower()]
        product = Product(name=f"{paper.title}{added}", kind=kind, path=path, mime=mime)
        notes = (note,) if note else ()
        return PresentResult(
            path=parameters.to, paper=parameters.paper, title=paper.title, products=(product,), notes=notes
        )


def _written(paper: Paper, path: Path, context: Context) -> str:
    """Write the file; gives what is worth saying of it."""
    accent = sheet_accent(context.brief.style)
    match path.suffix.lower():
        case ".html":
            page = as_html(shortened(paper, READ), context.templates, style=context.brief.style)
            path.write_text(page, encoding="utf-8")
        case ".pdf":
            made = as_pdf(shortened(paper, READ), context.templates, accent=accent)
            path.write_bytes(made.data)
            return "" if made.accessible else f"The PDF is tagged, but does not meet PDF/UA-1: {made.lacking}."
        case ".xlsx":
            as_workbook(paper, path, accent=accent)
        case other:
            raise StepError(f"nothing here writes '{other}'")
    return ""
