"""How the entities belong together: what was said, then what the lexicon knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from praetorium.models import Origin, Relation
from praetorium.words import fields, lexicon, names
from praetorium.words.drafts import MANY, Board, Draft
from praetorium.words.english import plural, singular

_OWN_KIND = frozenset({"manager", "supervisor", "boss", "mentor", "parent", "leader", "partner"})
_OPPOSITE = {
    "manager": "reports",
    "supervisor": "reports",
    "boss": "reports",
    "mentor": "mentees",
    "parent": "children",
}


@dataclass(frozen=True, slots=True)
class Bond:
    """A relation between drafts, before names are made safe."""

    source: str
    target: str
    kind: Literal["many_to_one", "many_to_many"]
    name: str
    inverse: str
    required: bool
    origin: Origin
    replaces: str | None = None
    """The field of the source that it takes the place of."""


def find(chosen: list[Draft], board: Board) -> list[Bond]:
    """All relations between the chosen drafts, each pair and name once."""
    by_name = {draft.name: draft for draft in chosen}
    bonds: list[Bond] = []
    for link in board.links:
        if link.source in by_name and link.target in by_name:
            _add(bonds, _said(link.source, link.target, link.kind, by_name))
    for draft in chosen:
        for bond in (*_asked(draft, by_name), *_known(draft, chosen)):
            if not (by_name[bond.target].records and _is_person(draft)):  # a shared room is nobody's
                _add(bonds, bond)
    return bonds


def _add(bonds: list[Bond], bond: Bond) -> None:
    pairs = {(b.source, b.target) for b in bonds} | {(b.target, b.source) for b in bonds}
    same_name = any(b.source == bond.source and b.name == bond.name for b in bonds)
    if not same_name and (bond.source == bond.target or (bond.source, bond.target) not in pairs):
        bonds.append(bond)


def _said(source: str, target: str, kind: str, by_name: dict[str, Draft]) -> Bond:
    many = kind == MANY
    name = names.identifier(plural(target) if many else target)
    known = _template_relation(by_name[source], by_name[target])
    if known and many == (known[1].get("kind") == MANY):
        called = str(known[1].get("name", known[0]))
        general = called in lexicon.templates() and called != by_name[target].key
        name = name if general else called
    return Bond(
        source=source,
        target=target,
        kind="many_to_many" if many else "many_to_one",
        name=name,
        inverse=_many(source),
        required=False,
        origin=Origin.ASKED,
        replaces=names.identifier(target),
    )


def _many(name: str) -> str:
    return names.identifier(names.plural_words(name))


def _asked(draft: Draft, by_name: dict[str, Draft]) -> list[Bond]:
    """Fields that were named and are entities, or the thing itself ("each employee has a manager")."""
    bonds = []
    for said in draft.asked:
        name = " ".join(lexicon.lemmas(said))
        target = by_name.get(name) or next((d for d in by_name.values() if _called(d, name)), None)
        if target and target is not draft and _template_relation(target, draft):
            continue  # "each patient has a prescription": it is the patient's
        if target and target is not draft:
            bonds.append(_one(draft, target, name, _many(draft.name)))
        elif name in _OWN_KIND and _is_person(draft):
            bonds.append(_one(draft, draft, name, _OPPOSITE.get(name, f"{name}_of")))
    return bonds


def _one(source: Draft, target: Draft, said: str, inverse: str) -> Bond:
    name = names.identifier(said)
    return Bond(source.name, target.name, "many_to_one", name, inverse, False, Origin.ASKED, replaces=name)


def _called(draft: Draft, name: str) -> bool:
    known = lexicon.phrases().get(tuple(name.split()))
    return known is not None and draft.key == known.key and not fields.is_field_like(name)


def _is_person(draft: Draft) -> bool:
    return draft.key is not None and lexicon.templates()[draft.key].kind in {"person", "organisation"}


def _specs(template: lexicon.Template) -> list[tuple[str, list[str], dict[str, Any]]]:
    found = []
    for name, raw in template.relations.items():
        spec = raw if isinstance(raw, dict) else {"to": raw}
        targets = spec["to"] if isinstance(spec["to"], list) else [spec["to"]]
        found.append((name, [str(target) for target in targets], dict(spec)))
    return found


def _template_relation(source: Draft, target: Draft) -> tuple[str, dict[str, Any]] | None:
    template = lexicon.templates().get(source.key or "")
    if template is None:
        return None
    return next(((n, spec) for n, targets, spec in _specs(template) if target.key in targets), None)


def _known(draft: Draft, chosen: list[Draft]) -> list[Bond]:
    """What the lexicon knows of this entity and others that are there."""
    template = lexicon.templates().get(draft.key or "")
    if template is None:
        return []
    asked = {names.identifier(singular(said)) for said in draft.asked}
    bonds = []
    for name, targets, spec in _specs(template):
        target = next((d for key in targets for d in chosen if key in (d.key, d.name.replace(" ", "_"))), None)
        when = spec.get("when")
        if target is None or (target is draft and when not in {"always"} and name not in asked):
            continue
        if when == "asked" and name not in asked:
            continue
        many = spec.get("kind") == MANY
        called = str(spec.get("name", name))
        own_name = target.key == name and target.name != name.replace("_", " ")
        if called == name and (own_name or (target.key != name and name in lexicon.templates())):
            called = names.identifier(target.name)
        inverse = str(spec.get("inverse", _many(draft.name)))
        if inverse == _many(template.key) or (inverse == _many(template.label or "")):
            inverse = _many(draft.name)
        bonds.append(
            Bond(
                source=draft.name,
                target=target.name,
                kind="many_to_many" if many else "many_to_one",
                name=called,
                inverse=inverse,
                required=bool(spec.get("required", False)),
                origin=Origin.LEXICON,
                replaces=name,
            )
        )
    return bonds


def build(bonds: list[Bond], named: dict[str, str], attributes: dict[str, set[str]]) -> tuple[Relation, ...]:
    """Relations with names that clash with nothing.

    ``named`` maps drafts' names to entities' names; ``attributes`` has the names taken on each entity, and is added to.
    """
    found = []
    for bond in bonds:
        source, target = named[bond.source], named[bond.target]
        name = _free(names.relation_name(bond.name, target), attributes[source])
        attributes[source] |= {name, f"{name}_id"}
        inverse = names.relation_name(bond.inverse, source)
        inverse = _free(_many(bond.source) if inverse in attributes[target] else inverse, attributes[target])
        attributes[target].add(inverse)
        found.append(
            Relation(
                source=source,
                target=target,
                kind=bond.kind,
                name=name,
                label=names.label(name),
                required=bond.required and bond.kind == "many_to_one" and source != target,
                inverse=inverse,
                inverse_label=names.label(inverse),
                origin=bond.origin,
            )
        )
    return tuple(found)


def _free(name: str, taken: set[str]) -> str:
    if name not in taken and f"{name}_id" not in taken:
        return name
    return names.distinct(f"{name}_link", taken)
