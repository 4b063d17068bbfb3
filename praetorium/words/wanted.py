"""What there is to be: ``there should be lectures``, ``we need invoices``, ``a budget per category``, ``sign up for
shifts``."""

from __future__ import annotations

import re

from praetorium.words.actions import STRONG, keep
from praetorium.words.drafts import Board
from praetorium.words.lines import SECTIONS, Line, is_application, is_itself
from praetorium.words.phrases import Phrase, thing

_DOES = frozenset({"V", "AUX", "HAVE", "TO", "PRON"})
_JOINS = re.compile(r"(?:sign(?:s|ing)? up|register(?:s|ing)?|enrol(?:l?ing|l?s|l)?|apply|applies) (?:for|in|to)$")


def read(one: Line, board: Board) -> None:
    """Note what the line says that there is to be."""
    if not one.brief and one.sentence.index and not any(word.tag in _DOES for word in one.tagged):
        _listed(one, board)
    for phrase in one.phrases:
        _existing(one, phrase, board)
        _joined(one, phrase, board)


def _listed(one: Line, board: Board) -> None:
    """``Quotes and invoices as PDF.``: a sentence without a verb begins with what is kept."""
    phrase = next((p for p in one.phrases[:1] if all(word.tag == "DET" for word in one.tagged[: p.start])), None)
    while phrase is not None:
        found = thing(phrase)
        if found and found.key and phrase.head.plural and not is_application(phrase, found):
            keep(found, phrase, board)
        following = one.tagged[phrase.end].tag if phrase.end < len(one.tagged) else ""
        phrase = one.starting.get(phrase.end + 1) if following in {",", "CONJ"} else None


def _existing(one: Line, first: Phrase, board: Board) -> None:
    """``There should be lectures and guided walks``; ``we need invoices``: what there is to be is kept."""
    if not _is_wanted(one, first):
        return
    phrase: Phrase | None = first
    while phrase is not None:
        found = thing(phrase)
        several = phrase.head.plural or _is_per(one, phrase) or _is_section(phrase)
        if found and several and not is_itself(phrase) and not is_application(phrase, found):
            keep(found, phrase, board)
        end = phrase.end
        while end < len(one.tagged) and one.tagged[end].tag in {",", "CONJ", "DET"}:
            end += 1
        phrase = one.starting.get(end) if end > phrase.end else None


def _is_wanted(one: Line, phrase: Phrase) -> bool:
    """Whether the words before a phrase say that there is to be such a thing."""
    words = [word.lower for word in one.tagged[max(0, phrase.start - 4) : phrase.start]]
    if words[-1:] in (["a"], ["an"]):
        before = words[-2:-1]
        return before == ["there's"] or (before in (["want"], ["need"]) and _is_per(one, phrase))
    there = "there" in words and words[-1:] in (["be"], ["are"], ["is"], ["also"])
    return there or (words[-1:] in (["need"], ["want"]) and bool({"we", "i"} & set(words)))


def _is_per(one: Line, phrase: Phrase) -> bool:
    """``a budget per category``: there is one for each."""
    return phrase.end < len(one.tagged) and one.tagged[phrase.end].lower == "per"


def _is_section(phrase: Phrase) -> bool:
    """``a recipes section``: of several."""
    return len(phrase.words) > 1 and phrase.head.lemma in SECTIONS and phrase.words[-2].plural


def _joined(one: Line, phrase: Phrase, board: Board) -> None:
    """``volunteers sign up for shifts``: the shifts are kept."""
    said = " ".join(word.lower for word in one.tagged[max(0, phrase.start - 3) : phrase.start])
    found = thing(phrase) if phrase.head.plural and _JOINS.search(said) else None
    if found and found.key and phrase.head.plural and not is_application(phrase, found):
        board.add(found, STRONG * 0.8, phrase.text).meant = True
