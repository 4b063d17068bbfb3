"""Requests with what they ask for, labelled by hand, and how a brief is held against the labels."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from praetorium.errors import RejectedError
from praetorium.models import Asked, Brief
from praetorium.words import read
from praetorium.words.names import identifier, plural_words

_HERE = Path(__file__).parent
SETS = {
    "the 44": ("cases.jsonl", "features.yaml"),
    "others": ("unseen.jsonl", "unseen.yaml"),
    "fresh": ("fresh.jsonl", "fresh.yaml"),
    "further": ("further.jsonl", "further.yaml"),
    "plain": ("plain.jsonl", "plain.yaml"),
    "mixed": ("mixed.jsonl", "mixed.yaml"),
    "mixed, held out": ("mixed.jsonl", "mixed.yaml"),
    "varied": ("varied.jsonl", "varied.yaml"),
    "varied, held out": ("varied.jsonl", "varied.yaml"),
}
SHORT = {"short": ("short.jsonl", "short.yaml"), "shorter": ("shorter.jsonl", "shorter.yaml")}
_KEYS = frozenset({"fields", "intent", "title", "may", "not"})


@dataclass(frozen=True)
class Label:
    """One thing that a request asks for, by hand."""

    name: str
    """A feature, or several with slashes between them of which any will do."""
    said: str
    things: frozenset[str] = frozenset()
    """For ``records``: names that the thing may go by."""

    def matches(self, asked: Asked, brief: Brief) -> bool:
        """Whether a thing that was read is this one."""
        if asked.name not in self.name.split("/"):
            return False
        entity = brief.entity(asked.entity)
        called = {entity.name, identifier(entity.label)} if entity else {identifier(asked.label)}
        plural = {identifier(plural_words(thing.replace("_", " "))) for thing in self.things} if not entity else set()
        return not self.things or bool((self.things | plural) & called)


@dataclass(frozen=True)
class Labelled:
    """A request with its labels."""

    id: str
    words: str
    labels: tuple[Label, ...]
    fields: tuple[str, ...] = ()
    """What is to be noted of its things: ``thing.field``, with other names for it after a slash."""
    intents: frozenset[str] = frozenset({"build-app"})
    """What it may become: intents, ``refused`` and ``asks``."""
    title: tuple[str, ...] = ()
    """Words of which its title has one; empty: whatever it is called."""
    may: frozenset[str] = frozenset()
    """Things and features that may be there without having been said."""
    barred: frozenset[str] = frozenset()
    """Things and features that must not be there."""
    held: bool = False
    """Whether it was held out while the reader was worked on."""


@cache
def labelled(name: str) -> tuple[Labelled, ...]:
    """The requests of a set of :data:`SETS`."""
    held = name.endswith("held out")
    return tuple(one for one in _load(*SETS[name]) if one.held is held)


@cache
def short(name: str = "short", *, held: bool) -> tuple[Labelled, ...]:
    """The requests of a set of :data:`SHORT` that were worked on, or those that were held out."""
    return tuple(one for one in _load(*SHORT[name]) if one.held is held)


def _load(cases: str, labels: str) -> tuple[Labelled, ...]:
    told = YAML(typ="safe").load((_HERE / labels).read_text("utf-8"))
    lines = [json.loads(line) for line in (_HERE / cases).read_text("utf-8").splitlines()]
    return tuple(_labelled(case, told[case["id"]]) for case in lines)


def _labelled(case: dict[str, Any], told: dict[str, Any]) -> Labelled:
    return Labelled(
        id=case["id"],
        words=case["words"],
        labels=tuple(_label(key, said) for key, said in told.items() if key not in _KEYS),
        fields=tuple(told.get("fields", ())),
        intents=frozenset(told.get("intent", "build-app").split("/")),
        title=tuple(told["title"].split("/")) if "title" in told else (),
        may=frozenset(told.get("may", ())),
        barred=frozenset(told.get("not", ())),
        held=case.get("held", False),
    )


def _label(key: str, said: str) -> Label:
    name, _, things = key.partition(" ")
    return Label(name, said, frozenset(things.split("/")) if things else frozenset())


@cache
def brief_of(words: str) -> Brief:
    return read(words)


def became(one: Labelled) -> str:
    """The intent of what a request became, or ``refused``."""
    try:
        return brief_of(one.words).intent
    except RejectedError:
        return "refused"


def asked_in(one: Labelled) -> tuple[Asked, ...]:
    """What was read as asked; nothing in a request that was refused."""
    return () if became(one) == "refused" else brief_of(one.words).asked


def found(one: Labelled) -> dict[Label, Asked]:
    """Which labels were read, and as what."""
    if not one.labels:
        return {}
    brief = brief_of(one.words)
    pairs = ((label, next((a for a in brief.asked if label.matches(a, brief)), None)) for label in one.labels)
    return {label: asked for label, asked in pairs if asked is not None}


def figures(name: str) -> tuple[float, float]:
    """Recall and precision of the reader over a set."""
    hits = sum(len(found(one)) for one in labelled(name))
    asked = sum(len(one.labels) for one in labelled(name))
    right = sum(len({id(a) for a in found(one).values()}) for one in labelled(name))
    read_as = sum(len(asked_in(one)) for one in labelled(name))
    return hits / asked, right / read_as


def missing_fields(one: Labelled) -> list[str]:
    """The labelled fields that the brief has not, be it on the thing or as a relation of it."""
    if not one.fields:
        return []
    brief = brief_of(one.words)
    things = {thing: label.things for label in one.labels for thing in label.things}
    return [field for field in one.fields if not _has(brief, things, *field.split(".", 1))]


def _has(brief: Brief, things: dict[str, frozenset[str]], thing: str, called: str) -> bool:
    names = things.get(thing, frozenset({thing}))
    entities = {e.name for e in brief.entities if names & {e.name, identifier(e.label)}}
    found = {f.name.removeprefix(f"{e.name}_") for e in brief.entities if e.name in entities for f in e.fields}
    found |= {r.name for r in brief.relations if r.source in entities}
    return bool(found & set(called.split("/")))
