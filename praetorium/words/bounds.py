"""Sizes by which a request chooses rows: ``orders over 500``, ``age between 30 and 40``, ``more than 3 orders``.

Each is written as ``what > number of-what`` for the reader of the file, who knows which columns there are:
``total > 500``, ``customers > 3 orders``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

_MONEY = r"(?:eur|euros?|usd|dollars?|gbp|pounds?|chf|francs?|[€$£])"
_NUMBER = (
    rf"(?:{_MONEY}\s?)?(?P<{{0}}>-?\d[\d,]*(?:\.\d+)?)(?:\s?(?P<{{0}}_times>k|m|thousand|million)\b)?"
    rf"(?:\s?(?:{_MONEY}|%)(?!\w))?"
)
_MORE = (
    r"over|above|more expensive than|exceed(?:s|ing)?|>|"
    r"(?:more|greater|larger|bigger|higher|longer|older|heavier|taller|costlier) than"
)
_LESS = r"under|below|<|(?:less|fewer|smaller|lower|shorter|younger|lighter|cheaper) than"
_LEAST = r"at least|(?:a )?min(?:imum)?(?: of)?|no(?:t)? (?:less|fewer|lower) than|> ?="
_MOST = r"at most|up to|(?:a )?max(?:imum)?(?: of)?|no(?:t)? (?:more|larger|higher) than|< ?="
_AFTER = (
    r"(?:\s(?P<after>(?!(?:from|in|as|and|or|by|per|for|to|with|on|at|of|is|are|only|into|were|was)\b)"
    r"[^\W\d][\w.]*))?"
)
_BOUND = re.compile(
    rf"(?<![\w.])(?:"
    rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<more>{_MORE})|(?P<less>{_LESS}))\s?{_NUMBER.format('bound')}"
    rf"|(?:between|from)\s{_NUMBER.format('low')}\s(?:and|to)\s{_NUMBER.format('high')}"
    rf"|{_NUMBER.format('number')}\s(?:(?P<up>(?:or|and) (?:more|above|over|higher|older|up)\b|\+)|"
    rf"(?P<down>(?:or|and) (?:less|fewer|below|under|lower|younger)\b))"
    rf")(?![\w.]){_AFTER}"
)
_SIGNS = {"more": ">", "less": "<", "least": ">=", "most": "<=", "up": ">=", "down": "<="}
_OTHERS = {">": "<=", "<": ">=", ">=": "<", "<=": ">"}
_TIMES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
_LENGTH = re.compile(
    r"^(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|periods?|rows?|lines?|pages?|slides?|charts?|words?)$"
)
"""After "over" or "at least", what a stretch of time or a result is measured in."""
_YEARS = re.compile(r"^(?:19|20)\d\d$")
_MEANT = {"older": "age", "younger": "age", "expensive": "price", "cheaper": "price", "costlier": "price"}
_MEANT |= {"heavier": "weight", "lighter": "weight", "longer": "length", "shorter": "length", "taller": "height"}
_VERBS = {"spent": "spent", "spend": "spent", "paid": "spent", "bought": "times", "ordered": "times", "earned": "spent"}
_COSTS = frozenset({"cost", "costs", "costing"})
_EARNING = frozenset({"earning", "making", "totalling", "totaling", "weighing", "measuring"})
_LINKS = frozenset(
    {"is", "are", "was", "were", "of", "that", "which", "who", "have", "has", "having", "had", "with", "a", "an", "the"}
    | {"their", "valued", "worth", "=", ":", "amounting", "in", "file", "from", "whose", *_VERBS, *_COSTS}
)
"""Words between what is measured and its size."""
_NOTHING = frozenset(
    {"report", "chart", "graph", "plot", "list", "table", "spreadsheet", "pdf", "excel", "csv", "only", "just", "and"}
    | {"or", "but", "where", "by", "per", "to", "for", "filter", "show", "anything", "everything", "all", "rows", "on"}
    | {"ones", "those", "values", "entries", "me", "without", "excluding", "except", "ignoring", "when", "if", "sort"}
)
_JOINS = frozenset({"and", "but", ",", "or"})
_BEFORE_COLUMN = frozenset({"where", "whose", "with", "having", "has", "have", "and", "when", "if"})
_PLACES = frozenset({"in", "from", "at"})
_ARTICLES = frozenset({"a", "an", "the", "their", "its"})
_HAVING = frozenset({"with", "having", "has", "have", "whose"})
_DROPPED = re.compile(r"\b(?:without|excluding|except(?: for)?|ignoring|leaving out|not counting)(?:\s\w+){0,3}\s*$")
_PARTS = re.compile(
    r"^(?P<before>[^<>=]*?)\s*(?P<sign><=|>=|<|>|=)\s*(?P<number>-?\d+(?:\.\d+)?)\b\s*(?P<after>[^<>=]*)$"
)


def found(text: str) -> tuple[list[str], str]:
    """The sizes of the text (as ``data_words.bare`` gives it), and the text without their words."""
    told: list[str] = []
    rest, done, before = "", 0, ""
    for match in _BOUND.finditer(text):
        if _is_time(match):
            continue
        given = text[done : match.start()]
        if set(given.split()) - _JOINS or not told:
            dropped = _DROPPED.search(given)
            before, verb, kept = _subject(given)
            if dropped:
                kept = given[: dropped.start()]
        after = match["after"] or verb
        for sign, number in _sizes(match):
            told.append(f"{_meant(match) or before} {_OTHERS[sign] if dropped else sign} {number} {after}".strip())
        rest += kept if set(given.split()) - _JOINS or not rest else ""
        done = match.end()
    cleaned = re.sub(r"\bwhere (?:and|,) ", "where ", " ".join(f"{rest} {text[done:]}".split()))
    return told, re.sub(r"\b(?:where|whose|with|and)(?= (?:,|as\b|in\b|from\b|by\b|per\b)|$)", " ", cleaned)


def parts(said: str) -> tuple[str, str, str, str] | None:
    """(what is measured, sign, exact decimal text, of what) of a size as it is written here; None for what is none."""
    match = _PARTS.match(said.strip())
    return (match["before"], match["sign"], match["number"], match["after"].strip()) if match else None


def in_words(said: str) -> str:
    """A size as it is told to people: ``total over 500``, ``customers with over 3 orders``; other words as they are."""
    known = parts(said)
    if known is None or known[1] == "=":
        return said
    words = {">": "over", "<": "under", ">=": "at least", "<=": "at most"}
    if known[0] and known[3] == "spent":
        return f"{known[0]} who spent {words[known[1]]} {known[2]}"
    before = f"{known[0]} with" if known[0] and known[3] and known[3] not in _VERBS.values() else known[0]
    return " ".join(each for each in (before, words[known[1]], known[2], known[3]) if each)


def all_in_words(conditions: Sequence[str]) -> list[str]:
    """The same of several, both ends of a stretch in one: ``age from 30 to 40``."""
    told: list[str] = []
    before: tuple[str, str, str, str] | None = None
    for each in conditions:
        known = parts(each)
        if (
            known
            and before
            and (before[0], before[3]) == (known[0], known[3])
            and (before[1], known[1]) == (">=", "<=")
        ):
            told[-1] = " ".join(word for word in (known[0], "from", before[2], "to", known[2], known[3]) if word)
        else:
            told.append(in_words(each))
        before = known
    return told


def per(said: str) -> str:
    """What is counted by how many of something it has: ``customers`` of ``customers > 3 orders``; else empty."""
    known = parts(said)
    things = known and (known[3].endswith("s") or known[3] in _VERBS.values())
    return known[0] if known and things else ""


def _is_time(match: re.Match[str]) -> bool:
    """A stretch of time (``over 12 months``, ``between 2024 and 2026``), or how long a result is."""
    years = [match[name] for name in ("low", "high") if match[name]]
    if years and all(map(_YEARS.match, years)):
        return True
    words = match["more"] or match["least"] or match["less"] or match["most"] or "between"
    return bool(match["after"] and _LENGTH.match(match["after"]) and not words.endswith("than"))


def _sizes(match: re.Match[str]) -> list[tuple[str, str]]:
    if match["low"]:
        return [(">=", _exact(match, "low")), ("<=", _exact(match, "high"))]
    sign = next(sign for name, sign in _SIGNS.items() if match[name])
    return [(sign, _exact(match, "bound" if match["bound"] else "number"))]


def _exact(match: re.Match[str], name: str) -> str:
    value, times = Decimal(match[name].replace(",", "")), match[f"{name}_times"]
    if name == "low" and not times and value < Decimal(match["high"].replace(",", "")):
        times = match["high_times"]  # between 1 and 2 million
    value *= _TIMES[times] if times else 1
    return format(value.normalize() if value != value.to_integral() else value.quantize(Decimal(1)), "f")


def _meant(match: re.Match[str]) -> str:
    """What a comparison speaks of by itself: the age of "older than"."""
    words = (match["more"] or match["less"] or "").split()
    return next((_MEANT[word] for word in words if word in _MEANT), "")


def _subject(given: str) -> tuple[str, str, str]:
    """What is measured, what was done by whom, and the words that remain when it is known which rows are meant."""
    words = given.split()
    verb = ""
    while words and words[-1] in _LINKS:
        last = words.pop()
        if last in _VERBS and not (words and re.fullmatch(r"[a-z]{3,}s|who|that|which|people", words[-1])):
            return "", "", " ".join([*words, last]) + " "  # "only paid over 50" is said of the state
        verb = verb or _VERBS.get(last, "")
        if last in _COSTS:
            return "price", "", " ".join(words) + " "
    if words and words[-1] in _EARNING:
        words.pop()  # "earning over 60000": of what is earned
        return "", verb, " ".join(words) + " "
    kept = list(words)
    for place in (2, 3):
        if len(words) > place and words[-place] in _PLACES:
            del words[-place:]  # "customers in New York with more than 3 orders" speaks of customers
    if not words or words[-1] in _NOTHING or not re.fullmatch(r"[^\W\d][\w.]*", words[-1]):
        return "", verb, " ".join(kept) + " "
    noun = words.pop()
    if words and words[-1] in ("by", "per"):
        return "", verb, " ".join(kept) + " "
    asked = list(words)
    while asked and asked[-1] in _ARTICLES:
        asked.pop()
    if not asked or asked[-1] not in _BEFORE_COLUMN or kept[-1] != noun:
        return noun, verb, " ".join(kept) + " "
    if asked[-1] in _HAVING and len(asked) > 1 and re.fullmatch(r"[a-z]{3,}s", asked[-2]):
        return asked[-2], noun, " ".join(asked) + " "
    return noun, verb, " ".join(asked) + " "
