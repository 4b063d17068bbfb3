"""What is measured again and again: ``my weight every day``, ``measurements of temperature and wind from stations``."""

from __future__ import annotations

import re

from praetorium.words import fields
from praetorium.words.actions import DECLARED, STRONG
from praetorium.words.drafts import Board, Draft
from praetorium.words.lines import Line
from praetorium.words.phrases import Thing, thing
from praetorium.words.possessions import listed_after

_AGAIN = re.compile(
    r"\b(?:(?:per|each|every|a) (?:day|week|month|year|hour|night)|over time|daily|weekly|monthly|(?:once|twice) a)\b"
)
_NO_MEASURE = frozenset({"day", "week", "month", "year", "hour", "night", "time", "app", "chart", "report", "graph"})

_APART = 3
"""Words at most from "from" to what it is from ("from several weather stations")."""


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


def read_measurements(one: Line, board: Board) -> set[int]:
    """``measurements of temperature, humidity and wind``: note what is measured each time; where its phrases start."""
    for phrase in one.phrases:
        found = thing(phrase)
        if found is None or found.key != "reading" or not phrase.head.plural:
            continue
        if phrase.end >= len(one.tagged) or one.tagged[phrase.end].lower != "of":
            continue
        listed = [p for p in listed_after(one, phrase.end) if p.end <= _list_end(one, phrase.end + 1)]
        if len(listed) > 1 and all(fields.infer_of(p.text) for p in listed):
            draft = board.add(found, STRONG, phrase.text)
            draft.asked += ["measured at", *(p.text for p in listed)]
            draft.exact = True
            _measured_at(one, listed[-1].end, draft, board)
            return {p.start for p in listed}
    return set()


def _measured_at(one: Line, position: int, draft: Draft, board: Board) -> None:
    """``… from several stations``: each belongs to one."""
    if position < len(one.tagged) and one.tagged[position].lower in {"from", "at", "by"}:
        source = next((p for p in one.phrases if p.start > position), None)
        place = (
            thing(source, exact=True) if source and source.head.plural and source.start - position <= _APART else None
        )
        if source and place:
            board.add(place, STRONG, source.text).meant = True
            board.link(draft.name, place.name)


def _list_end(one: Line, start: int) -> int:
    """Where an enumeration of nouns alone ends."""
    return next(
        (i for i in range(start, len(one.tagged)) if one.tagged[i].tag in {"PREP", "PRON", "."}), len(one.tagged)
    )
