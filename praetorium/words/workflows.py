"""How a thing moves on: "an order goes from new to paid to shipped" names the states it can be in, in their order.

Stages may be listed ("through its stages (received, printing, shipped)"), or said by those who set them ("staff mark a
rental as picked up or returned").
"""

from __future__ import annotations

import re

from praetorium.words import english, lexicon
from praetorium.words.drafts import Board, Draft
from praetorium.words.lines import Line
from praetorium.words.phrases import thing
from praetorium.words.sentences import Sentence

_END = r"(?:to|then|and|or|only|by|when|once|after|before|on|in|at|with|for|from|as|if|so|until|within|later|finally)\b"
_STATE = rf"[a-z][a-z'-]*(?:\s(?!{_END})[a-z'-]+){{0,2}}"
_ARROW = r"\s*(?:,\s*)?(?:\b(?:and\s+)?(?:then\s+)?to\b|\bthen\b|→|->)\s*"
_MOVES = re.compile(
    rf"\b(?P<thing>[a-z]+)\s+(?:can\s+|should\s+|then\s+)?(?:goes|go|moves|move|passes|pass|changes|change)\s+from\s+"
    rf"(?P<states>{_STATE}(?:{_ARROW}{_STATE})+)",
    re.IGNORECASE,
)
_STAGES = re.compile(
    r"\b(?P<thing>[a-z]+)\s+(?:[a-z]+\s+){0,6}?(?:(?:its|their|the|these|following)\s+)*(?:stages|steps|states|statuses)\s*"
    rf"(?:\(|:)\s*(?P<states>{_STATE}(?:\s*(?:,|,?\s+and)\s*{_STATE})+)",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:moves?|takes?|brings?|guides?)\s+(?:an?|the|each|every|their)\s+(?P<thing>[a-z]+)\s+through\s+"
    r"(?:(?:its|their|the|these|following)\s+)*(?:stages|steps|states|statuses)\s*"
    rf"(?:\(|:)\s*(?P<states>{_STATE}(?:\s*(?:,|,?\s+and)\s*{_STATE})+)",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"\bmark(?:s|ed|ing)?\s+(?:(?:an?|the|their|each|every|its)\s+)?(?P<thing>[a-z]+)\s+as\s+"
    rf"(?P<states>(?:{_STATE}\s*(?:,\s*{_STATE}\s*){{0,5}},?\s*or\s+)?{_STATE}(?:,?\s+(?:and\s+)?then\s+{_STATE})*)",
    re.IGNORECASE,
)
_ARROW_SIGN = re.compile(r"→|[-=]>")
_ARROWS = re.compile(
    rf"\b(?:status|state|stage)(?:es|s)?\s*(?::|\()?\s*(?P<states>{_STATE}(?:\s*(?:→|->|=>)\s*{_STATE})+)",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?P<thing>[a-z]+)\s+(?:is|are)\s+(?:then\s+)?(?:shown|marked|listed)\s+as\s+"
    rf"(?P<states>{_STATE}(?:,?\s+(?:and\s+)?(?:then|later|finally)\s+(?:as\s+)?{_STATE})+)",
    re.IGNORECASE,
)
_BE = r"(?:it\s+|they\s+)?(?:is|are|was|has\s+been|have\s+been)\s+"
_LEAVES = re.compile(
    rf"\b(?:can|may)\s+(?:only\s+|still\s+)*be\s+(?P<state>[a-z]+ed)\s+(?:only\s+)?(?:before|until)\s+{_BE}(?P<until>{_STATE})",
    re.IGNORECASE,
)
_NO_LONGER = re.compile(
    rf"\b(?:cannot|can\s+not|may\s+not|can't)\s+be\s+(?P<state>[a-z]+ed)\s+(?:any\s*more\s+)?(?:after|once|when)\s+{_BE}"
    rf"(?P<until>{_STATE})",
    re.IGNORECASE,
)
_ALSO = re.compile(r",?\s+or\s+(?:it\s+is\s+|they\s+are\s+|is\s+|are\s+)(?P<state>[a-z]+ed)\b", re.IGNORECASE)
_LISTED = r"\s*(?:,\s*(?:or\s+|and\s+)?|\bor\s+|\band\s+)\s*"
_THEN = r"\s*,?\s+(?:and\s+)?(?:then|later|finally)\s+(?:as\s+)?"
_MOST = 8
_DECLARED = 6.0
_BEFORE = "available"
"""What is shown as something later on is before that."""
_FIRST, _BEFORE_COMING = "open", "expected"
"""What a thing, or a person, is before it is marked as anything."""
_PERSONAL = frozenset({"done", "read", "seen", "favourite", "favorite", "favourites", "finished", "completed"})
"""What people mark for themselves: it is no state of the thing."""


