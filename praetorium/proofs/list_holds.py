"""The ``list-holds`` proof: a finished list shows every row, each value where it belongs, and in the rows' order."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.reports.printed import read_pdf

TOLD = 3


class ListHoldsParameters(Model):
    rows: str
    """The rows as CSV, which another engine has compared with the raw files."""
    path: str
    """The finished page or PDF."""


class ListHolds(Proof[ListHoldsParameters]):
    name = "list-holds"
    summary = "A page or PDF lists every row with each of its values, in their order, as it is read back from the file."
    Parameters = ListHoldsParameters
    seconds = 0.1

    async def run(self, parameters: ListHoldsParameters, context: Context, result: dict[str, Any]) -> Verdict:
        with context.inside(parameters.rows).open(encoding="utf-8", newline="") as stream:
            _, *rows = list(csv.reader(stream))
        path = context.inside(parameters.path)
        text = _words(path)
        missing, at = [], 0
        for number, row in enumerate(rows, start=1):
            line = re.compile(r"\s*".join(re.escape(sign) for value in row for sign in value if not sign.isspace()))
            found = line.search(text, at)
            if found:
                at = found.end()
            else:
                missing.append(f"row {number} ({', '.join(filter(None, row))[:60]})")
        told = f"{'; '.join(missing[:TOLD])} not to be found" if missing else f"{len(rows)} rows found in their order"
        return Verdict(checks=(CheckResult(name=f"{path.name} lists every row", passed=not missing, evidence=told),))


class _Cells(HTMLParser):
    """The words of a page's tables."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = self._inside or tag == "tbody"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "tbody"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.words.append(data)


def _words(path: Path) -> str:
    if path.suffix.lower() == ".pdf":
        return read_pdf(path).text
    cells = _Cells()
    cells.feed(path.read_text(encoding="utf-8"))
    return " ".join(" ".join(cells.words).split())
