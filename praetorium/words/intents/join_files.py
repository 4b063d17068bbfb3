"""Two files joined by a key: ``join orders.csv and customers.csv on customer_id, the top 20 customers as Excel``."""

from __future__ import annotations

import re

from praetorium.models import Assumption, Brief
from praetorium.words import data_words, names
from praetorium.words.request import Reading

_JOIN = re.compile(r"\b(?:join|joins|joined|merge|combine|match|look up|enrich|link)\b")
_OTHER = re.compile(r"\b(?:app|application|crm|system|platform|website)\b")
_ON = re.compile(r"\b(?:on|by|via|using)\s(?P<key>[a-z_]+)(?:\s(?:=|and|equals)\s(?P<other>[a-z]+_[a-z_]+))?")
_TOP = re.compile(r"\b(?:top|best|biggest|largest)\s(?P<count>\d+)\s(?P<about>[a-z]+)")
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
        top, on = _TOP.search(request.lower), _ON.search(request.lower)
        about = top["about"] if top else data_words.stem(files[1])
        count = max(1, min(500, int(top["count"]))) if top else _USUAL
        assumptions = []
        if not request.formats:
            assumptions.append(Assumption(about="Formats", value="xlsx", because="no format was named"))
        if not on:
            assumptions.append(Assumption(about="Key", value="the column both have", because="none was named"))
        if not top:
            assumptions.append(Assumption(about="Listed", value=f"the {count} largest {about}", because="usual"))
        key = [on["key"], *([on["other"]] if on["other"] else [])] if on else []
        return Brief(
            intent=self.name,
            title=names.label(f"top {count} {about}"),
            summary=f"{files[0]} and {files[1]} joined, and the {count} largest {about} as {' and '.join(formats)}.",
            formats=formats,
            files=files,
            style=request.colours.style(),
            schedule=request.schedule,
            parameters={"on": key, "about": about, "top": count},
            corrections=request.corrections,
            assumptions=tuple(assumptions),
            confidence=0.9,
        )


INTENT = JoinFiles()
