"""Who has what "have" and "with" tell of: ``every income or expense has …``, ``customers order; each has a number``."""

from __future__ import annotations

from praetorium.words.lines import Line
from praetorium.words.phrases import Phrase

_MEANT = frozenset({"each", "they"})
_OPENS = frozenset({";", ",", "CONJ", "."})
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
