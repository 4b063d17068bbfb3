"""Which rows a request means: ``last quarter``, ``for October``, ``only paid orders``, ``without cancelled ones``."""

from __future__ import annotations

import re

from praetorium.data.spans import MONTH, NAMED, PASSED
from praetorium.models import Unread
from praetorium.words import data_words
from praetorium.words.request import Reading

_ENDS = rf"(?:between {NAMED} and {NAMED}|from {NAMED} (?:to|until|till) {NAMED})"
_SIDE = rf"(?:(?:since|after|until|before|up to|till) {NAMED}|from {NAMED}(?= on\b))"
_WITHIN = rf"(?:(?:for|in|of|during|over|within)\s(?:the\s)?(?={PASSED}|{NAMED}))?"
_PERIOD = re.compile(
    rf"\b(?:(?P<sided>{_ENDS}|{_SIDE})|(?P<passed>{PASSED})|(?:for|in|of|during)\s(?:the\s)?(?P<named>{NAMED}))\b"
)
_STRETCH = re.compile(rf"\b(?:q[1-4](?:\s\d{{4}})?|{MONTH}\s\d{{4}}|20\d\d)\b")
_WORD = r"[\w\-]+"
_ONLY = re.compile(rf"\b(?:only|just)\s(?:for\s|the\s|count\s|with\s|in\s|those\s|of\s)*(?P<value>{_WORD})")
_WHERE = re.compile(rf"\bwhere\s(?:the\s)?(?P<column>\w+(?:\s\w+)?)\s(?:is|=|equals|:)\s[\"'“]?(?P<value>{_WORD})")
_WITHOUT = re.compile(
    rf"\b(?:without|excluding|except(?:\sfor)?|ignoring|not counting|leaving out)\s(?:the\s|any\s)?(?P<value>{_WORD})"
)
_NO_VALUES = frozenset(
    {
        "a",
        "an",
        "as",
        "rows",
        "data",
        "pdf",
        "html",
        "excel",
        "csv",
        "chart",
        "charts",
        "one",
        "two",
        "three",
        "top",
        "the",
    }
    | {
        "totals",
        "numbers",
        "figures",
        "header",
        "headers",
        "title",
        "legend",
        "duplicates",
        "colours",
        "colors",
        "logo",
    }
)


def period(request: Reading) -> str:
    """The stretch of time that is meant, in its own words; empty where none is said."""
    match = _PERIOD.search(data_words.bare(request))
    told = (match["sided"] or match["passed"] or match["named"]) if match else ""
    return re.sub(r"\s?([/-])\s?", r"\1", told)


def kept(request: Reading) -> list[str]:
    """Values without which a row does not count: ``paid``, ``status = paid``."""
    text = data_words.bare(request)
    found = [f"{match['column']} = {match['value']}" for match in _WHERE.finditer(text)]
    return found + [match["value"] for match in _ONLY.finditer(text) if match["value"] not in _NO_VALUES]


def dropped(request: Reading) -> list[str]:
    """Values with which a row does not count."""
    text = data_words.bare(request)
    return [match["value"] for match in _WITHOUT.finditer(text) if match["value"] not in _NO_VALUES]


def parameters(request: Reading) -> dict[str, object]:
    """All of it, as the parameters of a playbook that are not empty."""
    told: dict[str, object] = {"period": period(request), "keep": kept(request), "drop": dropped(request)}
    return {name: value for name, value in told.items() if value}


def shown(request: Reading) -> str:
    """The stretch of time as it is written: ``October 2026``, ``Q3``, ``last quarter``."""
    return re.sub(rf"\b{MONTH}\b|\bq(?=[1-4]\b)", lambda match: match[0].capitalize(), period(request))


def timeless(request: Reading) -> str:
    """The words of ``data_words.bare`` without the stretch of time."""
    return " ".join(_PERIOD.sub(" ", data_words.bare(request)).split())


def unused(request: Reading) -> tuple[Unread, ...]:
    """Quarters, months and years that are named beside the one stretch of time that is used; and shares."""
    rest = timeless(request)
    found = [match[0] for match in _STRETCH.finditer(rest)]
    made = [Unread(sentence=word, why="one stretch of time is used: say 'from Q1 to Q2'") for word in found]
    if share := re.search(r"\bpercent\w*\b", rest):
        made.append(Unread(sentence=share[0], why="totals, averages and numbers are shown; a report has shares, too"))
    return tuple(made)


def said(request: Reading, *, period: bool = True) -> str:
    """The conditions in a few words, a comma before them, to stand in a summary; with the stretch of time or not."""
    found = [shown(request)] if period and shown(request) else []
    found += [f"only {value}" for value in kept(request)] + [f"without {value}" for value in dropped(request)]
    return f", {', '.join(found)}" if found else ""
