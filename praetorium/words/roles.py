"""The roles a request names: "the student panel", "administrators should", "user, management and maintenance ends"."""

from __future__ import annotations

import re
from functools import cache

from praetorium.words import english, features, lexicon, nouns
from praetorium.words.data import grammar
from praetorium.words.features import Ask, Hit
from praetorium.words.sentences import Sentence

_AT = ("panel", "role", "end", "portal", "interface", "dashboard")
_PLACES = re.compile(
    r"((?:[\w-]+ (?:, )?(?:and |or )?){1,6})(?:panels?|roles?|ends?|portals?|interfaces?|dashboards?)\b"
)
_EACH = re.compile(
    r"(?<!\w)(?!planned|actual|expected|estimated|start|year|month|week|day|season)([\w-]+) "
    r"(?:panel|role|end|portal|interface)\b"
)
_ACTING = re.compile(r"\b([\w-]+) (?:should|can|must|may|will)\b(?! (?:not )?be (?!able)\w+ed\b)")
_ABLE = re.compile(r"(?:^|[.;,] )(?:the )?(?:[\w-]+ ){0,2}?([\w-]+s) (?:should|must|will) be able to\b")
"""Who should be able to do something is a person, whatever the word means elsewhere: "department heads should …"."""
_RUNS = (
    r"(?:publish|manage|approve|reject|moderate|register|review|check|answer|edit|maintain|keep|plan|assign|confirm|"
    r"compare|cancel|block|administer|supervise)(?:e?s)?\b(?= (?!and |or |for |to |on |by |in )\w)"
)
_RUNNING = (
    re.compile(rf"(?:\b(?:the|our|my|an?|two|three|each) |^|, |; )(?:[\w-]+ )??([\w-]+) {_RUNS}"),
    re.compile(rf"\b([\w-]+s) (?:should|can|must|may) (?:be able to )?{_RUNS}"),
    re.compile(r"\bonly (?:the |our |an? )?([\w-]+) (?:can|may|should|must)\b"),
    re.compile(
        r"\b(?:my|our|with|one of (?:our|the|my)) (?:two|three|four|five|six|seven|eight|nine|ten|several) (?:[\w-]+ )?"
        r"([\w-]+s)\b"
    ),
)
"""People told apart by what they see to ("editors review", "only the manager may", "my two employees")."""
_ONLY = re.compile(r"\b([\w-]+s) (?:can )?only (?:see|read|view|change|edit|use)\b")
"""People who may do no more than look on: "the kids only see the lists"."""
_OFFICE = re.compile(rf"\bthe ([\w-]+) (?:can|may|should|must) (?:be able to )?{_RUNS}")
"""Who sees to something is a person, whatever the word means elsewhere: "the head can publish letters"."""
_DOING = re.compile(
    r"^(?:the |our |an? |each |every )?((?:[a-z]+ )?[\w-]+) "
    r"(?:sees?|gets?|enters?|adds?|creates?|writes?|posts?|uploads?|fills?|assigns?|search(?:es)?|reports?|appl(?:y|ies)|notes?|logs?|records?|chooses?|picks?|accepts?|declines?|"
    r"decides?|manages?|plans?|publish(?:es)?|keeps?|sets?|(?:can|may|should|must)|only (?:sees?|reads?|changes?))\b"
    r"(?! of\b)"
)
"""Who does something, at the head of a sentence: "technicians see a board", "HR sees all requests"."""
_HEADED = re.compile(r"^(?:the |our )?((?:[\w-]+ )?[\w-]+) : ([a-z]+)\b")
"""What each does, told after a colon: "reception: check in, print the bill"."""
_OFFICES = frozenset(
    {"hr", "administration", "reception", "housekeeping", "management", "accounting", "dispatch", "kitchen", "office"}
)
_TEAMS = frozenset({"team", "lead", "leader", "staff", "crew", "desk", "office", "department"})
"""What is no person by itself, and some people with what stands before it: "sales team", "shift lead"."""
_ADMIN = re.compile(r"\badmin(?:istrator)?s?\b")
_SYSTEM = frozenset({"they", "it", "who", "other", "page", "system", "website", "app", "platform", "that", "which"})
_SYSTEM |= {"nobody", "everyone", "anyone", "anybody", "everybody", "none", "one", "someone", "all", "both", "each"}
_GENERAL = frozenset({"user", "people", "visitor", "customer", "guest", "everyone", "person", "public", "audience"})
_DEVICES = frozenset(
    {"pc", "h5", "mobile", "web", "app", "desktop", "front", "back", "service", "server", "information"}
)
_MEANT = {"admin": "administrator", "management": "administrator", "manage": "administrator"}
_WORDS = frozenset({"the", "a", "an", "and", "or", "have", "should", "with", "of", "for", "user's", "by", "per", "in"})
_WORDS |= {"only", "all", "every", "both", "new", "most", "other", "our", "some", "each", "different", "their", "as"}


