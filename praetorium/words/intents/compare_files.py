"""What changed between two files: ``compare q1.csv and q2.csv: what changed?``."""

from __future__ import annotations

import re

from praetorium.models import Assumption, Brief
from praetorium.words import data_words, names, row_conditions
from praetorium.words.request import Reading

_COMPARE = re.compile(
    r"\b(?:compares?|comparison|diff|differences?|differ|what(?: has| is|'s)? changed|changes between)\b"
)
_ON = re.compile(r"\b(?:by|on|using|with key|keyed by|match(?:ed|ing)? on)\s(?P<columns>[a-z_]+(?:\sand\s[a-z_]+)*)")


class CompareFiles:
    """The comparison intent."""

    name = "compare"

    def weight(self, request: Reading) -> float:
        """Strong when two files of rows are to be compared."""
        asks = bool(_COMPARE.search(request.lower))
        return 0.97 if asks and len(data_words.files(request)) >= 2 else 0.0

    def brief(self, request: Reading) -> Brief:
        """Which file was first, which is second, and by which columns their rows belong together."""
        files = data_words.files(request)[:2]
        formats = request.formats or ("html", "xlsx")
        assumptions = [Assumption(about="Before", value=files[0], because="it is named first")]
        if not request.formats:
            assumptions.append(Assumption(about="Formats", value="html, xlsx", because="no format was named"))
        on = _ON.search(request.lower)
        first, second = (data_words.stem(file) for file in files)
        return Brief(
            intent=self.name,
            title=f"{names.label(first)} against {second}",
            summary=f"What changed from {files[0]} to {files[1]}, as {' and '.join(formats)}.",
            formats=formats,
            files=files,
            style=request.colours.style(),
            schedule=request.schedule,
            parameters={"on": on["columns"].split(" and ") if on else []},
            corrections=request.corrections,
            assumptions=tuple(assumptions),
            unread=row_conditions.passed_over(request, "all rows of both files are compared"),
            confidence=0.95,
        )


INTENT = CompareFiles()
