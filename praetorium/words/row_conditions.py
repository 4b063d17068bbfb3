"""Which rows a request means: ``last quarter``, ``only paid orders``, ``customers in Germany``, ``orders over 500``."""

from __future__ import annotations

import re

from praetorium.data.spans import MONTH, NAMED, PASSED
from praetorium.models import Unread
from praetorium.words import bounds, data_words, english, picked, shades
from praetorium.words.intents._asked import LANGUAGES
from praetorium.words.request import Reading

_ENDS = rf"(?:between {NAMED} and {NAMED}|from {NAMED} (?:to|until|till) {NAMED})"
_SIDE = rf"(?:(?:since|after|until|before|up to|till) {NAMED}|from {NAMED}(?= on\b))"
_WITHIN = rf"(?:(?:for|in|of|during|over|within)\s(?:the\s)?(?={PASSED}|{NAMED}))?"
_PERIOD = re.compile(
    rf"\b(?:(?P<sided>{_ENDS}|{_SIDE})|(?P<passed>{PASSED})|(?:for|in|of|during)\s(?:the\s)?(?P<named>{NAMED}))\b"
)
_STRETCH = re.compile(rf"\b(?:q[1-4](?:\s\d{{4}})?|{MONTH}\s\d{{4}}|20\d\d)\b")
_WORD = r"[\w\-]+"
_VALUES = rf"(?:[\"'“]\s?(?P<quoted>[^\"'”]+?)\s?[\"'”]|(?P<value>{_WORD}(?:\sor\s{_WORD})*))"
_KINDS = (
    r"(?:status|state|type|kind|category|channel|priority|stage|segment|gender|plan|method|department|country|city|"
    r"region|team|role|level)"
)
"""Columns that are named by these words hold few values, so a word behind one is such a value."""
_ONLY = re.compile(rf"\b(?:only|just)\s(?:for\s|the\s|count\s|with\s|in\s|those\s|of\s)*{_VALUES}")
_WHERE = re.compile(
    rf"(?:\b(?:where|whose|and|if)\s(?:the\s)?(?P<column>\w+(?:\s\w+)?)\s(?:is|are|equals)(?P<first_not>\snot)?\s|"
    rf"\b(?P<other>\w+)\s(?P<sign_not>! )?=\s|"
    rf"\b(?:with|whose|having|in|of)\s(?:the\s|an?\s)?(?P<kind>{_KINDS})\s(?:of\s|is\s|:\s)?(?P<kind_not>not\s)?)"
    rf"(?:the\s)?{_VALUES}"
)
_THAT = re.compile(
    rf"\b(?:that|which|who)\s(?:are|is|were|was)\s(?P<no>not\s|no longer\s|still\s)?"
    rf"(?P<value>{_WORD}(?:\sor\s{_WORD})*)"
)
"""``tickets that are not closed``: a value, whatever its column."""
_IN = re.compile(rf"\b(?:in|from|for|of) (?P<value>[A-Z]{_WORD}(?: [A-Z]{_WORD})*)")
_FORMS = (
    r"excel|word|powerpoint|svg|png|json|parquet|eur|usd|gbp|chf|euros?|a4|letter|[a-z]|(?:mon|tues|wednes|thurs|fri|"
    r"satur|sun)days?"
)
_STATE = re.compile(r"\b(?P<state>[a-z]{4,})$")
_WITHOUT = re.compile(
    rf"\b(?:without|excluding|except(?:\sfor)?|ignoring|not counting|leaving out)\s(?:the\s|any\s)?(?P<value>{_WORD})"
)
_NO_VALUES = (
    "a an as rows data pdf html excel csv chart charts one two three top the totals numbers figures header headers "
    "title legend duplicates colours colors logo"
)
_NO_STATES = (
    f"{_NO_VALUES} all attached average based best biggest clean combined compared complete current daily detailed "
    "different distinct each every filtered first following full good grouped highest joined just large largest last "
    "latest long lowest many mean median merged monthly more most newest next nice oldest only other our overall past "
    "previous quarterly quick raw recent same several short simple single small smallest sorted such these total "
    "unique weekly whole worst yearly"
)
"""Adjectives before the rows' own word that name no value."""


def period(request: Reading) -> str:
    """The stretch of time that is meant, in its own words; empty where none is said."""
    match = _PERIOD.search(_unsized(request))
    told = (match["sided"] or match["passed"] or match["named"]) if match else ""
    return re.sub(r"\s?([/-])\s?", r"\1", told)


def kept(request: Reading) -> list[str]:
    """What a row must have to count: ``paid``, ``status = paid``, ``total > 500``, ``customers > 3 orders``."""
    text = _unsized(request)
    found = [_equal(match) for match in _WHERE.finditer(text) if not _denied(match)]
    rest = _WHERE.sub(" ", text)
    only = [match["quoted"] or match["value"] for match in _ONLY.finditer(rest)]
    found += [value for value in only if value not in (*_NO_VALUES.split(), *_own_words(request))]
    found += [match["value"] for match in _stated(rest) if not (match["no"] or "").startswith("no")]
    told = {value.rpartition("= ")[2] for value in found}
    found += [
        value
        for value in (*_places(request), *data_words.doers(request), *_states(request))
        if value.casefold() not in told
    ]
    return list(dict.fromkeys(found)) + sizes(request)


