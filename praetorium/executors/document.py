"""The ``document`` executor: Markdown or plain text as a Word file, a PDF or a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field, field_validator

from praetorium.documents.making import Appearance, language_of, left_out, suffix_of, written
from praetorium.executors.base import Context, Executor, Result
from praetorium.media.craft import STARTS
from praetorium.models import Effect, Estimate, Product, Undo

MIME = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".html": "text/html",
}
_NAMES = {".docx": "Word", ".pdf": "PDF", ".html": "page"}


class DocumentParameters(Appearance):
    source: str = Field(description="The text, as Markdown: attached, or in the workspace")
    to: str = Field(description="Where the document is put: ….docx, ….pdf or ….html")
    title: str = Field(description="What it is called where the text has no title of its own")

    @field_validator("to")
    @classmethod
    def _known(cls, value: str) -> str:
        return suffix_of(value, tuple(MIME))


class DocumentResult(Result):
    path: str
    title: str
    """As the text gives it."""
    language: str


class Document(Executor[DocumentParameters]):
    name = "document"
    summary = "Writes text as a Word file, PDF or HTML page with real headings, lists, tables, links and pictures."
    Parameters = DocumentParameters
    Returns = DocumentResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 180.0
    typical = Estimate(seconds=STARTS + 0.1)
    example: ClassVar[Mapping[str, Any]] = {"source": "notes.md", "to": "documents/notes.docx", "title": "Notes"}

    async def run(self, parameters: DocumentParameters, context: Context) -> DocumentResult:
        told = await written(context, parameters.source, parameters.to, parameters.title, parameters)
        path = context.inside(parameters.to)
        kind = _NAMES[path.suffix.lower()]
        size = f"{told['headings']} headings, {path.stat().st_size:,} bytes"
        context.say(f"Wrote {told['title']} as {kind}", file=parameters.to, detail=size)
        return DocumentResult(
            path=parameters.to,
            title=told["title"],
            language=told["language"],
            products=(Product(name=path.name, kind="document", path=path, mime=MIME[path.suffix.lower()]),),
            notes=(*language_of(told, parameters.language), *left_out(told)),
        )
