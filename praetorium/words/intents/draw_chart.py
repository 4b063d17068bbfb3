"""A chart from a data file: ``chart revenue by month and region from sales.parquet, as PNG and SVG``."""

from __future__ import annotations

import re

from praetorium.models import Assumption, Brief
from praetorium.words import data_words, names
from praetorium.words.request import Reading

_CHART = re.compile(r"\b(?:chart|charts|plot|graph|histogram|draw|visuali[sz]e)\b")
_OTHER = re.compile(r"\b(?:report|dashboard|app|application|crm|system|platform|website|warehouse|compare|profile)\b")
_FORMS: tuple[tuple[str, str], ...] = (
    (r"\bstacked\b", "stack"),
    (r"\bline (?:chart|graph|plot)s?\b|\bas a line\b", "line"),
    (r"\b(?:column|histogram)(?: chart)?s?\b", "columns"),
    (r"\bbar (?:chart|graph|plot)s?\b|\bpie (?:chart|graph|plot)s?\b", "bars"),
)
_SUBJECT = re.compile(
    r"\b(?:chart|plot|graph|draw|visuali[sz]e)s?\b(?: of)?\s(?P<what>.+?)(?=\s(?:from|in|out of|using|as|,)\s|$)"
)


class DrawChart:
    """The chart intent."""

    name = "chart"

    def weight(self, request: Reading) -> float:
        """Strong when a picture of a data file is asked for, and nothing more."""
        asks = _CHART.search(request.lower) and not _OTHER.search(request.lower)
        return 0.96 if asks and data_words.files(request) else 0.0

    def brief(self, request: Reading) -> Brief:
        """The file, what is drawn by what, in which form and formats."""
        files = data_words.files(request)
        by = data_words.groups(request)
        formats = tuple(f for f in request.formats if f in ("png", "svg")) or ("png", "svg")
        assumptions = []
        if not request.formats:
            assumptions.append(Assumption(about="Formats", value="png, svg", because="no format was named"))
        counted = data_words.counts(request, files[0])
        if counted:
            assumptions.append(Assumption(about="Measure", value="the number of rows", because=counted))
        form = next((name for pattern, name in _FORMS if re.search(pattern, request.lower)), None)
        if "pie" in request.lower.split():
            because = "the eye compares lengths more exactly than slices"
            assumptions.append(Assumption(about="Form", value="bars", because=because))
        title = _title(request, by, files[0])
        return Brief(
            intent=self.name,
            title=title,
            summary=f"A chart from {files[0]}: {title[:1].lower()}{title[1:]}, as {' and '.join(formats)}.",
            formats=formats,
            files=files,
            style=request.colours.style(),
            schedule=request.schedule,
            parameters={"by": by, "count": bool(counted), "form": form},
            corrections=request.corrections,
            assumptions=tuple(assumptions),
            confidence=0.9,
        )


INTENT = DrawChart()


def _title(request: Reading, by: list[str], file: str) -> str:
    match = _SUBJECT.search(request.lower)
    words = re.sub(
        r"\b(?:the|a|an|me|please|chart|graph|plot|line|bar|column|stacked|pie)\b", " ", match["what"] if match else ""
    )
    kept = " ".join(words.split()).strip(" ,.")
    if kept:
        return names.label(kept)
    return names.label(f"{data_words.stem(file)} by {' and '.join(by)}" if by else data_words.stem(file))
