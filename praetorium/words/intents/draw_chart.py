"""A chart from a data file: ``chart revenue by month and region from sales.parquet, as PNG and SVG``."""

from __future__ import annotations

import re

from praetorium.models import Assumption, Brief
from praetorium.words import data_words, names, row_conditions
from praetorium.words.request import Reading

_CHART = re.compile(r"\b(?:chart|charts|plot|graph|histogram|draw|visuali[sz]e|distribution of)\b")
_SPREAD = re.compile(r"\b(?:histogram|distribution)\s(?:of|for|showing)\s(?:the\s)?(?P<column>[^\W\d]\w*)")
_MEAN = re.compile(r"\b(?:average|averages|mean|avg)\b")
_RUNNING = re.compile(
    r"\b(?:cumulative(?:ly)?|cumulated|running (?:totals?|sums?)|accumulated|year[- ]to[- ]date|ytd)\b"
)
_AVERAGE = re.compile(r"\b(?:average|mean|avg)\s.+?(?=\s(?:from|in|out of|using|as|,|\?)\s|\s?[?,.]|$)")
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
        if not data_words.files(request) or _OTHER.search(request.lower):
            return 0.0
        text = data_words.bare(request)
        drawn = (_MEAN.search(text) or _RUNNING.search(text)) and data_words.groups(request)
        return 0.96 if _CHART.search(request.lower) else 0.955 if drawn else 0.0

    def brief(self, request: Reading) -> Brief:
        """The file, what is drawn by what, in which form and formats."""
        files = data_words.files(request)
        by = data_words.groups(request)
        formats = tuple(f for f in request.formats if f in ("png", "svg")) or ("png", "svg")
        assumptions = []
        if not request.formats:
            assumptions.append(Assumption(about="Formats", value="png, svg", because="no format was named"))
        spread, mean = _SPREAD.search(data_words.bare(request)), bool(_MEAN.search(data_words.bare(request)))
        counted, why = ("", "") if spread or mean else data_words.counts(request, files[0])
        if counted:
            assumptions.append(Assumption(about="Measure", value="the number of rows", because=why))
        form = next((name for pattern, name in _FORMS if re.search(pattern, request.lower)), None)
        if "pie" in request.lower.split():
            because = "the eye compares lengths more exactly than slices"
            assumptions.append(Assumption(about="Form", value="bars", because=because))
        if spread:
            by, form = [group for group in by if group != spread["column"]], "columns"
        title = _title(request, by, files[0], counted)
        return Brief(
            intent=self.name,
            title=title,
            summary=f"A chart from {', '.join(files)}: {title[:1].lower()}{title[1:]}"
            f"{row_conditions.said(request, period=False)}, as {' and '.join(formats)}.",
            formats=formats,
            files=files,
            style=request.colours.style(),
            schedule=request.schedule,
            parameters={"by": by, "count": counted, "form": form, "mean": mean}
            | ({"spread": spread["column"]} if spread else {})
            | ({"running": True} if _RUNNING.search(request.lower) else {})
            | row_conditions.parameters(request)
            | data_words.together(request),
            corrections=request.corrections,
            unread=row_conditions.unused(request),
            assumptions=tuple(assumptions),
            confidence=0.9,
        )


INTENT = DrawChart()


def _title(request: Reading, by: list[str], file: str, counted: str) -> str:
    text, period = row_conditions.timeless(request), row_conditions.shown(request)
    title = _subject(text, by, file, counted)
    if _RUNNING.search(text) and not _RUNNING.search(title):
        title = f"cumulative {title}"
    return names.label(f"{title}, {period}" if period else title)


def _subject(text: str, by: list[str], file: str, counted: str) -> str:
    named = _SPREAD.search(text) or _AVERAGE.search(text)
    if named:
        return named[0].strip(" ,.")
    if counted and by:
        return f"{counted} per {' and '.join(by)}"
    match = _SUBJECT.search(text)
    words = re.sub(
        r"\b(?:the|a|an|me|it|this|that|them|please|chart|graph|plot|line|bar|column|stacked|pie)\b",
        " ",
        match["what"] if match else "",
    )
    kept = " ".join(words.split()).strip(" ,.")
    if kept and not kept.startswith(("as ", "from ", "by ", "per ")):
        return kept
    if by and (
        what := re.search(
            r"\b((?:[a-z_]+\s(?:and|vs|versus)\s)*(?!(?:it|this|that|them)\s)[a-z_]+)\s(?:per|by)\s", text
        )
    ):
        return f"{what[1]} by {' and '.join(by)}"
    return f"{data_words.stem(file)} by {' and '.join(by)}" if by else data_words.stem(file)
