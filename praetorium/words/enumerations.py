"""The fields that an enumeration names: ``name, start date, number of boxes (at most nine), damaged yes/no and who
brought it``."""

from __future__ import annotations

import re

from praetorium.words import asides, english, fields
from praetorium.words.data import table
from praetorium.words.lines import Line
from praetorium.words.tagging import YES_OR_NO, Tagged

_ENDPOINTS = frozenset({"start", "end", "finish", "return", "contact", "target", "test"})
"""What may be a verb elsewhere, and says which one at the head of a field."""
_PARTED = re.compile(r"\s*(?:,|\s/\s|(?<=[^\d\s])/(?=\D)|;|\bor\b)\s*")
"""Between what a field may be: not the stroke of "1/4"."""
_SHORT = 24
"""Characters of such a value."""
_BETWEEN = frozenset({",", "(", ":", "CONJ", ".", "HAVE"})
_ENDS = frozenset({".", ";", "!", "?"})
_DOES = frozenset({"V", "AUX", "HAVE"})
_CUT = frozenset({"AUX", "TO", "PRON", "PREP", "HAVE"})
_EACH = frozenset({"each", "every"})
_WHEN = frozenset({"day", "date", "time"})
_ASKED = {"who": "who", "when": "date", "where": "place", "what": "what"}
_PARTICLES = frozenset({"in", "out", "on", "off", "up", "down", "at"})
"""What ends a field's name: "weight in", "resolved at"."""
_FEW = 2
REACH = 80
"""Words after which no list goes on, so that the time for reading grows with the length alone."""
_LONGEST = 4
"""Words that a field's name has at most; more are a clause."""
_ARROWS = frozenset({"→", "⇒", ">"})


def fields_in(one: Line, start: int) -> list[str]:
    """What is listed from a position on, an item each as said, up to the end or to where the next clause begins."""
    found: list[str] = []
    for first, item in _parted(one, start):
        told = _told(one, first, item, opens=first == start)
        if not told:
            break
        found += _in_full(told, found)
    return found


def _in_full(told: list[str], before: list[str]) -> list[str]:
    """``lesson day and time``: the lesson's time."""
    of, _, when = before[-1].rpartition(" ") if before else ("", "", "")
    shared = told[0] in _WHEN and when in _WHEN and told[0] != when and of not in {"", "date of"}
    return [f"{of} {told[0]}"] if shared else [item for item in told if item]


def end(one: Line, start: int) -> int:
    """Where the list ends: at the first item that says no field."""
    end = start
    for first, item in _parted(one, start):
        if not _told(one, first, item, opens=first == start):
            break
        end = first + len(item)
    return end


def _parted(one: Line, start: int) -> list[tuple[int, list[Tagged]]]:
    """The items of an enumeration, what stands in brackets left out, with where each starts."""
    found: list[tuple[int, list[Tagged]]] = []
    item: list[Tagged] = []
    within = False
    for at in range(start, min(start + REACH, len(one.tagged))):
        word = one.tagged[at]
        if word.tag in _ENDS and not _follows(one, at, ","):  # "plate no., length"
            break
        within = word.tag == "(" or (within and word.tag != ")")
        if word.tag in {",", "CONJ"} and not within:
            found += [(at - len(item), item)] if item else []
            item = []
        else:
            item.append(word)
    return [*found, (at + (word.tag not in _ENDS) - len(item), item)] if item else found


def _told(one: Line, first: int, item: list[Tagged], *, opens: bool) -> list[str]:
    """The field that an item names, in a list of one; nothing where it is a clause.

    ``opens``: it is the first of the list, where a verb is no verb: ``the operator notes cause, symptom``.
    """
    item = item[:-1] if len(item) > 1 and item[-1].tag == "." else item
    arrow = next((n for n, word in enumerate(item) if word.tag in _ARROWS), len(item) + 1)
    item = item[: arrow - 1] or item  # "status open → resolved"
    said = [word.lower for word in item]
    if len(item) == 1 and item[0].lower in _ASKED:
        return [_ASKED[item[0].lower]]
    if item[0].tag == "PRON":
        return asides.told(one, first) or ([" ".join(said)] if _is_what(item) else _asked_for(item))
    if said in (["no"], ["not"]):
        return [""]  # "yes or no", "insured or not"
    whole = _whole(item, said)
    if whole:
        return [whole]
    size = next((n for n, word in enumerate(item) if n and word.tag in {"PREP", "("}), len(item))
    if _is_noun(item[:size], said[:size], opens=opens):
        return [" ".join(said[:size])]
    if any(word.tag in _DOES and english.participle(word.lower) is None for word in item[:-1]):
        return []
    kept = _kept(item)
    doing = len(kept) > _FEW and kept[1].lower.endswith("s") and "V" in english.word(kept[1].lower).tags
    if doing and item[0].tag == "DET":
        return []  # "the carer ticks off tasks"
    if not kept or len(kept) > _LONGEST or kept[0].tag in _DOES or kept[-1].tag not in {"N", "G", "D", "J", "V"}:
        return []
    return [" ".join(word.lower for word in kept)]


