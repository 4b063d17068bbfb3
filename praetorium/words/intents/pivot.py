"""A pivot table: ``pivot revenue by region and month from sales.xlsx, as Excel``."""

from __future__ import annotations

import re

from praetorium.models import Assumption, Brief
from praetorium.words import data_words, names, row_conditions
from praetorium.words.request import Reading

_PIVOT = re.compile(r"\b(?:pivot(?:s|ed)?(?: tables?)?|cross[- ]?tab(?:le|ulation)?s?)\b")
_OTHER = re.compile(r"\b(?:apps?|application|crm|system|platform|website|dashboard|chart|graph|plot)\b")
_TABLE = re.compile(r"\b(?:as|in) (?:an? )?(?:\w+ )?table\b|\btable of\b|\b(?:matrix|two-way)\b")
_MEAN = re.compile(r"\b(?:average|averages|mean|avg)\b")
_BY = re.compile(r"\b(?P<what>[^\W\d]\w*)\s(?:by|per)\b")
_WHAT = re.compile(
    r"\b(?:pivots?(?: tables?)?|cross[- ]?tab\w*)\s(?:of\s|with\s|for\s)?(?:the\s)?"
    r"(?P<what>(?:average\s|mean\s)?[^\W\d]\w*)\s(?:by|per)\b"
)


class PivotTable:
    """The intent of totals by two things at once."""

    name = "pivot"

    def weight(self, request: Reading) -> float:
        """Strong when a pivot table of a data file is asked for."""
        text = data_words.bare(request)
        if not data_words.files(request) or _OTHER.search(text):
            return 0.0
        if _PIVOT.search(text):
            return 0.98
        return 0.955 if _TABLE.search(text) and len(data_words.groups(request)) == 2 else 0.0

    def brief(self, request: Reading) -> Brief:
        """The file, by what, of what, and the forms."""
        files = data_words.files(request)
        text = data_words.bare(request)
        by = data_words.groups(request)
        mean = bool(_MEAN.search(text))
        counted = "" if mean else data_words.counts(request, files[0])[0]
        formats = tuple(f for f in request.formats if f in ("html", "pdf", "xlsx")) or ("xlsx",)
        assumptions = []
        if not request.formats:
            assumptions.append(Assumption(about="Form", value="xlsx", because="no form was named"))
        if len(by) < 2:
            because = "two things to make it by were not named: say 'by region and month'"
            assumptions.append(Assumption(about="By", value="what the file offers", because=because))
        what = _WHAT.search(text) or _BY.search(text)
        told = " and ".join(by) if by else "what it offers"
        title = f"{what['what'] if what else data_words.stem(files[0])} by {told}" if by else data_words.stem(files[0])
        period = row_conditions.shown(request)
        return Brief(
            intent=self.name,
            title=names.label(f"{title}, {period}" if period else title),
            summary=f"A pivot table from {', '.join(files)} by {told}{row_conditions.said(request)}, "
            f"as {' and '.join(formats)}.",
            formats=formats,
            files=files,
            style=request.colours.style(),
            schedule=request.schedule,
            parameters={"by": by, "count": counted, "mean": mean}
            | row_conditions.parameters(request)
            | data_words.together(request),
            corrections=request.corrections,
            assumptions=tuple(assumptions),
            confidence=0.9 if len(by) > 1 else 0.6,
        )


INTENT = PivotTable()
