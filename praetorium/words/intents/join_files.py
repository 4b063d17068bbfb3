"""Two files joined by a key, ``join a.xlsx and b.xlsx on SKU``, and the largest of what they tell where it is asked."""

from __future__ import annotations

import re

from praetorium.models import Assumption, Brief, Unread
from praetorium.words import data_words, names, row_conditions
from praetorium.words.request import Reading

_JOIN = re.compile(r"\b(?:join|joins|joined|merge|combine|match|look up|enrich|link)\b")
_OTHER = re.compile(r"\b(?:app|application|crm|system|platform|website)\b")
_ON = re.compile(
    r"\b(?P<by>on|by|via|using)\s(?:the\s)?(?P<key>[a-z_]+)(?:\s(?:=|and|equals)\s(?P<other>[a-z]+_[a-z_]+))?"
)
_TOP = re.compile(r"\b(?:top|best|biggest|largest)\s(?P<count>\d+)\s(?P<about>[a-z]+)")
_SUMMED = re.compile(rf"\b(?:{'|'.join(sorted(data_words.AMOUNTS))}|(?:top|best) \d+ \w+|number of \w+|\w+s)\s$")
"""Before "by": what is added up, or counted."""
_MORE = re.compile(r"\b(?:charts?|graphs?|plots?|pivots?|slides?|deck|averages?|medians?)\b")
_LATER = "rows are joined, and the largest totals of them told; ask for it of the joined file (as csv)"
_USUAL = 20


class JoinFiles:
    """The join intent."""

    name = "join"

    def weight(self, request: Reading) -> float:
        """Strong when two files of rows are to become one."""
        asks = _JOIN.search(request.lower) and not _OTHER.search(request.lower)
        return 0.97 if asks and len(data_words.files(request)) >= 2 else 0.0

    def brief(self, request: Reading) -> Brief:
        """The files, the key, and what is to be listed."""
        files = data_words.files(request)[:2]
        formats = request.formats or ("xlsx",)
        top, on = _TOP.search(request.lower), _key(request)
        by = [each for each in data_words.groups(request) if not on or each != on["key"]]
        about = top["about"] if top else by[0] if by else ""
        count = max(1, min(500, int(top["count"]))) if top else _USUAL if about else 0
        assumptions = []
        if not request.formats:
            assumptions.append(Assumption(about="Formats", value="xlsx", because="no format was named"))
        if not on:
            assumptions.append(Assumption(about="Key", value="the column both have", because="none was named"))
        if about and not top:
            assumptions.append(Assumption(about="Listed", value=f"the {count} largest", because="no number was named"))
        first, second = (data_words.stem(file) for file in files)
        title = f"top {count} {about}" if top else f"{first} by {about}" if about else f"{first} with {second}"
        what = f"and the {count} largest {about}" if about else "all rows"
        what += row_conditions.said(request)
        key = [on["key"], *([on["other"]] if on["other"] else [])] if on else []
        return Brief(
            intent=self.name,
            title=names.label(title),
            summary=f"{files[0]} and {files[1]} joined, {what} as {' and '.join(formats)}.",
            formats=formats,
            files=files,
            style=request.colours.style(),
            schedule=request.schedule,
            parameters={"on": key, "about": about, "top": count} | row_conditions.parameters(request),
            corrections=request.corrections,
            unread=tuple(Unread(sentence=match[0], why=_LATER) for match in _MORE.finditer(request.lower)),
            assumptions=tuple(assumptions),
            confidence=0.9,
        )


INTENT = JoinFiles()


def _key(request: Reading) -> re.Match[str] | None:
    """What the words say of the key; "revenue by city" speaks of what is added up."""
    found = list(_ON.finditer(request.lower))
    said = [match for match in found if match["by"] != "by"]
    counted = [match for match in found if not _SUMMED.search(request.lower[: match.start()])]
    return next(iter(said or counted), None)
