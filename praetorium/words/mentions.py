"""Which words of a sentence name which entity: what a feature that is asked for there is about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from praetorium.models import Entity
from praetorium.words import english, lexicon
from praetorium.words.sentences import Sentence

_LONGEST = 4
_NEAR = 40
"""Characters after a feature's words within which its object stands ("comment on the recipes")."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity that is named: character positions in the sentence's lower-case text."""

    entity: Entity
    start: int
    end: int


class Named:
    """The entities of a brief by all their names."""

    def __init__(self, entities: tuple[Entity, ...], keys: Mapping[str, str | None]) -> None:
        """``keys`` has the lexicon's key of each entity, by its name."""
        self.entities = entities
        self._keys = dict(keys)
        self._within: dict[int, list[Mention]] = {}
        self._names: dict[tuple[str, ...], Entity] = {}
        by_key = {key: name for name, key in keys.items() if key}
        by_name = {entity.name: entity for entity in entities}
        for phrase, known in lexicon.phrases().items():
            if known.key in by_key:
                self._names.setdefault(phrase, by_name[by_key[known.key]])
        for entity in entities:
            self._names[lexicon.lemmas(entity.name)] = entity
            self._names[lexicon.lemmas(entity.label)] = entity

    def key(self, entity: Entity) -> str | None:
        """The lexicon's key of an entity; None for one it does not know."""
        return self._keys.get(entity.name)

    def within(self, sentence: Sentence) -> list[Mention]:
        """Every mention, longest names first, without overlap, in order."""
        if sentence.index not in self._within:
            self._within[sentence.index] = self._found(sentence)
        return self._within[sentence.index]

    def _found(self, sentence: Sentence) -> list[Mention]:
        tokens = sentence.tokens
        lemmas, starts = _parsed(sentence)
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
                entity = self._names.get(tuple(lemmas[at : at + length]))
                if entity is not None:
                    end = starts[at + length - 1] + len(tokens[at + length - 1].lower)
                    found.append(Mention(entity, starts[at], end))
                    at += length - 1
                    break
            at += 1
        return found

    def about(self, sentence: Sentence, start: int, end: int, without: frozenset[str]) -> Entity | None:
        """The entity that words at these positions are about: within them, after them, before them, in the sentence.

        ``without`` are keys of the lexicon that are not meant.
        """
        told = [m for m in self.within(sentence) if self.key(m.entity) not in without]
        inside = [m for m in told if start <= m.start and m.end <= end]
        after = [m for m in told if m.start >= end and m.start - end <= _NEAR and not _parted(sentence, end, m.start)]
        before = [
            m
            for m in told
            if m.end <= start
            and (_beside(sentence, m.end, start) or (m.entity.kind != "person" and not _parted(sentence, m.end, start)))
        ]
        return next((m.entity for m in (*inside, *after[:1], *before[-1:])), None)

    def main(self, without: frozenset[str]) -> Entity | None:
        """What the application is about: its first thing that is no person, no part of another, and not left out."""
        things = [e for e in self.entities if self.key(e) not in without]
        return next((e for e in things if e.kind not in _ASIDE), things[0] if things else None)

    def person(self) -> Entity | None:
        """The first people that are kept, else what the application is about."""
        return next((e for e in self.entities if e.kind == "person"), self.main(frozenset()))


def places_of(sentence: Sentence, key: str) -> list[tuple[int, int]]:
    """Where a sentence names the lexicon's entity ``key``: character positions in its lower-case text."""
    lemmas, starts = _parsed(sentence)
    there = set(lemmas)
    return [
        (starts[at], starts[at + len(phrase) - 1] + len(sentence.tokens[at + len(phrase) - 1].lower))
        for phrase in lexicon.phrases_of(key)
        if phrase[0] in there
        for at in range(len(lemmas) - len(phrase) + 1)
        if tuple(lemmas[at : at + len(phrase)]) == phrase
    ]


_ASIDE = frozenset({"person", "task", "money", "measurement"})


def _parsed(sentence: Sentence) -> tuple[list[str], list[int]]:
    """Each word in the singular, and where it starts in the sentence's lower-case text."""
    starts, position = [], 0
    for token in sentence.tokens:
        starts.append(position)
        position += len(token.lower) + 1
    return [english.singular(token.lower) for token in sentence.tokens], starts


def _beside(sentence: Sentence, start: int, end: int) -> bool:
    """Whether nothing stands between but that it is done to it: "course reviews", "items can be rated"."""
    return re.fullmatch(r"\s?(?:(?:can|should|must|may) be|are|is)?\s?", sentence.lower[start:end]) is not None


def _parted(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a sign or a new verb phrase stands between two positions."""
    between = sentence.lower[start:end]
    return any(sign in between for sign in (",", ";", ":", ".", "(", " to "))