def named(sentence: Sentence) -> list[str]:
    """Names of roles in the singular, as said, each once; "administrator" also where only "admin" is said."""
    text = sentence.lower
    found: list[str] = []
    for match in _PLACES.finditer(text) if any(place in text for place in _AT) else ():
        listed = re.split(r" , | and | or ", f" {match[1].strip()} ")
        if len(listed) > 1 and match[0].endswith("s"):
            found += [part.strip().split()[-1] for part in listed if part.strip()]
    found += [match[1] for match in _EACH.finditer(text)]
    found += [name for name, _ in _acting(sentence) if name not in _GENERAL]
    if _ADMIN.search(text):
        found.append("administrator")
    singular = (english.singular(name) for name in found if name not in _WORDS)
    told = (_MEANT.get(name, name) for name in singular)
    return list(dict.fromkeys(name for name in told if name not in _SYSTEM | _GENERAL | _DEVICES))


def acting(told: list[Sentence]) -> list[tuple[Sentence, Hit]]:
    """Where groups of people are told apart by what they may do: two at least, of which one is not just anybody.

    One is enough where it is said what it sees to.
    """
    found = [(sentence, name, at) for sentence in told for name, at in _acting(sentence)]
    groups = {name for _, name, _ in found}
    if groups <= _GENERAL or (len(groups) < 2 and not any(_running(sentence) for sentence in told)):
        return []
    return [(s, Hit(_roles(), at.start(), at.end())) for s, name, at in found if name not in _GENERAL]


def _acting(sentence: Sentence) -> list[tuple[str, re.Match[str]]]:
    """People who should or may do something, or do it, in the singular."""
    found = []
    for match in _ACTING.finditer(sentence.lower):
        name = english.singular(match[1])
        if name not in _SYSTEM and (name in _GENERAL or _is_person(name, plural=name != match[1])):
            found.append((name, match))
    able = [(english.singular(match[1]), match) for match in _ABLE.finditer(sentence.lower)]
    known = {name for name, _ in found}
    found += [(name, match) for name, match in able if name not in known and not _is_application(name)]
    return [*found, *_running(sentence), *_doing(sentence)]


def _doing(sentence: Sentence) -> list[tuple[str, re.Match[str]]]:
    """People, teams and offices that a sentence begins with, since it tells what they do."""
    headed = _HEADED.match(sentence.lower)
    if headed is not None and "V" not in english.word(headed[2]).tags[:1]:
        headed = None
    match = headed or _DOING.match(sentence.lower)
    if match is None:
        return []
    *before, head = match[1].split()
    name = english.singular(head)
    if name in _TEAMS and before and before[0] not in _WORDS:
        return [(f"{before[0]} {name}", match)]
    known = name in _OFFICES or (name not in _SYSTEM and (name in _GENERAL or _is_person(name, plural=False)))
    return [(name, match)] if known else []


def _running(sentence: Sentence) -> list[tuple[str, re.Match[str]]]:
    patterns = (*_RUNNING, _ONLY) if " only " in sentence.lower else _RUNNING
    found = [(english.singular(m[1]), m) for pattern in patterns for m in pattern.finditer(sentence.lower)]
    people = [
        (name, match) for name, match in found if name not in _SYSTEM | _GENERAL and _is_person(name, plural=False)
    ]
    offices = [(match[1], match) for match in _OFFICE.finditer(sentence.lower)]
    return [*people, *(told for told in offices if not _is_application(told[0]))]


def _is_application(name: str) -> bool:
    """Whether it is a program that does it ("the app can …")."""
    return name in _SYSTEM | _GENERAL | grammar("app_words") | grammar("no_things") | grammar("facets")


def is_general(name: str) -> bool:
    """Whether it is just anybody who comes: "user", "customer", "visitor"."""
    return name in _GENERAL


def is_somebody(name: str) -> bool:
    """Whether it is people in general, or of a sort: "user", "customer", "tenant"."""
    return name in _GENERAL or (name not in _SYSTEM and _is_person(name, plural=False))


def _is_person(name: str, *, plural: bool) -> bool:
    """People, and organisations of which there are several: "companies should", not "the public account should"."""
    known = lexicon.phrases().get((name,))
    kind = lexicon.templates()[known.key].kind if known else nouns.classify(name)
    return kind == "person" or (plural and kind == "organisation")


@cache
def _roles() -> Ask:
    return next(ask for ask in features.asks() if ask.name == "roles")
