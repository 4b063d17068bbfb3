"""The ``pdf-opens`` proof: a PDF is whole, shows something on every page, and tells screen readers what is what."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.reports.printed import read_pdf


class PdfOpensParameters(Model):
    path: str
    title: str
    """The title that it must bear."""
    holds: tuple[str, ...] = ()
    """Words that must stand in it, headings say."""


class PdfOpens(Proof[PdfOpensParameters]):
    name = "pdf-opens"
    summary = "The PDF opens in PDFium, every page shows something, it is tagged, titled and holds its headings."
    Parameters = PdfOpensParameters

    async def run(self, parameters: PdfOpensParameters, context: Context, result: dict[str, Any]) -> Verdict:
        path = context.inside(parameters.path)
        wrong, seen = await asyncio.to_thread(_look, path, parameters)
        name = f"{parameters.path} opens"
        return Verdict(checks=(CheckResult(name=name, passed=not wrong, evidence="; ".join(wrong[:4]) or seen),))


def _look(path: Path, wanted: PdfOpensParameters) -> tuple[list[str], str]:
    import pypdfium2

    if not path.is_file():
        return [f"{wanted.path} does not exist"], ""
    try:
        printed = read_pdf(path)
        blank = _blank(path)
    except (OSError, pypdfium2.PdfiumError) as error:
        return [f"{wanted.path} cannot be opened: {error}"], ""
    bare = printed.text.replace(" ", "")
    wrong = [f"page {page} is blank" for page in blank]
    wrong += [] if printed.tagged else ["it is not tagged, so a screen reader cannot tell a heading from a table"]
    wrong += [] if printed.title == wanted.title else [f"its title is '{printed.title}', not '{wanted.title}'"]
    wrong += [f"'{words}' does not stand in it" for words in wanted.holds if "".join(words.split()) not in bare]
    return wrong, f"{printed.pages} pages, tagged, {len(printed.text.split()):,} words"


def _blank(path: Path) -> list[int]:
    """Numbers of the pages that show nothing."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path.read_bytes())
    try:
        extrema = [page.render(scale=0.3).to_pil().convert("L").getextrema() for page in document]
    finally:
        document.close()
    return [number for number, (low, high) in enumerate(extrema, start=1) if low == high]
