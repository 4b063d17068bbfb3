"""Records of an application made earlier: ``export the CRM's contacts as CSV``."""

from __future__ import annotations

import re

from praetorium.models import Assumption, Brief
from praetorium.words import names
from praetorium.words.request import Reading

_OF = re.compile(
    r"^(?:please |can you |could you )?(?:export|download|dump|extract|give me|get me|get)\s(?:all\s)?"
    r"(?:(?:the\s|our\s|my\s)?(?P<app>[\w .&-]+?)\s?['’]s?\s(?P<records>[\w -]+?)"
    r"|(?:the\s|all\s)?(?P<records2>[\w -]+?)\s(?:of|from|in|out of)\s(?:the\s|our\s|my\s)?(?P<app2>[\w .&-]+?))"
    r"(?=\s(?:as|to|into|in)\s(?:an?\s)?csv\b|[.!]?$)",
    re.IGNORECASE,
)


class ExportRecords:
    """The export intent."""

    name = "export"

    def weight(self, request: Reading) -> float:
        """Strong when records of an application, and no file, are to be had as CSV."""
        if request.files or not re.search(r"\b(?:csv|export)\b", request.lower):
            return 0.0
        return 0.96 if _OF.search(request.words.strip()) else 0.0

    def brief(self, request: Reading) -> Brief:
        """The application and the records."""
        match = _OF.search(request.words.strip())
        assert match is not None  # weight() looked for it
        application = (match["app"] or match["app2"]).strip()
        records = (match["records"] or match["records2"]).strip().lower()
        assumptions: tuple[Assumption, ...] = ()
        if not request.formats:
            assumptions = (Assumption(about="Format", value="csv", because="no format was named"),)
        return Brief(
            intent=self.name,
            title=names.label(f"{application} {records}"),
            summary=f"The {records} of {application}, as CSV.",
            formats=("csv",),
            schedule=request.schedule,
            parameters={"application": application, "records": records},
            corrections=request.corrections,
            assumptions=assumptions,
            confidence=0.9,
        )


INTENT = ExportRecords()
