"""What a short request counts again and again: ``my weight every day``, ``energy usage per month``."""

from __future__ import annotations

import re

from praetorium.words.actions import DECLARED
from praetorium.words.drafts import Board
from praetorium.words.lines import Line
from praetorium.words.phrases import Thing

_AGAIN = re.compile(
    r"\b(?:(?:per|each|every|a) (?:day|week|month|year|hour|night)|over time|daily|weekly|monthly|(?:once|twice) a)\b"
)
_NO_MEASURE = frozenset({"day", "week", "month", "year", "hour", "night", "time", "app", "chart", "report", "graph"})


def read(one: Line, board: Board) -> None:
    """Note, where nothing else is kept, what is said to be counted by the day or over time: readings of it are."""
    if any(draft.declared for draft in board.drafts.values()) or not _AGAIN.search(one.sentence.lower):
        return
    phrase = next((p for p in one.phrases if p.head.lemma not in _NO_MEASURE), None)
    if phrase is None:
        return
    named = [word.lower for word in phrase.words if word.tag in {"N", "G"} and word.lemma not in _NO_MEASURE][-2:]
    if named:
        draft = board.add(Thing(" ".join(named), None, False), DECLARED, phrase.text, declared=True)
        draft.asked += ["date", "value", "notes"]
        draft.exact = True
