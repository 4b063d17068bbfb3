"""A report from data files: figures, tables, a spreadsheet."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from praetorium.models import Assumption, Brief, Question, Unread
from praetorium.words import bounds, data_words, named_files, names, questions, row_conditions
from praetorium.words.request import Reading

_REPORT = re.compile(
    r"\b(?:report|reports|summary|summari[sz]e|chart|charts|graph|plot|analy[sz]e|analysis|profile|compare|totals?|"
    r"figures|statistics|breakdown|top \d+|overview|pivot)\b"
)
MADE = ("html", "pdf", "xlsx")
"""What a report on data is written as."""
_APP = re.compile(r"\b(?:app|application|crm|system|platform|website|helpdesk)\b")

_ASKED_FOR = re.compile(r"^(?:(?!\b(?:with|has|have|having|where|that|which|who|including)\b)[^.!?\n])*\breports?\b")
"""A report is what is asked for, and no part of something else: "a library with tools, and reports of what is lent"."""
_ABOUT = re.compile(r"\b(?:sales|data|from|of)\b")


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
        text = request.lower
        for file in request.files:  # a text may be called report.docx
            text = text.replace(file.lower(), "file")
        return 0.6 if _ASKED_FOR.search(text) and _ABOUT.search(text) else 0.0

    def brief(self, request: Reading) -> Brief:
        """Files, formats, groups and schedule of the report."""
        data = data_words.files(request)
        formats = tuple(f for f in request.formats if f in MADE) or ("html", "xlsx")
        best, top = data_words.ranked(request) if data else ("", None)
        best = best if request.brief else ""  # in a longer request it is one of several parts
        large = next(filter(bounds.per, row_conditions.sizes(request)), "") if data and not best else ""
        best = best or (bounds.per(large) if not data_words.groups(request) else "")
        subject = f"{f'top {top}' if top else 'best'} {best}" if best else _subject(request, data)
        subject = bounds.in_words(large) if large and best else subject
        counted = data_words.asked_number(request) if data else ""
        by = data_words.groups(request)
        if counted and by:
            subject = f"{counted} by {' and '.join(by)}"
        title = subject if best or (counted and by) or subject.endswith("report") else f"{subject} report"
        period = row_conditions.shown(request) if data else ""
        title = names.label(f"{title}, {period}" if period else title)
        assumptions = []
        if not request.formats:
            assumptions.append(Assumption(about="Formats", value="html, xlsx", because="no format was named"))
        elif others := [f for f in request.formats if f not in MADE]:
            because = f"a report on data is not written as {' or '.join(others)}"
            assumptions.append(Assumption(about="Formats", value=", ".join(formats), because=because))
        asking: tuple[Question, ...] = ()
        if not data:
            candidates = tuple(f for f in request.project_files if named_files.is_data(f))
            asking = (questions.which_file(candidates),)
        source = ", ".join(data) or "a file that is still to be named"
        when = f", {request.schedule.words}" if request.schedule else ""
        return Brief(
            intent=self.name,
            title=title,
            summary=f"A report on {source}{row_conditions.said(request)}, as {' and '.join(formats)}{when}."
            if data
            else f"A report on {source} as {' and '.join(formats)}{when}.",
            formats=formats,
            files=data or request.files,
            style=request.colours.style(),
            schedule=request.schedule,
            parameters={"subject": subject, "group_by": _groups(request, best)}
            | ({"top": top} if top else {})
            | ({"count": counted} if counted else {})
            | ({"only": True} if (best or (counted and by)) and not _rhythm(request) else {})
            | (row_conditions.parameters(request) | data_words.together(request) if data else {}),
            corrections=request.corrections,
            assumptions=tuple(assumptions),
            questions=asking,
            unread=_unmet(request) + (row_conditions.unused(request, shares=True) if data else ()),
            confidence=0.9 if data else 0.5,
        )


INTENT = DataReport()


_UNMET = (
    (r"\b(?:average|mean|median)s?\b", "a report gives totals; say 'chart the average …' for averages by group"),
    (
        r"\b(?:forecast\w*|predict\w*|extrapolat\w*|projection)\b",
        "nothing here tells what will be; the figures are the file's",
    ),
    (r"\b(?:worst|weakest|lowest|least)\b", "lists begin with the largest; a workbook can be sorted the other way"),
    (r"\b(?:e-?mail|mail|send)(?:s|ed)?\b(?! address)", "nothing is sent; the files are in the delivery"),
    (
        r"\b(?:slides?|presentation|deck|powerpoint)\b",
        "slides are made of a text; a report of data is a page, a PDF or a workbook",
    ),
)
"""What may be asked of a report and is not done, each with why."""


def _unmet(request: Reading) -> tuple[Unread, ...]:
    text = row_conditions.timeless(request)
    found = ((re.search(pattern, text), why) for pattern, why in _UNMET)
    return tuple(Unread(sentence=match[0], why=why) for match, why in found if match)


def _groups(request: Reading, best: str) -> list[str]:
    """What is named after "by", else what the largest are wanted of, else the rhythm of the report."""
    groups = data_words.groups(request)
    if best and set(groups) <= data_words.AMOUNTS:
        groups = []  # "top 5 products by revenue" says by what they are the top
    return groups or ([best] if best else []) or _rhythm(request)


def _rhythm(request: Reading) -> list[str]:
    """The unit of time of a "weekly sales report": what happened week by week is what it is about."""
    found = re.search(r"\b(daily|weekly|monthly|quarterly|yearly)\b[^.;:]{0,40}?\breports?\b", request.lower)
    return [found[1]] if found else []


_NO_SUBJECTS = (
    "a an and as build create daily data for from generate give i in make me monthly my need of only or our please "
    "quarterly some the to us want weekly with write yearly detailed short quick full simple"
)


def _subject(request: Reading, data: tuple[str, ...]) -> str:
    """``sales`` of "weekly sales report from orders.csv"; without such a word the file's stem."""
    text = data_words.bare(request).replace("the file", "the")
    match = re.search(r"((?:[a-z\-]+\s){1,3})(?:report|summary|overview|breakdown)\b", text)
    if match and (request.brief or not data):
        kept = [word for word in match[1].split() if word not in _NO_SUBJECTS.split()]
        if kept:
            return " ".join(kept)
    return PurePosixPath(data[0]).stem.replace("_", " ").replace("-", " ") if data else "data"