def _own_words(request: Reading) -> set[str]:
    """What rows are called: by their file, and where their size is told."""
    stems = {data_words.stem(file).lower().split()[-1] for file in data_words.files(request)}
    return {*stems, *map(english.plural, stems), *(told[0] for said in sizes(request) if (told := bounds.parts(said)))}


def sizes(request: Reading) -> list[str]:
    """Sizes of numbers, as ``bounds`` writes them."""
    return bounds.found(data_words.bare(request))[0]


def dropped(request: Reading) -> list[str]:
    """Values with which a row does not count."""
    text = _unsized(request)
    found = [_equal(match) for match in _WHERE.finditer(text) if _denied(match)]
    found += [match["value"] for match in _stated(_WHERE.sub(" ", text)) if (match["no"] or "").startswith("no")]
    return found + [match["value"] for match in _WITHOUT.finditer(text) if match["value"] not in _NO_VALUES.split()]


def _stated(text: str) -> list[re.Match[str]]:
    return [match for match in _THAT.finditer(text) if _describes(match["value"].split()[0])]


def _unsized(request: Reading) -> str:
    return picked.without(bounds.found(data_words.bare(request))[1])


def _equal(match: re.Match[str]) -> str:
    column = match["column"] or match["other"] or match["kind"]
    return f"{column} = {match['quoted'] or match['value']}"


def _denied(match: re.Match[str]) -> bool:
    return bool(match["first_not"] or match["sign_not"] or match["kind_not"])


def _places(request: Reading) -> list[str]:
    """Names after "in", "from" or "for", as they are written: ``customers in New York``."""
    if not request.brief:
        return []
    words = request.words
    for file in request.files:
        words = words.replace(file, "file")
    found = [match["value"].rstrip("-") for match in _IN.finditer(words)]
    return [value for value in found if not _is_none(value.casefold())]


def _is_none(value: str) -> bool:
    """Whether a name is a format, a language, a colour or a stretch of time."""
    return (
        value in _NO_VALUES.split()
        or value in LANGUAGES
        or shades.colour(value) is not None
        or bool(re.fullmatch(rf"{NAMED}|(?:{MONTH}|{NAMED})\b.*", value))
        or bool(re.fullmatch(_FORMS, value))
    )


def _states(request: Reading) -> list[str]:
    """What is said of the rows before their own word: ``unpaid`` of "all unpaid orders in orders.csv"."""
    if not request.brief:
        return []
    found = []
    text = _ONLY.sub(" ", _WITHOUT.sub(" ", _WHERE.sub(" ", _unsized(request))))
    for file in data_words.files(request):
        stem = data_words.stem(file).lower().split()[-1:]
        for match in re.finditer(rf"\b{re.escape(english.singular(stem[0]))}\w{{0,3}}\b" if stem else r"$^", text):
            before = _STATE.search(text[: match.start()].rstrip())
            if before and before["state"] not in _NO_STATES.split() and _describes(before["state"]):
                found.append(before["state"])
    return found


def _describes(word: str) -> bool:
    """Whether the word says how something is: an adjective, or what was done to it."""
    known = english.word(word.removeprefix("un") if len(word) > 6 else word)
    return known.form == "ed" or known.tags[:1] == "J" or word in ("open", "overdue", "unpaid", "paid", "won", "lost")


def parameters(request: Reading) -> dict[str, object]:
    """All of it, as the parameters of a playbook that are not empty."""
    told: dict[str, object] = {"period": period(request), "keep": kept(request), "drop": dropped(request)}
    return {name: value for name, value in told.items() if value}


def passed_over(request: Reading, why: str) -> tuple[Unread, ...]:
    """What is said of the rows where all of them are taken, with why; the stretch of time is not among it."""
    told = [*(f"only {each}" for each in bounds.all_in_words(kept(request)))]
    return tuple(Unread(sentence=each, why=why) for each in [*told, *(f"without {each}" for each in dropped(request))])


def shown(request: Reading) -> str:
    """The stretch of time as it is written: ``October 2026``, ``Q3``, ``last quarter``."""
    return re.sub(rf"\b{MONTH}\b|\bq(?=[1-4]\b)", lambda match: match[0].capitalize(), period(request))


def timeless(request: Reading) -> str:
    """The words of ``data_words.bare`` without the stretch of time and without sizes."""
    return " ".join(_PERIOD.sub(" ", _unsized(request)).split())


def unused(request: Reading, *, shares: bool = False) -> tuple[Unread, ...]:
    """Quarters, months and years that are named beside the one stretch of time that is used.

    And shares, where what is made shows none.
    """
    rest = timeless(request)
    found = [match[0] for match in _STRETCH.finditer(rest)]
    made = [Unread(sentence=word, why="one stretch of time is used: say 'from Q1 to Q2'") for word in found]
    if not shares and (share := re.search(r"\bpercent\w*\b", rest)):
        made.append(Unread(sentence=share[0], why="totals, averages and numbers are shown; a report has shares, too"))
    return tuple(made)


def said(request: Reading, *, period: bool = True) -> str:
    """The conditions in a few words, a comma before them, to stand in a summary; with the stretch of time or not."""
    found = [shown(request)] if period and shown(request) else []
    found += [f"only {value}" for value in bounds.all_in_words(kept(request))]
    found += [f"without {value}" for value in dropped(request)]
    return f", {', '.join(found)}" if found else ""
