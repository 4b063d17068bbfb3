"""What can be booked: ``The laundry room and the common room can be booked by the hour`` names the rooms themselves."""

from __future__ import annotations

from praetorium.words import english, nouns
from praetorium.words.actions import DECLARED, STRONG
from praetorium.words.drafts import Board
from praetorium.words.lines import Line
from praetorium.words.phrases import Phrase, Thing, thing

_BOOKED = frozenset({"booked", "reserved", "rented", "hired"})
_LENT = frozenset({"borrowed", "lent", "loaned"})
_LOAN = Thing("loan", "loan", False)
_ROOM = "meeting_room"
"""The lexicon's entity for rooms that are used by the hour; its ``room`` has beds and a price per night."""
_PAPERS = frozenset({"document", "money", "person", "task"})


def read(one: Line, board: Board) -> None:
    """Note what the line says can be booked; rooms and places named one by one become records of one thing."""
    for position, word in enumerate(one.tagged):
        if word.lower in _BOOKED and _is_passive(one, position):
            _note(_subjects(one, position), one, board)
        elif word.lower in _LENT and _is_passive(one, position):
            _lend(_subjects(one, position), board)


def _lend(subjects: list[Phrase], board: Board) -> None:
    """``club equipment can be borrowed``: it is kept, and each loan of it."""
    for phrase in subjects:
        found = thing(phrase)
        if found is not None and (phrase.head.plural or phrase.head.lemma in english.UNCOUNTED):
            board.add(found, STRONG, phrase.text).meant = True
            board.add(_LOAN, STRONG, phrase.text).meant = True
            board.link(_LOAN.name, found.name)


def _is_passive(one: Line, position: int) -> bool:
    return position > 1 and one.tagged[position - 1].lower in {"be", "is", "are"}


def _subjects(one: Line, position: int) -> list[Phrase]:
    """Everything in the enumeration before the verb."""
    at = position - 1
    while at > 0 and one.tagged[at - 1].tag in {"AUX", "R"}:
        at -= 1
    found: list[Phrase] = []
    while (phrase := one.ending.get(at)) is not None:
        found.insert(0, phrase)
        at = phrase.start
        while at > 0 and one.tagged[at - 1].tag in {"DET", "CONJ", ","}:
            at -= 1
    return found


def _note(subjects: list[Phrase], one: Line, board: Board) -> None:
    several = [(phrase, found) for phrase in subjects if phrase.head.plural and (found := thing(phrase, exact=True))]
    for phrase, found in several:
        if nouns.classify(found.name) not in _PAPERS:
            board.add(found, STRONG, phrase.text).meant = True
    named = [p for p in subjects if not p.head.plural and p.start and one.tagged[p.start - 1].lower in {"the", "our"}]
    if not named:
        return
    kept = _common(named)
    if kept is not None and nouns.classify(kept.name) not in _PAPERS:
        draft = board.add(kept, DECLARED, named[0].text, declared=True)
        draft.key = kept.key
        draft.records += [phrase.text for phrase in named if phrase.text not in draft.records]


def _common(named: list[Phrase]) -> Thing | None:
    """The thing of which these are records: rooms, for the laundry room and the common room; else places."""
    heads = {phrase.head.lemma for phrase in named}
    if heads == {"room"}:
        return Thing("room", _ROOM, True)
    if len(heads) == 1:
        return thing(Phrase(named[0].words[-1:], named[0].end - 1), exact=True)
    return Thing("place", None, False)
