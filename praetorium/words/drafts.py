"""What the words give away about each thing: collected while reading, turned into entities afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from praetorium.words.phrases import Thing

MANY: Final = "many_to_many"
ONE: Final = "many_to_one"


@dataclass
class Draft:
    """A thing that may become an entity, with how strongly the words speak for it."""

    name: str
    key: str | None
    first: int
    """Position of the first mention in the request, in mentions."""
    score: float = 0.0
    declared: bool = False
    """Named as something to keep, not merely mentioned."""
    meant: bool = False
    """Several of it are created or managed, so it is kept though the word says little about what it is."""
    exact: bool = False
    """Its fields were listed; nothing is added to them but a name."""
    kinds: list[str] = field(default_factory=list)
    """Sorts of it that were named: one of them is noted of each."""
    states: list[str] = field(default_factory=list)
    """States that it goes through, in their order."""
    ordered: bool = False
    """The words say that it goes through them in this order."""
    exits: dict[str, str] = field(default_factory=dict)
    """States in which it leaves that order → the state from which on it cannot any more; empty: at any time."""
    asked: list[str] = field(default_factory=list)
    """Fields named for it, as said."""
    choices: dict[str, list[str]] = field(default_factory=dict)
    """Fields named for it → what they may be: "condition (good / broken)"."""
    records: list[str] = field(default_factory=list)
    """Single ones of it that were named: they are its records."""
    said: str = ""
    """The words it was first mentioned in."""
    needed: bool = False
    """Nobody named it; a feature that was asked for is kept in it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A relation that was said: each ``source`` has one ``target``, or many of each."""

    source: str
    target: str
    kind: str
    name: str | None = None


@dataclass
class Board:
    """All drafts and links of a request."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def add(self, thing: Thing, weight: float, said: str, *, declared: bool = False) -> Draft:
        """Note a mention; the weights of repeated mentions add up, with less and less effect."""
        draft = self.drafts.get(thing.name)
        if draft is None:
            draft = self.drafts[thing.name] = Draft(thing.name, thing.key, len(self.drafts), said=said)
            draft.score = weight
        else:
            draft.score = max(draft.score, weight) + min(draft.score, weight) * 0.4
        draft.declared |= declared
        return draft

    def link(self, source: str, target: str, kind: str = ONE, name: str | None = None) -> None:
        """Note a relation between two drafts, once."""
        found = Link(source, target, kind, name)
        if not any(known.source == source and known.target == target and known.name == name for known in self.links):
            self.links.append(found)
