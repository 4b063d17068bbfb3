"""The ``contrast`` executor: what changed between two versions of a text, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from praetorium.data.locating import located
from praetorium.errors import UserError
from praetorium.executors.base import Context, Executor, Result
from praetorium.media.craft import STARTS, craft
from praetorium.models import Effect, Estimate, Model, Undo

READ = (".docx", ".pdf", ".html", ".pptx", ".md", ".markdown", ".txt")


class ContrastParameters(Model):
    first: str = Field(description="The text as it was: Word, PDF, page, slides, Markdown or plain text")
    second: str = Field(description="The text as it is now")
    to: str = Field(description="Where what changed is written: ….md")


class ContrastResult(Result):
    path: str
    changed: int
    added: int
    removed: int
    same: int


class Contrast(Executor[ContrastParameters]):
    name = "contrast"
    summary = "Finds what changed between two versions of a text, paragraph by paragraph and word by word."
    Parameters = ContrastParameters
    Returns = ContrastResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 180.0
    typical = Estimate(seconds=STARTS + 0.2)
    example: ClassVar[Mapping[str, Any]] = {
        "first": "contract-v1.docx",
        "second": "contract-v2.docx",
        "to": "documents/.changes/contract.md",
    }

    async def run(self, parameters: ContrastParameters, context: Context) -> ContrastResult:
        first, second = _named("first", parameters.first), _named("second", parameters.second)
        given = {first: located(parameters.first, context), second: located(parameters.second, context)}
        names = [Path(name).name for name in (parameters.first, parameters.second)]
        told = await craft(
            context,
            "praetorium.documents.contrasting:contrast",
            {"first": first, "second": second, "names": names, "to": "made.md"},
            files=given,
            made={"made.md": context.inside(parameters.to)},
        )
        said = f"From {names[0]} to {names[1]}, paragraphs: {told['told']}"
        context.say(said, file=parameters.to)
        counts = {kind: told[kind] for kind in ("changed", "added", "removed", "same")}
        return ContrastResult(path=parameters.to, notes=(said,), **counts)


def _named(side: str, name: str) -> str:
    """What the file is called on the workbench. Raises UserError for a kind that is not read."""
    suffix = Path(name).suffix.lower()
    if suffix not in READ:
        raise UserError(f"'{name}' is no text that can be compared", next=f"known: {', '.join(READ)}")
    return f"{side}{suffix}"
