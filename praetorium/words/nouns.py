"""The class of a noun nobody described: person, organisation, place, … by dictionary, then by how the word is made."""

from __future__ import annotations

import re

from praetorium.words import english, wares
from praetorium.words.data import table

_ACTS = re.compile(r"(?:ing|ment|tion|sion|ance|ence|al|ure|age)$")
_MEASURED = frozenset({"weight", "height", "noise", "voltage", "consumption", "rate"})
_TASKS = frozenset({"pickup", "duty", "assignment", "to-do", "inspection", "repair", "delivery"})
_REQUESTS = frozenset({"request"})
_GOODS = frozenset({"lot", "tent", "locker", "prop", "coin", "banknote", "medal"})
_ACTIVITIES = frozenset({"call", "entry", "outing"})
_MONEY = frozenset({"money", "payout", "allowance"})
_RATHER_WARES = frozenset({"m", "a"})
"""Classes of what is a ware when shops have it: a mug is a measure only after that, and a drone a bee."""
_EVENTS = frozenset(
    {"shoot", "mission", "gig", "race", "trip", "session", "visit", "talk", "lesson", "performance", "game"}
)


_HEADS = (
    (_MEASURED, "measurement"),
    (_TASKS, "task"),
    (_REQUESTS, "request"),
    (_EVENTS, "event"),
    (_MONEY, "money"),
    (_ACTIVITIES, "activity"),
    (_GOODS, "product"),
)


def classify(phrase: str) -> str:
    """The class of the thing a phrase names, decided by its last word: "night watchman" is a person."""
    head = english.singular(phrase.lower().split()[-1])
    for known, name in _HEADS:
        if head in known:
            return name
    found = english.word(head)
    if found.noun_class in _RATHER_WARES and wares.line_for(head):
        return "product"
    if found.noun_class:
        known_class = english.class_of(found.noun_class)
        if known_class == "place" and re.search(r"(?:ery|ate|ury)$", head):
            return "organisation"
        return known_class or _abstract(found, head)
    for ending in table("endings")["nouns"]:
        if re.search(ending["ends"], head):
            return str(ending["class"])
    return "activity" if _ACTS.search(head) else "thing"


def _abstract(found: english.Word, head: str) -> str:
    """Acts are activities; the ending of a quality may tell a measurement."""
    if found.noun_class == "v":
        return "activity"
    if found.noun_class == "x" and head.endswith(("ity", "ness", "ure")):
        return "measurement" if head.endswith("ity") else "thing"
    return "thing"


def is_concrete(phrase: str) -> bool:
    """Whether records are usually kept of such things: people, places, goods, documents, events, …"""
    return classify(phrase) not in {"thing", "activity"}