def read(one: Line, board: Board) -> None:
    """Note the states that the line names, at the thing that is in them; of what nobody keeps nothing is noted."""
    for said in _MOVES.finditer(one.sentence.text):
        _note(_meant(said, one, board), re.split(_ARROW, said["states"]))
    for said in _MOVED.finditer(one.sentence.text):
        _note(_meant(said, one, board), re.split(_LISTED, said["states"]))
    for said in () if _MOVED.search(one.sentence.text) else _STAGES.finditer(one.sentence.text):
        _note(_meant(said, one, board), re.split(_LISTED, said["states"]))
    for said in _SHOWN.finditer(one.sentence.text) if " as " in one.sentence.lower else ():
        _note(_meant(said, one, board), [_BEFORE, *re.split(_THEN, said["states"])])
    for said in _ARROWS.finditer(one.sentence.text) if _ARROW_SIGN.search(one.sentence.text) else ():
        _note(_described(one, board), re.split(r"→|->|=>", said["states"]))
    _leave(one, board)
    for said in _MARKS.finditer(one.sentence.text):
        if " then " in said["states"]:
            _note(_meant(said, one, board), re.split(_THEN, said["states"]))
            continue
        marks = [state.strip().lower() for state in re.split(_LISTED, said["states"]) if state.strip()]
        if not set(marks) <= _PERSONAL and (draft := _meant(said, one, board)):
            _mark(draft, marks)


def _leave(one: Line, board: Board) -> None:
    """``it can only be cancelled before it is shipped``; ``…, or it is auctioned``: a state outside of the order."""
    text = one.sentence.text
    ordered = [draft for draft in board.drafts.values() if draft.ordered]
    for said in (*_LEAVES.finditer(text), *_NO_LONGER.finditer(text)):
        until = said["until"].strip().lower()
        for draft in ordered:
            if until in draft.states and said["state"].lower() not in draft.states:
                draft.exits[said["state"].lower()] = until
    for moved in _MOVES.finditer(text):
        moving = _meant(moved, one, board)
        for said in _ALSO.finditer(text, moved.end()):
            if moving is not None and moving.ordered and said["state"].lower() not in moving.states:
                moving.exits.setdefault(said["state"].lower(), "")


def spans(sentence: Sentence) -> list[tuple[int, int]]:
    """Where states are listed, in the sentence's lower-case text: their names ask for nothing ("printing")."""
    arrows = (_ARROWS,) if _ARROW_SIGN.search(sentence.text) else ()
    patterns = (_MOVES, _STAGES, *arrows, *((_MARKS, _SHOWN) if " as " in sentence.lower else ()))
    return [found.span("states") for pattern in patterns for found in pattern.finditer(sentence.lower)]


def _note(draft: Draft | None, said: list[str]) -> None:
    states = [state.strip().lower() for state in said if state.strip()]
    if draft is not None and 2 <= len(states) <= _MOST:
        draft.states = list(dict.fromkeys([*draft.states, *states]))
        draft.declared = True
        draft.ordered = True


def _mark(draft: Draft, marks: list[str]) -> None:
    """States by which a thing is marked: those it has anyway, or these after a first one."""
    draft.meant = True
    draft.score = max(draft.score, _DECLARED)
    known = lexicon.templates()[draft.key].fields if draft.key else {}
    usual = {str(choice).lower() for choice in (known.get("status") or {}).get("choices", ())}
    if set(marks) <= usual or draft.states or len(marks) > _MOST:
        return
    first = _BEFORE_COMING if draft.key and lexicon.templates()[draft.key].kind == "person" else _FIRST
    draft.states = [first, *(mark for mark in marks if mark != first)]


def _meant(said: re.Match[str], one: Line, board: Board) -> Draft | None:
    if said["thing"].lower() in {"it", "and", "that", "which"}:
        return _it(one, board)
    if said["thing"].lower() == "them":
        return _them(said, one, board)
    return _named(said["thing"], board) or _new(said["thing"], one, board)


def _described(one: Line, board: Board) -> Draft | None:
    """What a list of fields is of: the first thing of the sentence."""
    found = (thing(phrase, exact=True) for phrase in one.phrases)
    return next((board.drafts[known.name] for known in found if known and known.name in board.drafts), None)


def _named(word: str, board: Board) -> Draft | None:
    wanted = english.singular(word.lower())
    return next((draft for draft in board.drafts.values() if draft.name.split()[-1] == wanted), None)


def _new(word: str, one: Line, board: Board) -> Draft | None:
    """A thing that only these words name: it has states, so it is kept."""
    phrase = next((p for p in one.phrases if p.head.lower == word.lower()), None)
    found = thing(phrase, exact=True) if phrase else None
    return board.add(found, _DECLARED, phrase.text, declared=True) if phrase and found else None


def _them(said: re.Match[str], one: Line, board: Board) -> Draft | None:
    """What "them" stands for: the last several things before it."""
    until = len(said.string[: said.start()].split())
    told = [p for p in one.phrases if p.end <= until + 1 and p.head.plural and (found := thing(p)) and found.key]
    found = thing(told[-1]) if told else None
    return board.add(found, _DECLARED, told[-1].text, declared=True) if found else None


def _it(one: Line, board: Board) -> Draft | None:
    """What "it" stands for: the first single thing of the sentence ("report a defect … it goes from …")."""
    for phrase in one.phrases:
        before = one.tagged[phrase.start - 1].lower if phrase.start else ""
        found = thing(phrase, exact=True)
        if found is not None and before in {"a", "an", "each", "every"}:
            return board.add(found, _DECLARED, phrase.text, declared=True)
    return None
