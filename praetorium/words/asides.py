"""What is told in half a sentence: ``and who took them``, ``when sown and harvested``, ``hours per employee``."""

from __future__ import annotations

import re

from praetorium.words import english, holders
from praetorium.words.actions import DECLARED
from praetorium.words.data import grammar
from praetorium.words.drafts import Board, Draft
from praetorium.words.lines import Line
from praetorium.words.phrases import Thing, thing
from praetorium.words.tagging import Tagged

_YES_OR_NO = frozenset({"paid", "attended", "signed", "answered", "came"})
"""What somebody has done or not, and which nobody does with a thing."""
_SAID = {"where": "location"}
_HOW = {"long": "duration", "many": "quantity", "much": "amount", "often": "frequency"}
_ASKING = frozenset({"who", "when", "what", "how", "which", *_SAID})
_CAME = re.compile(
    r"\bwho (?:(?:was|were|is) (?:there|present|absent|here)|came|attends?|attended|turned up|showed up)\b"
)
_JOINS = frozenset({",", "CONJ", "DET"})


def read(one: Line, board: Board) -> None:
    """Note, in a short request, the fields and things that such words name."""
    for position, word in enumerate(one.tagged):
        if position and word.lower in _ASKING and one.tagged[position - 1].tag in {",", "CONJ", ":"}:
            if _CAME.search(" ".join(w.lower for w in one.tagged[position : position + 3])):
                board.add(Thing("attendance", "attendance", False), DECLARED, "who", declared=True)
                continue
            described = _last(board)
            if described is not None:
                described.asked += [said for said in told(one, position) if said not in described.asked]
        elif word.lower == "per":
            _each(one, position, board)


def _last(board: Board) -> Draft | None:
    """What was listed last: it is what is described."""
    return next((draft for draft in reversed(list(board.drafts.values())) if draft.declared), None)


def told(one: Line, position: int) -> list[str]:
    """The fields that "who …", "when …", "what it costs" tell."""
    asks = one.tagged[position].lower
    rest = one.tagged[position + 1 :]
    if asks in _SAID:
        return [_SAID[asks]]
    if asks in {"what", "how"}:
        costs = any(word.lemma in {"cost", "paid"} for word in rest[:3])
        return ["cost"] if costs else [_HOW[rest[0].lower]] if asks == "how" and rest and rest[0].lower in _HOW else []
    if asks == "which":
        return _which(rest)
    if asks == "who" and rest and rest[0].tag == "HAVE":
        said = rest[1].lower if len(rest) > 1 else ""
        return ["held by"] if english.participle(said) is None else [said if said in _YES_OR_NO else f"{said} by"]
    if asks == "when" and len(rest) > 1 and rest[0].lower in {"it", "they"} and "V" in english.word(rest[1].lower).tags:
        return [f"{rest[1].lower.removesuffix('s')}s on"]
    when = []
    for word in rest:
        if word.tag in {"CONJ", ","}:
            continue
        done = english.participle(word.lower) if word.tag != "AUX" else None
        if done is None:
            break
        if asks == "when":
            when.append(f"{done} on")
        else:
            return [word.lower if word.lower in _YES_OR_NO else f"{done} by"]
    return when


def _which(rest: tuple[Tagged, ...]) -> list[str]:
    """``which are broken`` → broken; ``which pieces are missing`` → missing pieces."""
    at = next((n for n, word in enumerate(rest[:3]) if word.tag == "AUX"), None)
    if at is None or at + 1 >= len(rest):
        return []
    return [" ".join([rest[at + 1].lower, *(word.lower for word in rest[:at] if word.tag == "N")])]


def _each(one: Line, position: int, board: Board) -> None:
    """``exam results per student and subject``: both are kept, and each result is of one of them."""
    before = one.ending.get(position)
    of = (holders.kept_in(before) or thing(before, exact=True)) if before else None
    if of is None or of.name not in board.drafts:
        return  # "price per head"
    owner = next((draft for draft in board.drafts.values() if draft.declared), None)
    at = position + 1
    while owner is not None and at < len(one.tagged):
        phrase = one.starting.get(at)
        if phrase is None:
            if one.tagged[at].tag not in _JOINS:
                return
            at += 1
            continue
        found = thing(phrase, exact=True)
        at = phrase.end
        if found and found.name != owner.name and (found.key or phrase.head.lemma not in grammar("no_things")):
            board.add(found, DECLARED, phrase.text, declared=True)
            board.link(owner.name, found.name)
