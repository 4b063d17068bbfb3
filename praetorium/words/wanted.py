"""What there is to be: ``there should be lectures``, ``we need invoices``, ``a budget per category``, ``sign up for
shifts``."""

from __future__ import annotations

import re

from praetorium.words import holders, lexicon, nouns
from praetorium.words.actions import STRONG, keep
from praetorium.words.drafts import Board
from praetorium.words.lines import SECTIONS, Line, is_application, is_itself
from praetorium.words.phrases import Phrase, Thing, thing

_DOES = frozenset({"V", "AUX", "HAVE", "TO", "PRON"})
_LISTS = frozenset({"log", "diary", "journal", "rota", "roster", "register", "list", "plan", "logbook", "inventory"})
"""Words for what records are kept in that mean nothing else in a long request."""
_SEEKING = frozenset({"want", "need", "like", "see", "view", "keep", "maintain", "have", "sees", "keeps", "needs"})
_JOINS = re.compile(r"(?:sign(?:s|ing)? up|register(?:s|ing)?|enrol(?:l?ing|l?s|l)?|apply|applies) (?:for|in|to)$")


def read(one: Line, board: Board) -> None:
    """Note what the line says that there is to be."""
    if not one.brief and one.sentence.index and not any(word.tag in _DOES for word in one.tagged):
        _listed(one, board)
    for phrase in one.phrases:
        if not one.brief and one.sentence.index:
            _held_in(one, phrase, board)
            _per(one, phrase, board)
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
        several = phrase.head.plural or _is_per(one, phrase) or _is_section(phrase) or _is_paper(phrase)
        if found and several and not is_itself(phrase) and not is_application(phrase, found):
            keep(found, phrase, board)
        end = phrase.end
        while end < len(one.tagged) and one.tagged[end].tag in {",", "CONJ", "DET"}:
            end += 1
        phrase = one.starting.get(end) if end > phrase.end else None


def _held_in(one: Line, phrase: Phrase, board: Board) -> None:
    """``I'd like a reading log``, ``On-call rota by week``, ``see the dog walking plan``: what is kept in it."""
    before, holder = holders.part(phrase)
    if (
        holder is None
        or holder.words[-1] not in _LISTS
        or _is_per(one, phrase)
        or not (_opens(one, phrase) or _is_sought(one, phrase))
    ):
        return
    kept = holders.kept_in(phrase)
    act = before is not None and before.head.lower.endswith("ing")
    if kept and (kept.key or holder.keeps or act or kept.name.endswith(" entry") or nouns.is_concrete(kept.name)):
        keep(kept, phrase, board)


def _opens(one: Line, phrase: Phrase) -> bool:
    """Whether a sentence begins with it."""
    return all(word.tag in {"DET", "NUM", "-", ")", "."} for word in one.tagged[: phrase.start])


def _is_sought(one: Line, phrase: Phrase) -> bool:
    """Whether somebody wants it or looks at it."""
    said = [word.lower for word in one.tagged[max(0, phrase.start - 2) : phrase.start]]
    return len(said) > 1 and said[-1] in {"a", "an", "the", "our"} and said[0] in _SEEKING


def _per(one: Line, phrase: Phrase, board: Board) -> None:
    """``A packing list per camp``, ``a timeline of entries per incident``: each is of one, and both are kept."""
    if not _is_per(one, phrase) or (of := one.starting.get(phrase.end + 1)) is None:
        return
    whole = one.ending.get(phrase.start - 1) if phrase.start and one.tagged[phrase.start - 1].lower == "of" else None
    if not _opens(one, whole or phrase):
        return
    found, owner = _in_list(phrase) or thing(phrase), thing(of)
    if whole is not None and found is not None:
        found = Thing(f"{whole.head.lemma} {found.name}", found.key, False)
    if found is None or owner is None or found.name == owner.name or is_application(phrase, found):
        return
    holder = holders.part(phrase)[1]
    draft = board.add(found, STRONG * 0.8, phrase.text)
    draft.meant = True
    draft.asked += [field for field in (holder.fields if holder else ()) if field not in draft.asked]
    board.add(owner, STRONG * 0.8, of.text).meant = True
    board.link(found.name, owner.name)


def _in_list(phrase: Phrase) -> Thing | None:
    """What is kept in a list of which there are several: the items of each packing list."""
    holder = holders.part(phrase)[1]
    kept = holders.kept_in(phrase)
    return Thing(f"{phrase.text} entry", None, False) if holder and holder.keeps == "item" else kept


def _is_wanted(one: Line, phrase: Phrase) -> bool:
    """Whether the words before a phrase say that there is to be such a thing."""
    words = [word.lower for word in one.tagged[max(0, phrase.start - 4) : phrase.start]]
    if words[-1:] in (["a"], ["an"]):
        before = words[-2:-1]
        wanted = before in (["want"], ["need"]) and (_is_per(one, phrase) or _is_paper(phrase))
        return before == ["there's"] or wanted
    there = "there" in words and words[-1:] in (["be"], ["are"], ["is"], ["also"])
    return there or (words[-1:] in (["need"], ["want"]) and bool({"we", "i"} & set(words)))


def _is_paper(phrase: Phrase) -> bool:
    """``I want an invoice``: a paper that has a number is kept."""
    found = thing(phrase)
    return bool(found and found.key and "number" in lexicon.templates()[found.key].fields)


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
