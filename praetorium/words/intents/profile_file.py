"""The state of a file: ``profile customers.csv: missing values, outliers, duplicates``."""

from __future__ import annotations

import re

from praetorium.models import Assumption, Brief, Unread
from praetorium.words import data_words, names, row_conditions
from praetorium.words.request import Reading

_PROFILE = re.compile(
    r"\b(?:profile|data quality|quality (?:of|check|report)|missing values?|outliers?|duplicates?|"
    r"how many (?:different|distinct|unique)|(?:number|count) of (?:different|distinct|unique)|"
    r"(?:check|validate|inspect|audit) (?:the )?(?:data|file|quality))\b"
)
_OTHER = re.compile(r"\b(?:app|application|crm|system|platform|website|compare)\b")


class ProfileFile:
    """The profile intent."""

    name = "profile"

    def weight(self, request: Reading) -> float:
        """Strong when the state of one file of rows is asked for."""
        asks = _PROFILE.search(request.lower) and not _OTHER.search(request.lower)
        return 0.97 if asks and data_words.files(request) else 0.0

    def brief(self, request: Reading) -> Brief:
        """The file and the formats."""
        files = data_words.files(request)[:1]
        formats = request.formats or ("html", "xlsx")
        assumptions: tuple[Assumption, ...] = ()
        if not request.formats:
            assumptions = (Assumption(about="Formats", value="html, xlsx", because="no format was named"),)
        return Brief(
            intent=self.name,
            title=names.label(f"profile of {data_words.stem(files[0])}"),
            summary=f"The state of {files[0]}: what is missing, doubtful or double, as {' and '.join(formats)}.",
            formats=formats,
            files=files,
            style=request.colours.style(),
            schedule=request.schedule,
            corrections=request.corrections,
            assumptions=assumptions,
            unread=(
                *(Unread(sentence=other, why="one file is looked at") for other in data_words.files(request)[1:]),
                *row_conditions.passed_over(request, "the state of all rows is told"),
            ),
            confidence=0.95,
        )


INTENT = ProfileFile()
