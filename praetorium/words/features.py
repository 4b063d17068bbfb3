"""The features that the language can ask for (``lexicon/features.yaml``), and where a sentence asks for one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from praetorium.words.data import table
from praetorium.words.sentences import Sentence

Takes = Literal["", "entity", "person", "roles", "pages"]

_NOT_BEFORE = re.compile(r"\b(?:no|without|not|don't|doesn't|never|nor|nobody)\s(?:(?!but\b)\w+\s){0,2}$")
_ELSEWHERE = re.compile(r"\bwe (?:already )?(?:have|use|got) (?:\w+ )?$")
"""What there is already: "we have whatsapp for that"."""
_NOT_AFTER = re.compile(
    r"^\s?(?:\w+\s){0,2}(?:is|are)\s(?:not|never)\s(?:\w+\s)?(?:needed|required|necessary|wanted|planned)"
)


@dataclass(frozen=True, slots=True)
class Ask:
    """A feature of ``lexicon/features.yaml``; the file's head says what each part means."""

    name: str
    label: str
    pattern: re.Pattern[str]
    built: bool
    base: bool
    edge: str
    why: str
    vague: bool
    quiet: bool
    part_of: str
    gives: tuple[tuple[str, Any], ...]
    takes: Takes
    field: str
    keeps: tuple[str, ...]
    covers: frozenset[str]
    absorbs: frozenset[str]
    kept_as: frozenset[str]
    made_from: frozenset[str]
    beside: tuple[str, ...]
    unless: re.Pattern[str] | None = None
    """Where the request says this anywhere, the feature is not meant."""

    @property
    def done(self) -> bool:
        """Every application does it, or the generator makes it: all of it, or up to its edge."""
        return self.built or self.base

    @property
    def missing(self) -> str:
        """What is not there, in one line; empty when all of it is."""
        return self.edge or ("" if self.done else self.why)

    @property
    def feature(self) -> str:
        """The generator's feature that makes it; empty when none does or none is needed."""
        return self.part_of if self.built and not self.base else ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a sentence asks for a feature: character positions in its lower-case text."""

    ask: Ask
    start: int
    end: int


@cache
def asks() -> tuple[Ask, ...]:
    """All features that can be recognised, in the order of the file."""
    return tuple(_ask(name, raw) for name, raw in table("features").items())


def _ask(name: str, raw: dict[str, Any]) -> Ask:
    return Ask(
        name=name,
        label=raw["label"],
        pattern=re.compile(r"(?<![\w-])(?:" + "|".join(raw["words"]) + r")(?![\w-])"),
        built=bool(raw.get("built", False)),
        base=bool(raw.get("base", False)),
        edge=str(raw.get("edge", "")),
        why=str(raw.get("why", "")),
        vague=bool(raw.get("vague", False)),
        quiet=bool(raw.get("quiet", False)),
        part_of=str(raw.get("in", name)),
        gives=tuple((raw.get("gives") or {}).items()),
        takes=raw.get("takes", ""),
        field=str(raw.get("field", "")),
        keeps=tuple(raw.get("keeps", ())),
        covers=frozenset(raw.get("covers", ())),
        absorbs=frozenset(raw.get("absorbs", ())),
        kept_as=frozenset(raw.get("as", ())),
        made_from=frozenset(raw.get("from", ())),
        beside=tuple(raw.get("beside", ())),
        unless=re.compile(r"\b(?:" + "|".join(raw["unless"]) + r")\b") if "unless" in raw else None,
    )


def hits(sentence: Sentence) -> list[Hit]:
    """All features a sentence speaks of, as they stand; of two of which one lies within the other, the longer."""
    return list(_hits(sentence.lower))


@lru_cache(maxsize=4096)
def named_by(words: str) -> tuple[Hit, ...]:
    """All features that a few words by themselves speak of."""
    return _hits(Sentence(words).lower)


@lru_cache(maxsize=2048)
def _hits(text: str) -> tuple[Hit, ...]:
    found = [Hit(ask, match.start(), match.end()) for ask in asks() for match in ask.pattern.finditer(text)]
    kept = [hit for hit in found if not any(_within(hit, other) for other in found)]
    return tuple(sorted(kept, key=lambda hit: hit.start))


def _within(hit: Hit, other: Hit) -> bool:
    """Whether another feature's words hold these and more; a vague word also goes where a feature says the same."""
    inside = other.start <= hit.start and hit.end <= other.end
    longer = other.end - other.start > hit.end - hit.start
    return inside and other.ask is not hit.ask and (longer or (hit.ask.vague and not other.ask.vague))


def denied(sentence: Sentence, hit: Hit) -> bool:
    """Whether the sentence says that the feature is not wanted ("without login", "accounts are not needed")."""
    before = sentence.lower[max(0, hit.start - 30) : hit.start]
    if _ELSEWHERE.search(before) and sentence.lower[hit.end :].startswith((" for that", " for this")):
        return True
    if before.endswith(("double ", "overlapping ")):
        return False  # "no double bookings" is how it is wanted
    return bool(_NOT_BEFORE.search(before) or _NOT_AFTER.match(sentence.lower[hit.end : hit.end + 40]))


def wanted(told: list[Sentence]) -> list[tuple[Sentence, Hit]]:
    """Every place where a feature is asked for, in the order said, without what is denied."""
    denials = {hit.ask.name for sentence in told for hit in hits(sentence) if denied(sentence, hit)}
    denials |= {a.name for a in asks() if a.unless and any(a.unless.search(sentence.lower) for sentence in told)}
    return [
        (sentence, hit)
        for sentence in told
        for hit in hits(sentence)
        if not hit.ask.vague and hit.ask.name not in denials
    ]