def _whole(item: list[Tagged], said: list[str]) -> str:
    """The field that an item is as a whole, whatever its words are elsewhere; empty for any other."""
    if "_".join(said) in table("fields"):
        return " ".join(said)  # "start date"
    if len(item) != _FEW:
        return ""
    done = english.participle(said[1])
    if item[0].lemma == "date" and done:
        return f"{said[1]} on"  # "date taken"
    if said[1] == "no" and item[0].tag == "N":
        return f"{said[0]} number"  # "part no."
    together = said[0] in _ENDPOINTS or said[1] in {"by", *_PARTICLES} or (item[0].tag == "V" and done)
    return " ".join(said) if together else ""  # "end point", "approved by", "work done"


def _is_noun(item: list[Tagged], said: list[str], *, opens: bool) -> bool:
    """Whether what may be a verb elsewhere is or begins the name of a field: "roast level"."""
    if item[0].tag != "V" or "N" not in english.word(said[0]).tags:
        return False
    return (opens and len(item) == 1) or (len(item) == _FEW and fields.is_field_like(" ".join(said)))


def _kept(item: list[Tagged]) -> list[Tagged]:
    """The words of an item that name its field, up to where it is said what for, or how often."""
    kept: list[Tagged] = []
    for word in item:
        if word.tag == "(" or (kept and (word.lower in _EACH or (word.tag in _CUT and word.lower != "of"))):
            break
        if word.text[0].isalnum() and word.tag not in {"DET", "R", "NUM", "X"} and word.lower not in {"to", "also"}:
            kept.append(word)
    return kept[:-1] if len(kept) > 1 and kept[-1].lower == "yes" else kept


def _is_what(item: list[Tagged]) -> bool:
    """``what was given``."""
    return len(item) == _FEW + 1 and item[0].lower == "what" and item[1].tag in {"AUX", "PRON"}


def _asked_for(item: list[Tagged]) -> list[str]:
    """``which lot``, ``which piece they're working on``: the lot, the piece."""
    named = item[0].lower == "which" and len(item) > 1 and item[1].tag == "N" and not item[1].plural
    return [item[1].lower] if named else []


def _follows(one: Line, at: int, sign: str) -> bool:
    return at + 1 < len(one.tagged) and one.tagged[at + 1].tag == sign


def choices_in(one: Line, start: int, stop: int) -> dict[str, list[str]]:
    """What fields between two positions may be, told in brackets: ``condition (good / broken), size (S, M, L)``."""
    found = _yes_or_no(one, start, stop)
    for at in range(start, min(stop, len(one.tagged))):
        owner = one.ending.get(at) if one.tagged[at].tag == "(" else None
        if owner is None or owner.head.plural:
            continue
        end = next((n for n in range(at, len(one.tagged)) if one.tagged[n].tag == ")"), len(one.tagged))
        inside = one.sentence.text[_after(one, at) : _before(one, end)]
        values = [value.strip() for value in _PARTED.split(inside)]
        if len(values) >= _FEW and all(_is_value(value) for value in values):
            found[owner.text] = values
    return found


def _yes_or_no(one: Line, start: int, stop: int) -> dict[str, list[str]]:
    """``deposit paid y/n``, ``insured or not``, ``fuel ok?``: what is true or not."""
    found: dict[str, list[str]] = {}
    for at in range(start, min(stop, len(one.tagged))):
        word, after = one.tagged[at], one.tagged[at + 1].tag if at + 1 < len(one.tagged) else ""
        asked = word.tag == "?" and after in {",", "CONJ"}
        end = at - 1 if word.lower == "not" and one.tagged[at - 1].lower == "or" else at
        if not (asked or word.lower in YES_OR_NO or end < at):
            continue
        first = next((n + 1 for n in range(end - 1, -1, -1) if one.tagged[n].tag in _BETWEEN), 0)
        said = [other.lower for other in one.tagged[first:end] if other.tag != "DET"]
        found |= {" ".join(said): ["yes", "no"]} if 0 < len(said) <= _LONGEST else {}
    return found


def _is_value(said: str) -> bool:
    return 0 < len(said) <= _SHORT and len(said.split()) <= _FEW + 1 and ":" not in said


def _after(one: Line, at: int) -> int:
    return one.sentence.tokens[at].start + 1


def _before(one: Line, at: int) -> int:
    tokens = one.sentence.tokens
    return tokens[at].start if at < len(tokens) else len(one.sentence.text)
