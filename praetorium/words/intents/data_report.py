"""A report from data files: figures, tables, a spreadsheet."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from praetorium.models import Assumption, Brief, Question
from praetorium.words import data_words, names, questions
from praetorium.words.request import Reading

_REPORT = re.compile(
    r"\b(?:report|reports|summary|summari[sz]e|chart|charts|graph|plot|analy[sz]e|analysis|profile|compare|totals?|"
    r"figures|statistics|breakdown|top \d+|overview|pivot)\b"
)
MADE = ("html", "pdf", "xlsx")
"""What a report on data is written as."""
_APP = re.compile(r"\b(?:app|application|crm|system|platform|website|helpdesk)\b")


class DataReport:
    """The report intent."""

    name = "data-report"

    def weight(self, request: Reading) -> float:
        """Strong when a data file is there, weak when only the word report is."""
        asks = bool(_REPORT.search(request.lower))
        if data_words.files(request):
            return 0.95 if asks else 0.4 if _APP.search(request.lower) else 0.7
        if not request.brief or _APP.search(request.lower):
            return 0.0
        return (
            0.6
            if re.search(r"\breports?\b", request.lower) and re.search(r"\b(?:sales|data|from|of)\b", request.lower)
            else 0.0
        )

    def brief(self, request: Reading) -> Brief:
        """Files, formats, groups and schedule of the report."""
        data = data_words.files(request)
        formats = tuple(f for f in request.formats if f in MADE) or ("html", "xlsx")
        subject = _subject(request, data)
        title = names.label(f"{subject} report" if not subject.endswith("report") else subject)
        assumptions = []
        if not request.formats:
            assumptions.append(Assumption(about="Formats", value="html, xlsx", because="no format was named"))
        elif others := [f for f in request.formats if f not in MADE]:
            because = f"a report on data is not written as {' or '.join(others)}"
            assumptions.append(Assumption(about="Formats", value=", ".join(formats), because=because))
        asking: tuple[Question, ...] = ()
        if not data:
            candidates = tuple(f for f in request.project_files if data_words.is_data(f))
            asking = (questions.which_file(candidates),)
        source = ", ".join(data) or "a file that is still to be named"
        when = f", {request.schedule.words}" if request.schedule else ""
        return Brief(
            intent=self.name,
            title=title,
            summary=f"A report on {source} as {' and '.join(formats)}{when}.",
            formats=formats,
            files=data or request.files,
            style=request.colours.style(),
            schedule=request.schedule,
            parameters={"subject": subject, "group_by": data_words.groups(request) or _rhythm(request)},
            corrections=request.corrections,
            assumptions=tuple(assumptions),
            questions=asking,
            confidence=0.9 if data else 0.5,
        )


INTENT = DataReport()


def _rhythm(request: Reading) -> list[str]:
    """The unit of time of a "weekly sales report": what happened week by week is what it is about."""
    found = re.search(r"\b(daily|weekly|monthly|quarterly|yearly)\b[^.;:]{0,40}?\breports?\b", request.lower)
    return [found[1]] if found else []


def _subject(request: Reading, data: tuple[str, ...]) -> str:
    """``sales`` of "weekly sales report from orders.csv"; without such a word the file's stem."""
    match = re.search(r"((?:[a-z\-]+\s){1,3})(?:report|summary|overview|breakdown)\b", request.lower)
    if match:
        dropped = {
            "a",
            "an",
            "the",
            "me",
            "my",
            "make",
            "build",
            "give",
            "create",
            "weekly",
            "daily",
            "monthly",
            "us",
            "please",
        }
        dropped |= {
            "generate",
            "write",
            "our",
            "of",
            "and",
            "with",
            "yearly",
            "quarterly",
            "i",
            "need",
            "want",
            "some",
            "data",
        }
        kept = [word for word in match[1].split() if word not in dropped]
        if kept:
            return " ".join(kept)
    return PurePosixPath(data[0]).stem.replace("_", " ").replace("-", " ") if data else "data"
