"""Objects of verbs that are no things of their own: what is noted, counted, or asked for as a whole."""

from __future__ import annotations

from praetorium.models import FieldType
from praetorium.words import features, fields, having
from praetorium.words.data import grammar
from praetorium.words.lines import Line, is_application
from praetorium.words.phrases import Phrase, Thing

_OF_OTHERS = frozenset(
    {"bottle", "box", "bag", "jar", "pack", "packet", "crate", "piece", "copy"}
    | {"return", "pick-up", "pickup", "drop-off", "check-in", "check-out"}
)
"""What a ware comes in, and what happens to it: no records by themselves."""
_COUNTS = frozenset({"statistic", "statistics", "analytics"})
_NOTED = frozenset({FieldType.DATE, FieldType.DATETIME, FieldType.TIME, FieldType.DECIMAL, FieldType.INTEGER})
"""Types of what is noted of a thing, and no thing itself."""
_OF = frozenset({"proof", "copy", "confirmation", "evidence", "amount", "percentage", "share", "average"})


def is_counted(one: Line, phrase: Phrase) -> bool:
    """``see how many sessions each of them did``, ``revenue statistics``: their number."""
    counts = not one.brief and len(phrase.words) > 1 and phrase.head.lemma in _COUNTS
    return counts or _is_asked_for(one, phrase)


def is_meant(one: Line, phrase: Phrase, found: Thing, verb: str | None) -> bool:
    """Whether something is kept of what is done with it, as far as its words tell."""
    builds = verb in grammar("build_verbs")
    if one.brief:
        return not (builds and is_application(phrase, found))  # "build me a bug tracker"
    if having.is_client(one, phrase) or _acts_itself(one, phrase) or (builds and _is_the_whole(one, phrase)):
        return False  # "create an online store for our wines"
    if found.key is not None:
        return True
    if (len(phrase.words) == 1 and _is_no_thing(phrase)) or (not phrase.head.plural and _is_noted(one, phrase)):
        return False
    return not any(hit.ask.feature and hit.ask.built for hit in features.named_by(phrase.text))  # "their timetable"


def _is_no_thing(phrase: Phrase) -> bool:
    """``collect points``, ``put bottles into the cart``, ``the day's pick-ups``: of something else, whatever it is."""
    return fields.is_count(phrase.head.lower) or phrase.head.lemma in _OF_OTHERS


def _is_the_whole(one: Line, phrase: Phrase) -> bool:
    """Whether it is what a long request asks for to begin with, of which there is one."""
    opens = one.sentence.index == 0 and phrase is one.phrases[0] and not phrase.head.plural
    return opens and any(word.lower in {"a", "an"} for word in one.tagged[: phrase.start])


def _is_noted(one: Line, phrase: Phrase) -> bool:
    """``enter date and weight``, ``enter their street``: what is noted of somebody or something."""
    theirs = phrase.start > 0 and one.tagged[phrase.start - 1].lower in {"their", "your", "his", "her"}
    return theirs or fields.infer_of(phrase.text) in _NOTED


def _acts_itself(one: Line, phrase: Phrase) -> bool:
    """``…, and the treasurer keeps track of it``: who does what follows is not what something is done with."""
    following = one.tagged[phrase.end] if phrase.end < len(one.tagged) else None
    if following is None or phrase.head.plural or following.tag not in {"V", "AUX", "HAVE"}:
        return False
    return following.tag != "V" or following.lower.endswith("s")


def _is_asked_for(one: Line, phrase: Phrase) -> bool:
    """``see how many sessions each of them did``: their number; ``upload proof of income``: the proof."""
    before = [word.lower for word in one.tagged[max(0, phrase.start - 2) : phrase.start]]
    return before in (["how", "many"], ["how", "much"]) or (before[-1:] == ["of"] and before[0] in _OF)
