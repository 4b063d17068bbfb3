"""The ``slides`` executor: Markdown or plain text told as a deck of slides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field, field_validator

from praetorium.documents.making import Appearance, left_out, suffix_of, written
from praetorium.executors.base import Context, Executor, Result
from praetorium.media.craft import STARTS
from praetorium.models import Effect, Estimate, Product, Undo

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


class SlidesParameters(Appearance):
    source: str = Field(description="The text, as Markdown: attached, or in the workspace")
    to: str = Field(description="Where the deck is put: ….pptx")
    title: str = Field(description="What it is called where the text has no title of its own")

    @field_validator("to")
    @classmethod
    def _known(cls, value: str) -> str:
        return suffix_of(value, (".pptx",))


class SlidesResult(Result):
    path: str
    slides: int
    language: str


class Slides(Executor[SlidesParameters]):
    name = "slides"
    summary = "Tells text as slides: sections, points, native tables and charts, and the full text as speaker notes."
    Parameters = SlidesParameters
    Returns = SlidesResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 180.0
    typical = Estimate(seconds=STARTS + 0.2)
    example: ClassVar[Mapping[str, Any]] = {"source": "notes.md", "to": "documents/notes.pptx", "title": "Notes"}

    async def run(self, parameters: SlidesParameters, context: Context) -> SlidesResult:
        told = await written(context, parameters.source, parameters.to, parameters.title, parameters)
        path = context.inside(parameters.to)
        context.say(f"Wrote {told['slides']} slides", file=parameters.to, detail=f"{path.stat().st_size:,} bytes")
        return SlidesResult(
            path=parameters.to,
            slides=told["slides"],
            language=told["language"],
            products=(Product(name=path.name, kind="slides", path=path, mime=PPTX),),
            notes=left_out(told),
        )
