"""By what records are searched or sorted: ``search translators by language pair`` names a field of translators."""

from __future__ import annotations

from praetorium.words import fields, lexicon
from praetorium.words.actions import MENTIONED
from praetorium.words.drafts import Board
from praetorium.words.lines import Line, is_application, is_itself
from praetorium.words.phrases import Phrase, thing

_BY = frozenset({"search", "filter", "sort", "browse", "find", "order", "group", "look", "list"})
_NO_FIELDS = frozenset({"keyword", "name", "word", "condition", "criterion", "click", "mouse", "link", "hand", "user"})


def read(one: Line, board: Board) -> set[int]:
    """Note the criteria at what is searched; where the phrases start that are so accounted for."""
    taken: set[int] = set()
    for position, word in enumerate(one.tagged):
        listed = _listed(one, position) if word.lower == "by" else []
        if not listed or not (verbs := _verbs(one, position)):
            continue
        searched = _searched(one, position, verbs[-1])
        found = thing(searched) if searched else None
        kept = board.drafts.get(found.name) if found else None
        if found and kept is None and searched:
            kept = board.add(found, MENTIONED if found.key else 0.0, searched.text)
        for phrase in map(_plain, listed):
            taken.add(phrase.start)
            if kept is not None and phrase.head.lemma not in _NO_FIELDS and not _is_kept(phrase, board):
                kept.asked.append(phrase.text)
    return taken


def _plain(phrase: Phrase) -> Phrase:
    """``price range``: the price."""
    ranged = phrase.head.lemma == "range" and len(phrase.words) > 1
    return Phrase(phrase.words[:-1], phrase.start) if ranged else phrase


def _verbs(one: Line, position: int) -> list[int]:
    """Where the words of searching stand before "by", in the same clause."""
    start = max((i for i in range(position) if one.tagged[i].tag in {".", ";", ":"}), default=-1)
    return [i for i in range(start + 1, position) if one.tagged[i].lemma in _BY]


def _searched(one: Line, position: int, verb: int) -> Phrase | None:
    """What is searched: between the verb and "by", else what was spoken of last before the verb."""
    told = [p for p in one.phrases if p.end <= position and not is_itself(p) and not is_application(p, thing(p))]
    between = [p for p in told if p.start > verb]
    if between:
        return between[0]
    before = [p for p in told if p.end <= verb and p.head.plural and not _is_person(p)]
    return before[-1] if before else None


def _is_person(phrase: Phrase) -> bool:
    found = thing(phrase)
    return bool(found and found.key and lexicon.templates()[found.key].kind == "person")


def _listed(one: Line, position: int) -> list[Phrase]:
    found: list[Phrase] = []
    at = position + 1
    while at < len(one.tagged):
        while at < len(one.tagged) and one.tagged[at].tag in {"DET", "CONJ", ","}:
            at += 1
        phrase = one.starting.get(at)
        after = one.tagged[phrase.end] if phrase and phrase.end < len(one.tagged) else None
        if phrase is None or (found and after and after.lower in {"by", "with"}):
            break
        found.append(phrase)
        at = phrase.end
        if after and after.tag not in {",", "CONJ"}:
            break
    return found


def _is_kept(phrase: Phrase, board: Board) -> bool:
    """Whether it is a thing of its own here, or its name says nothing that could be noted."""
    found = thing(phrase, exact=True)
    if found is None:
        return not fields.is_field_like(phrase.text)
    return found.name in board.drafts and board.drafts[found.name].declared
