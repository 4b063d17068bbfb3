"""How a thing moves on: "an order goes from new to paid to shipped" names the states it can be in, in their order."""

from __future__ import annotations

import re

from praetorium.words import english
from praetorium.words.drafts import Board, Draft
from praetorium.words.lines import Line
from praetorium.words.phrases import thing

_STATE = r"[a-z][a-z'-]*(?:\s(?!to\b|then\b|and\b|only\b|by\b|when\b)[a-z'-]+){0,2}"
_ARROW = r"\s*(?:,\s*)?(?:\b(?:and\s+)?(?:then\s+)?to\b|\bthen\b|→|->)\s*"
_MOVES = re.compile(
    rf"\b(?P<thing>[a-z]+)\s+(?:can\s+|should\s+|then\s+)?(?:goes|go|moves|move|passes|pass|changes|change)\s+from\s+"
    rf"(?P<states>{_STATE}(?:{_ARROW}{_STATE})+)",
    re.IGNORECASE,
)
_MOST = 8
_DECLARED = 6.0


def read(one: Line, board: Board) -> None:
    """Note the states that the line names, at the thing that is in them; of what nobody keeps nothing is noted."""
    for said in _MOVES.finditer(one.sentence.text):
        states = [state.strip().lower() for state in re.split(_ARROW, said["states"])]
        draft = _it(one, board) if said["thing"].lower() == "it" else _named(said["thing"], board)
        if draft is not None and 2 <= len(states) <= _MOST:
            draft.states = list(dict.fromkeys([*draft.states, *states]))


def _named(word: str, board: Board) -> Draft | None:
    wanted = english.singular(word.lower())
    return next((draft for draft in board.drafts.values() if draft.name.split()[-1] == wanted), None)


def _it(one: Line, board: Board) -> Draft | None:
    """What "it" stands for: the first single thing of the sentence ("report a defect … it goes from …")."""
    for phrase in one.phrases:
        before = one.tagged[phrase.start - 1].lower if phrase.start else ""
        found = thing(phrase, exact=True)
        if found is not None and before in {"a", "an", "each", "every"}:
            return board.add(found, _DECLARED, phrase.text, declared=True)
    return None
