"""The lexicon: entities known from the world and kinds of applications, with the phrases that name them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from praetorium.words import english
from praetorium.words.data import folder, table

Phrase = tuple[str, ...]
"""Lower-case words in the singular."""


@dataclass(frozen=True)
class Template:
    """An entity as the lexicon knows it: the raw specification, read on demand."""

    key: str
    kind: str
    display: str
    fields: dict[str, Any]
    relations: dict[str, Any]
    rows: tuple[dict[str, Any], ...]
    verbs: tuple[str, ...]
    label: str | None = None
    plural: str | None = None
    shown: bool = False
    """Usually made from other records and shown, not kept itself: a chart, a ranking."""
    instead: tuple[tuple[str, str], ...] = ()
    """Pairs: beside this entity of the lexicon, that one is meant ("transactions" of a database are no payments)."""
    beside: tuple[tuple[str, frozenset[str]], ...] = ()
    """Pairs: this word means it beside one of these alone ("accounts" of a household budget, not of users)."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a phrase stands for."""

    key: str
    own_name: bool
    """The phrase is a name of its own ("van"), not another word for the entity ("fleet vehicle")."""


@dataclass(frozen=True)
class Kind:
    """A kind of application."""

    key: str
    title: str
    words: tuple[str, ...]
    entities: tuple[str, ...]
    about: bool = False
    """What stands after "about" or "for" is its subject, and not kept: a forum, a quiz."""


@cache
def templates() -> dict[str, Template]:
    """Every entity of the lexicon by its key."""
    return {
        key: Template(
            key=key,
            kind=raw["kind"],
            display=raw["display"],
            fields=raw["fields"],
            relations=raw.get("relations") or {},
            rows=tuple(raw.get("rows") or ()),
            verbs=tuple(raw.get("verbs") or ()),
            label=raw.get("label"),
            plural=raw.get("plural"),
            shown=bool(raw.get("shown", False)),
            instead=tuple((raw.get("instead") or {}).items()),
            beside=tuple((word, frozenset(others)) for word, others in (raw.get("beside") or {}).items()),
        )
        for key, raw in folder("entities").items()
    }


@lru_cache(maxsize=8192)
def lemmas(text: str) -> Phrase:
    """``Purchase Orders`` → ``("purchase", "order")``; hyphens part words."""
    return tuple(english.singular(part) for part in text.lower().replace("-", " ").replace("_", " ").split())


@cache
def phrases() -> dict[Phrase, Known]:
    """Every phrase that names an entity of the lexicon."""
    found: dict[Phrase, Known] = {}
    for key, raw in folder("entities").items():
        for alias in (key, *raw.get("aliases", ())):
            found.setdefault(lemmas(alias), Known(key, own_name=False))
        for like in raw.get("like", ()):
            found.setdefault(lemmas(like), Known(key, own_name=True))
    return found


@cache
def phrases_of(key: str) -> tuple[Phrase, ...]:
    """The phrases that name one entity of the lexicon."""
    return tuple(phrase for phrase, known in phrases().items() if known.key == key)


@cache
def by_verb() -> dict[str, str]:
    """Verbs that imply an entity: ``book`` → ``booking``."""
    return {verb: key for key, template in templates().items() for verb in template.verbs}


@cache
def kinds() -> tuple[Kind, ...]:
    """Kinds of applications in the order of the file."""
    return tuple(
        Kind(key, raw["title"], tuple(raw["words"]), tuple(raw["entities"]), bool(raw.get("about", False)))
        for key, raw in table("kinds").items()
    )


@cache
def kind_names() -> frozenset[Phrase]:
    """Every phrase that names a kind of application."""
    return frozenset(lemmas(said) for kind in kinds() for said in kind.words)


@cache
def words_of() -> dict[str, frozenset[str]]:
    """The words of all phrases and verbs that stand for an entity, by its key."""
    found: dict[str, set[str]] = {}
    for phrase, known in phrases().items():
        found.setdefault(known.key, set()).update(phrase)
    for verb, key in by_verb().items():
        found.setdefault(key, set()).add(verb)
    return {key: frozenset(said) for key, said in found.items()}


@cache
def vocabulary() -> frozenset[str]:
    """Single words that requests are made of: what a misspelt word is most likely meant to be."""
    words: set[str] = set()
    for phrase in phrases():
        for part in phrase:
            words |= {part, english.plural(part)}
    for kind in kinds():
        for said in kind.words:
            words |= set(said.replace("-", " ").split())
    for field in table("fields"):
        words |= set(field.split("_"))
    return frozenset(word for word in words if len(word) > 3 and word.isalpha())
