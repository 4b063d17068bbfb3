"""Who has what "have" and "with" tell of: ``every income or expense has …``, ``customers order; each has a number``."""

from __future__ import annotations

from praetorium.words.lines import Line
from praetorium.words.phrases import Phrase

_MEANT = frozenset({"each", "they"})
_OPENS = frozenset({";", ",", "CONJ", "."})
_GOING_ON = frozenset({"each", "…", "etc", "so", "on"})
"""What may stand between a list of sorts and "with"."""
_SCORES = frozenset({"score", "scores", "rating", "ratings", "marks", "grades", "points"})
_FEW = 2
_RUNS = frozenset({"run", "own", "have", "operate", "manage"})


def is_perfect(one: Line, position: int) -> bool:
    """``once the librarian has approved it``: nothing is had."""
    after = one.tagged[position + 1 : position + 3]
    done = len(after) > 1 and (after[0].tag == "D" or after[0].lower == "been")
    return done and after[1].tag not in {"N", "J", "G", "D"}


def subject(one: Line, position: int) -> Phrase | None:
    """Of whom "have" is said that stands apart; None where it is what stands before it.

    ``products belong to a farmer and have a name``; ``customers order; each has a number``.
    """
    before = one.tagged[position - 1] if position else None
    after = one.tagged[position + 1].tag if position + 1 < len(one.tagged) else ""
    if before is None or after == "PRON" or one.tagged[position].lower not in {"have", "has"}:
        return None
    last = one.ending.get(position - 1)
    joined = before.tag in {"CONJ", ","} and one.tagged[position].lower == "have" and not (last and last.head.plural)
    if not (joined or (before.lower in _MEANT and position > 1 and one.tagged[position - 2].tag in _OPENS)):
        return None
    return next((p for p in reversed(one.phrases) if p.end < position and p.head.plural), None)


def either(one: Line, last: Phrase) -> bool:
    """``Every income or expense has …``: of both."""
    previous = one.ending.get(last.start - 1)
    if previous is None or one.tagged[last.start - 1].lower != "or" or not previous.start:
        return False
    return one.tagged[previous.start - 1].lower in {"each", "every"}


def is_client(one: Line, owner: Phrase) -> bool:
    """Whether it is what the application is made for ("a website for a museum with …"), not something it keeps."""
    if one.sentence.index or owner.head.plural:
        return False
    before = [word.lower for word in one.tagged[max(0, owner.start - 3) : owner.start]]
    runs = bool({"i", "we"} & set(before[:2])) and bool(_RUNS & set(before))
    nearer = [word.lower for word in one.tagged[max(0, owner.start - 4) : owner.start]]
    return "for" in before[-2:] or before[:2] == ["we", "are"] or runs or "our" in nearer[-1:] or "my" in nearer[-1:]


def assigned(one: Line, last: Phrase) -> Phrase | None:
    """``record defects, assign them to mechanics with a due date``: of the defects; None where nothing is assigned."""
    before = [word.lower for word in one.tagged[max(0, last.start - 2) : last.start]]
    if before not in (["them", "to"], ["it", "to"]):
        return None
    return next((p for p in reversed(one.phrases) if p.end < last.start - 2 and p.head.plural), None)


def sorts(one: Line, position: int) -> tuple[Phrase | None, list[Phrase]]:
    """``things in the store: tents, ropes ... each with a box``: what has it at large, and the sorts of it listed."""
    at = position
    while at and (one.tagged[at - 1].lower in _GOING_ON or one.tagged[at - 1].tag in {".", ","}):
        at -= 1
    found: list[Phrase] = []
    while (phrase := one.ending.get(at)) is not None and phrase.head.plural:
        found.insert(0, phrase)
        at = phrase.start
        while at and one.tagged[at - 1].tag in {",", "CONJ"}:
            at -= 1
    if len(found) < _FEW or not at or one.tagged[at - 1].tag != ":":
        return None, []
    told = [p for p in one.phrases if p.end < at and p.head.plural]
    general = told[-1] if told else None
    apart = any(word.tag in {"V", "AUX", ";"} for word in one.tagged[general.end : at]) if general else True
    return (None, []) if apart else (general, found)


def scored(one: Line, position: int) -> list[Phrase]:
    """``notes with scores for aroma, body and acidity``: what there is a score for."""
    said = [word.lower for word in one.tagged[position + 1 : position + 3]]
    if len(said) < _FEW or said[0] not in _SCORES or said[1] != "for":
        return []
    found: list[Phrase] = []
    at = position + 3
    while (phrase := one.starting.get(at)) is not None:
        found.append(phrase)
        at = phrase.end
        while at < len(one.tagged) and one.tagged[at].tag in {",", "CONJ"}:
            at += 1
        if at == phrase.end:
            break
    return found
