"""Who may do what: "only admins may delete tasks", "members can only see their own orders", "students cannot edit".

Each becomes one or more rights: ``{"role": "member", "entity": "order", "action": "see", "scope": "own"}``. The role
``*`` is everybody but administrators and those of whom something else is said; no entity means all of them; the scope
is ``none``, ``own`` or ``all``, as in the application's table of rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from praetorium.words import english, features, names, roles
from praetorium.words.features import Hit
from praetorium.words.mentions import Named
from praetorium.words.sentences import Sentence

Right = dict[str, str]

_ACTIONS = {
    "see": ("see",), "view": ("see",), "read": ("see",), "access": ("see",), "look": ("see",),
    "add": ("add",), "create": ("add",), "enter": ("add",), "submit": ("add",),
    "edit": ("change",), "change": ("change",), "update": ("change",), "modify": ("change",),
    "delete": ("delete",), "remove": ("delete",), "manage": ("add", "change", "delete"),
}  # fmt: skip
_VERB = rf"(?:{'|'.join(_ACTIONS)})s?"
_VERBS = rf"(?P<verbs>{_VERB}(?:(?: ,)?(?: and| or|,)? {_VERB})*)"
_WHO = r"(?:the |our |an? |all |each |every )?(?P<who>[\w-]+(?: (?!can|may|should|must)[\w-]+)??)"
_BEGIN = r"(?:^|[,.;] |and |but )"
_MAY = r"(?:can|may|should|must|are allowed to|is allowed to|should be able to)"
_NOT = (
    r"(?:can not|cannot|can't|may not|must not|should not|shouldn't|are not allowed to|is not allowed to|never)"
    r"(?: be able to)?"
)
_WHAT = rf"(?P<what>[^.;:]*?)(?=$| ?[.;:]| ?,? (?:and |but |while )?[\w-]+ (?:can|may|must|should|{_VERB})\b)"
_RULES = (
    ("only", re.compile(rf"\bonly {_WHO} {_MAY} {_VERBS}\b{_WHAT}")),
    ("own", re.compile(rf"{_BEGIN}{_WHO} (?:{_MAY} )?only {_VERBS} (?:his|her|their) own\b{_WHAT}")),
    ("own", re.compile(rf"{_BEGIN}{_WHO} (?:{_MAY} )?{_VERBS} only (?:his|her|their) own\b{_WHAT}")),
    ("all", re.compile(rf"{_BEGIN}{_WHO} {_MAY} {_VERBS} (?:all|every|any)\b(?! (?:of )?their own){_WHAT}")),
    ("not", re.compile(rf"{_BEGIN}{_WHO} {_NOT} {_VERBS}\b{_WHAT}")),
    (
        "look",
        re.compile(rf"{_BEGIN}{_WHO} (?:{_MAY} )?only (?:see|view|read|look at)\b(?! (?:his|her|their) own){_WHAT}"),
    ),
)
_FAR = {"none": "no", "own": "their own", "all": "all"}
_ADMIN = re.compile(r"^(?:system |site )?admin(?:istrator)?s?$")
_ANYBODY = frozenset({"user", "people", "person", "everyone", "everybody", "visitor", "somebody", "one"})
_ALL = re.compile(
    r"^(?: (?:the|all|any|every))?(?: (?:records?|entries|entry|data|everything|anything|things?|it|them))?\s*$"
)
_OTHERS = re.compile(r"\b(?:of others|other people's|others'|someone else's|that are not theirs|of other \w+)\b")


def said(told: list[Sentence], named: Named, known: frozenset[str]) -> dict[int, list[Right]]:
    """The rights that sentences speak of, by their numbers; ``known`` are the roles that the request names.

    That somebody may do something with all is a right where it is said how far others may.
    """
    found: dict[int, list[Right]] = {}
    limited = any(kind != "all" for sentence in told for kind, _ in _matches(sentence))
    for sentence in told if limited else ():
        for kind, match in _matches(sentence):
            role = _role(match["who"], known)
            role = None if (kind, role) == ("all", "*") else role
            for entity in _about(match, sentence, named) if role else ():
                found.setdefault(sentence.index, []).extend(_rights(kind, match, str(role), entity))
    return found


def in_words(found: Iterable[Right], nouns: Mapping[str, str]) -> str:
    """The rights for people: "members see their own tasks, others delete no tasks"; ``nouns`` are those of entities."""
    told = []
    for right in found:
        who = "others" if right["role"] == "*" else names.plural_words(right["role"])
        told.append(f"{who} {right['action']} {_FAR[right['scope']]} {nouns.get(right['entity'], 'records')}")
    return ", ".join(told)


def places(told: list[Sentence]) -> list[tuple[Sentence, Hit]]:
    """Where a sentence says how far anybody's rights go, which roles are for."""
    ask = next(ask for ask in features.asks() if ask.name == "roles")
    return [
        (sentence, Hit(ask, match.start(), match.end("who")))
        for sentence in told
        for kind, match in _matches(sentence)
        if kind != "all" and roles.is_somebody(english.singular(match["who"].split()[-1]))
    ]


def _matches(sentence: Sentence) -> tuple[tuple[str, re.Match[str]], ...]:
    return _matched(sentence.lower)


@lru_cache(maxsize=2048)
def _matched(text: str) -> tuple[tuple[str, re.Match[str]], ...]:
    """Asked for three times of each sentence: where features are, what they may, and what was understood."""
    return tuple((kind, match) for kind, pattern in _RULES for match in pattern.finditer(text))


def _role(who: str, known: frozenset[str]) -> str | None:
    """``administrator``, a role that is known, or ``*``; None for what is no role."""
    if _ADMIN.match(who):
        return "administrator"
    *before, last = who.split()
    single = english.singular(last)
    for name in (" ".join([*before, single]), single):
        if name in known:
            return name
    if single in _ANYBODY or roles.is_general(single):
        return "*"
    return single if roles.is_somebody(single) else None


def _about(match: re.Match[str], sentence: Sentence, named: Named) -> list[str]:
    """The entities that it is about; an empty name for all, none for what is not kept."""
    if _ALL.match(match["what"]):
        return [""]
    within = [m for m in named.within(sentence) if match.start("what") <= m.start and m.end <= match.end("what")]
    return list(dict.fromkeys(m.entity.name for m in within))


def _rights(kind: str, found: re.Match[str], role: str, entity: str) -> list[Right]:
    """What one sentence says of one thing; administrators may do everything anyway."""
    if kind == "not" and _OTHERS.search(found["what"]):
        kind = "own"
    told = []
    for action in _actions(kind, found):
        right = {"entity": entity, "action": action}
        if kind == "only":
            told += [{"role": "*", **right, "scope": "none"}, {"role": role, **right, "scope": "all"}]
        else:
            told.append({"role": role, **right, "scope": kind if kind in ("own", "all") else "none"})
    return [right for right in told if right["role"] != "administrator"]


def _actions(kind: str, found: re.Match[str]) -> list[str]:
    if kind == "look":
        return ["add", "change", "delete"]
    verbs = (_ACTIONS.get(verb) or _ACTIONS.get(verb.removesuffix("s")) for verb in found["verbs"].split())
    return list(dict.fromkeys(action for actions in verbs if actions for action in actions))
