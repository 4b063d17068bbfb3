"""Which columns a request wants of a file, and which not: ``only the columns name and email from people.csv``."""

from __future__ import annotations

import re

from praetorium.words import data_words
from praetorium.words.request import Reading

_NAME = r"[^\W\d][\w.\-]*"
_LIST = rf"(?P<columns>{_NAME}(?:\s?(?:,|and|&)\s?(?:the\s)?{_NAME})*)"
_COLUMNS = r"(?:columns?|fields?)"
_LEFT_OUT = r"(?:without|delete|drop|remove|omit|hide|leave out|exclude|excluding)"
_TAKE = re.compile(
    rf"\b(?:only|just|keep|select|extract|with|take|pick)\s(?:only\s)?(?:the\s)?{_COLUMNS}\s(?:of\s|:\s)?{_LIST}|"
    rf"\b(?:extract|pull out|get)\s(?:all\s)?(?:the\s)?{_LIST.replace('columns', 'extracted')}\s"
    r"(?:from|out of)\sthe file"
)
_OMIT = re.compile(
    rf"\b{_LEFT_OUT}\s(?:the\s)?{_COLUMNS}\s(?:of\s|:\s)?{_LIST}|"
    rf"\b{_LEFT_OUT}\s(?:the\s){_LIST.replace('columns', 'named')}\s{_COLUMNS}\b"
)
_ENDS = frozenset({"from", "as", "in", "to", "into", "of", "out", "sorted", "save"})
_NONE = frozenset({"rows", "duplicates", "data", "records", "text", "tables", "totals", "pages"})


def taken(request: Reading) -> list[str]:
    """The columns that are wanted; empty where all are."""
    match = _TAKE.search(data_words.bare(request))
    return _names(match["columns"] or match["extracted"]) if match else []


def omitted(request: Reading) -> list[str]:
    """The columns that are left out."""
    match = _OMIT.search(data_words.bare(request))
    return _names(match["columns"] or match["named"]) if match else []


def without(text: str) -> str:
    """The words of ``data_words.bare`` without those about columns."""
    return _OMIT.sub(" ", _TAKE.sub(" ", text))


def _names(listed: str) -> list[str]:
    found = [part.strip() for part in re.split(r",|\band\b|&", listed)]
    return [part for part in found if part and part not in _ENDS | _NONE]
