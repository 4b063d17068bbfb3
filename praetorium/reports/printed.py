"""What stands in a finished PDF: its pages' words, read back by PDFium, and the figures of a report among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from praetorium.data.model import Breakdown, Study
from praetorium.reports.claims import Claim

_NUMBER = r"[+−]?[\d,]+(?:\.\d+)?"
_PART = rf"(?:{_NUMBER} %|–)"


@dataclass(frozen=True)
class Printed:
    """A PDF as it stands."""

    pages: int
    text: str
    """All words in reading order, blanks made one; what stands at the foot of pages is left out."""
    tagged: bool
    """It tells a screen reader what is a heading, a table, a picture."""
    title: str


def read_pdf(path: Path) -> Printed:
    """Raises pypdfium2.PdfiumError for a file that is no PDF."""
    import pypdfium2
    import pypdfium2.raw as raw

    with closing(pypdfium2.PdfDocument(path.read_bytes())) as document:
        title = document.get_metadata_dict().get("Title", "")
        texts = []
        for page in document:
            with closing(page), closing(page.get_textpage()) as words:
                texts.append(" ".join(words.get_text_range().split()))
        foot = re.compile(rf"\s*{re.escape(title)} Page \d+ of \d+\s*")
        text = " ".join(foot.sub(" ", page) for page in texts)
        tagged = bool(raw.FPDFCatalog_IsTagged(document.raw))
        return Printed(len(document), " ".join(text.split()), tagged, title)


def claims(printed: Printed, study: Study) -> tuple[list[Claim], list[str]]:
    """The figures of the tables and the key figures, and what of them is not to be found."""
    found: list[Claim] = []
    missing: list[str] = []
    for figure in study.headlines:
        seen = re.search(rf"{_loose(figure.label)} ({_NUMBER})", printed.text)
        if seen:
            found.append(_claim(figure.id, "", figure.measure, seen[1]))
        else:
            missing.append(f"the figure '{figure.label}' is missing")
    at = 0
    for breakdown in study.breakdowns:
        heading = re.compile(_loose(breakdown.title)).search(printed.text, at)
        if not heading:
            missing.append(f"the section '{breakdown.title}' is missing")
            continue
        at = heading.end()
        for claim, end in _table(printed.text, at, breakdown):
            if claim is None:
                missing.append(end if isinstance(end, str) else "")
            else:
                found.append(claim)
                at = end if isinstance(end, int) else at
    return found, missing


def _table(text: str, at: int, breakdown: Breakdown) -> Iterator[tuple[Claim | None, int | str]]:
    """The lines of a table in their order: the label must be there, and beside it what people read."""
    for row in breakdown.rows:
        line = re.compile(rf"{_loose(row.shown)} ({_NUMBER}) ({_PART}) ({_NUMBER})(?= |$)").search(text, at)
        if not line:
            yield None, f"{breakdown.title}: the line of '{row.label}' is missing"
            continue
        at = line.end()
        key = row.key if row.kind != "blank" else ""
        yield _claim(breakdown.id, key, "total", line[1]), at
        if line[2] != "–":
            yield _claim(breakdown.id, key, "change" if breakdown.grain else "share", line[2]), at
        yield _claim(breakdown.id, key, "count", line[3]), at


def _claim(figure: str, key: str, field: str, text: str) -> Claim:
    return Claim("the PDF", figure, key, field, "", text, printed=True)


def _loose(label: str) -> str:
    """A pattern for the label, wherever its line was broken."""
    return r"\s*".join(re.escape(c) for c in label if not c.isspace())
