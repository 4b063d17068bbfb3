"""What requests about data have in common: which files they mean, by what they group, and whether rows are counted."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from praetorium.words import named_files
from praetorium.words.request import Reading

_BY = re.compile(r"\b(?:by|per|grouped by|for each)\s(?P<columns>[a-z_]+(?:\s(?:and|,)\s(?:by\s|per\s)?[a-z_]+)*)")
_NOT_COLUMNS = frozenset(
    {"as", "from", "the", "a", "an", "email", "mail", "default", "hand", "monday", "friday", "tomorrow"}
)
_COUNT = re.compile(r"\b(?:number of|how many|count of|counts? the|amount of)\s(?P<what>[a-z_]+)")
_PER = re.compile(r"\b(?P<what>[a-z_]+)\s(?:per|by)\s")


def is_data(name: str) -> bool:
    """Whether a file's name says that it holds rows."""
    return name.lower().removesuffix(".gz").rpartition(".")[2] in named_files.DATA_SUFFIXES


def files(request: Reading) -> tuple[str, ...]:
    """The data files of the request, in the order in which they are named."""
    return tuple(name for name in request.files if is_data(name))


def stem(file: str) -> str:
    """A file's name without folder and suffixes, as words."""
    return PurePosixPath(file).name.partition(".")[0].replace("_", " ").replace("-", " ")


def groups(request: Reading) -> list[str]:
    """What is named after "by": ``revenue by month and region`` → month, region."""
    match = _BY.search(request.lower)
    if not match:
        return []
    parts = re.split(r"\sand\s|\s,\s", match["columns"])
    named = [part.strip().removeprefix("by ").removeprefix("per ").strip() for part in parts]
    return [part for part in named if part and part not in _NOT_COLUMNS]


def counts(request: Reading, file: str) -> str:
    """Why rows are to be counted rather than a column added up: a sentence; empty when they are not."""
    asked = _COUNT.search(request.lower)
    if asked:
        return f"the words ask for the number of {asked['what']}"
    per = _PER.search(request.lower)
    if per and per["what"].rstrip("s") == stem(file).rstrip("s"):
        return f"each row of {file} is one of the {per['what']}"
    return ""
