"""What requests about data have in common: which files they mean, by what they group, and whether rows are counted."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from praetorium.words import named_files
from praetorium.words.request import Reading

_COLUMN = r"[^\W\d][\w.]*(?:\sto(?=\s(?:and|,|from|in|as)\s))?"
_BY = re.compile(
    rf"\b(?:by|per|grouped by|for each|split by|across)\s"
    rf"(?P<columns>{_COLUMN}(?:\s(?:(?:and|,)\s(?:by\s|per\s)?|(?:by|per|for each)\s){_COLUMN})*)"
)
_NOT_COLUMNS = frozenset(
    {"as", "from", "the", "a", "an", "email", "mail", "default", "hand", "monday", "friday", "tomorrow"}
)
_EACH = re.compile(rf"\b(?:share|percentage|percent|part|proportion)s? of (?:each|every) (?P<columns>{_COLUMN})")
_DONE_BY = re.compile(
    r"\b(?!(?:group|sort|order|rank|divid|filter|split|averag|summ|count|add|total|pivot)\w*\b)"
    r"(?:[a-z]{2,}ed|paid|sold|made|done|taken|written|bought|spent|sent|given|won) by (?P<who>[A-Z][\w\-]+)"
)
"""Who did it is no group: "expenses paid by Kim"."""
_COUNT = re.compile(
    r"\b(?:number of|how many|count of|counts? the|amount of|"
    r"(?:percentage|share|proportion|percent|part) of(?: the| all)?)\s(?!each\b|every\b)(?P<what>[a-z_]+)"
)
_PER = re.compile(r"\b(?P<what>[a-z_]+)\s(?:per|by)\s")
_BEST = re.compile(
    r"\b(?:best|top|largest|biggest|strongest|most popular|most important)(?:[ -]selling)?\s(?:(?P<count>\d{1,3})\s)?"
    r"(?P<what>[a-z]+)"
)
_MOST = re.compile(r"\bwhich\s(?P<what>[a-z]+)\s.{0,40}?\b(?:the )?(?:most|best|highest|largest|strongest|biggest)\b")
AMOUNTS = frozenset(
    {"sales", "revenue", "turnover", "expenses", "costs", "spending", "income", "profit", "amount", "amounts", "value"}
    | {"total", "totals", "price", "quantity", "sum"}
)
"""Words for what is added up: "sales per month" are no rows, whatever the file is called."""
_NO_THINGS = frozenset({"sales", "results", "figures", "numbers", "values", "ones", "rows", "entries", "way"})


def bare(request: Reading) -> str:
    """The words in lower case, "the file" for each name of one: it may be called ``sales_2026.xlsx``."""
    text = request.lower
    for file in files(request):
        text = text.replace(file.lower(), "the file")
    return re.sub(r"\bdays? of (?:the )?week\b", "weekday", " ".join(text.split()))


def ranked(request: Reading) -> tuple[str, int | None]:
    """What the largest of are wanted, and how many: ``top 10 customers``; empty where nothing is ranked."""
    text = bare(request)
    match = _BEST.search(text)
    if match and match["what"] not in _NO_THINGS:
        return match["what"], int(match["count"]) if match["count"] else None
    most = _MOST.search(text)
    return (most["what"], None) if most else ("", None)


def files(request: Reading) -> tuple[str, ...]:
    """The data files of the request, in the order in which they are named."""
    return tuple(name for name in request.files if named_files.is_data(name))


def together(request: Reading) -> dict[str, object]:
    """Of several files: that their rows are put together first, as the parameters of a playbook; empty for one."""
    named = files(request)
    if len(named) < 2:
        return {}
    called = "-".join(stem(file).replace(" ", "_") for file in named)[:60]
    return {"merge": list(named), "source": f"rows/.figures/{called}.parquet"}


def stem(file: str) -> str:
    """A file's name without folder and suffixes, as words."""
    return PurePosixPath(file).name.partition(".")[0].replace("_", " ").replace("-", " ")


def groups(request: Reading) -> list[str]:
    """What is named after "by": ``revenue by month and region``, ``issues per month by author``."""
    match = _EACH.search(bare(request)) or _BY.search(_undone(request))
    if not match:
        return []
    parts = re.split(r"\sand\s|\s,\s|\s(?:by|per|for each)\s", match["columns"])
    named = [part.strip().removeprefix("by ").removeprefix("per ").strip() for part in parts]
    return [part for part in named if part and part not in _NOT_COLUMNS]


def _stemmed(request: Reading) -> str:
    """The words of ``bare`` without what stands before the rows' own word: "how many open tickets" asks for tickets."""
    text = bare(request)
    for file in files(request):
        own = re.escape(stem(file).lower().rstrip("s"))
        text = re.sub(rf"\b(of|many)(?: all| the)? \w+ (?={own}\w{{0,2}}\b)", r"\1 ", text)
    return text


def doers(request: Reading) -> list[str]:
    """Who did what the rows are of, as they are written: ``Kim`` of "expenses paid by Kim"."""
    return [match["who"] for match in _DONE_BY.finditer(request.words)] if request.brief else []


def _undone(request: Reading) -> str:
    """The words of ``bare`` without those about who did it."""
    text = bare(request)
    for who in doers(request):
        text = re.sub(rf"\bby {re.escape(who.lower())}\b", " ", text)
    return text


def asked_number(request: Reading) -> str:
    """The word for the rows whose number is asked for ("how many orders"); empty where it is not."""
    asked = _COUNT.search(_stemmed(request))
    return asked["what"] if asked and asked["what"] not in AMOUNTS else ""


def counts(request: Reading, file: str) -> tuple[str, str]:
    """The word for the rows that are to be counted rather than a column added up, and why; empty when they are not."""
    text = bare(request)
    asked = _COUNT.search(_stemmed(request))
    if asked and asked["what"] not in AMOUNTS:
        return asked["what"], f"the words ask for the number of {asked['what']}"
    per = _PER.search(text)
    if per and per["what"] not in AMOUNTS and per["what"].rstrip("s") == stem(file).rstrip("s").lower():
        return per["what"], f"each row of {file} is one of the {per['what']}, unless a column is called so"
    return "", ""
