"""Refinements that keep more things, and link them: ``add invoices``, ``every task belongs to a milestone``."""

from __future__ import annotations

import re
from typing import Literal

from praetorium.models import Brief, Entity, Feature, Origin, Relation
from praetorium.words import names
from praetorium.words.drafts import MANY, ONE
from praetorium.words.probing import with_present
from praetorium.words.refinement import EACH, Refinement, entity_of, singular_of
from praetorium.words.relations import Bond, build

_ALSO = re.compile(
    r"^(?:(?:also )?(?:keep|track|manage|store|record|add|include|with)|also|plus)(?: also)? "
    r"(?:the |some |a list of |a table of )?(?P<what>.+?)(?: too| as well)?$"
)
Kind = Literal["many_to_one", "many_to_many"]
_NOUN = r"(?:[a-z]+ )??[a-z]+"
_MANY = r"(?:several|many|multiple|any number of|more than one|one or more|some)"
_SOURCE, _TARGET = rf"{EACH}(?P<source>{_NOUN})", rf"(?:an? |one |the |all )?(?P<target>{_NOUN})"
_LINKS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(rf"^{_SOURCE} (?:(?:can|may|should|must) )?ha(?:ve|s) {_MANY} {_TARGET}$"), MANY),
    (re.compile(rf"^{_SOURCE} (?:should |must )?belongs? to {_TARGET}$"), ONE),
    (re.compile(rf"^(?:link|connect|relate|tie) {_SOURCE} (?:to|with) {_TARGET}$"), ONE),
)


def add_entity(brief: Brief, part: str) -> Refinement | None:
    """``also keep companies``, ``add invoices``."""
    match = _ALSO.match(part.lower())
    if match is None or brief.intent != "build-app":
        return None
    what = match["what"]
    if entity_of(brief, what) is not None:
        return Refinement(brief, refused=(f"{what} are kept already",))
    probe = with_present(brief, f" and {what}")
    known = {entity.name for entity in brief.entities}
    new = [e for e in probe.entities if e.name not in known and _mentions(what, e)] if probe else []
    if not new:
        return Refinement(brief, refused=(f"'{what}' is nothing that could be kept",))
    assert probe is not None
    names_ = known | {entity.name for entity in new}
    added = {entity.name for entity in new}
    links = [r for r in probe.relations if {r.source, r.target} & added and {r.source, r.target} <= names_]
    told = f"{' and '.join(e.label_plural for e in new)} are kept as well"
    labels = {e.name: e for e in (*brief.entities, *new)}
    ends = [f"each {labels[r.source].label.lower()} has its {r.label.lower()}" for r in links]
    return Refinement(joined(brief, new, links), (", ".join((told, *ends)),))


def linked(brief: Brief, part: str) -> Refinement | None:
    """``each task can have several labels``, ``every task belongs to a milestone``, ``link tasks to customers``."""
    found = next(((match, kind) for pattern, kind in _LINKS if (match := pattern.match(part.lower()))), None)
    source = entity_of(brief, found[0]["source"]) if found else None
    if found is None or source is None:
        return None
    match, kind = found
    said = match["target"]
    target = entity_of(brief, said) or _thing(brief, said)
    if target is None:
        return None
    if any((r.source, r.target) == (source.name, target.name) for r in brief.relations):
        return Refinement(
            brief, refused=(f"{source.label_plural} are linked to {target.label_plural.lower()} already",)
        )
    new = [] if brief.entity(target.name) else [target]
    link = relation(brief, source, target, kind)
    has = f"several {target.label_plural.lower()}" if kind == MANY else f"one {target.label.lower()}"
    kept = [f"{entity.label_plural} are kept as well" for entity in new]
    return Refinement(joined(brief, new, [link]), (*kept, f"Each {source.label.lower()} has {has}"))


def _thing(brief: Brief, said: str) -> Entity | None:
    """What is kept of a thing that is not there yet."""
    probe = with_present(brief, f" and {names.plural_words(singular_of(said))}")
    return entity_of(probe, said) if probe else None


def relation(brief: Brief, source: Entity, target: Entity, kind: Kind) -> Relation:
    """A link between two things, with names that clash with nothing on either."""
    one = target.label.lower()
    name = names.plural_words(one) if kind == MANY else one
    bond = Bond(source.name, target.name, kind, name, source.label_plural.lower(), required=False, origin=Origin.ASKED)
    ends = {r.name for r in brief.relations if r.source == source.name}
    inverses = {r.inverse for r in brief.relations if r.target == target.name}
    # A field of the name of what is linked makes room for it, see joined().
    fields = {f.name for f in source.fields if singular_of(f.name) != singular_of(one) or f.name == source.display}
    attributes = {source.name: fields | ends}
    attributes.setdefault(target.name, set()).update(inverses | {f.name for f in target.fields})
    return build([bond], {e.name: e.name for e in (source, target)}, attributes)[0]


def joined(brief: Brief, new: list[Entity], links: list[Relation]) -> Brief:
    """The brief with more entities; a field that a relation takes the place of goes."""
    replaced = {(r.source, r.name) for r in links}
    entities = []
    for entity in (*brief.entities, *new):
        fields = tuple(f for f in entity.fields if (entity.name, f.name) not in replaced or f.name == entity.display)
        rows = tuple({k: v for k, v in row.items() if (entity.name, k) not in replaced} for row in entity.rows)
        entities.append(entity.model_copy(update={"fields": fields, "rows": rows}))
    boards = [
        Feature(
            name="board",
            label=f"Board of {e.label_plural.lower()} by {e.board}",
            parameters={"entity": e.name, "field": e.board},
        )
        for e in new
        if e.board
    ]
    return brief.model_copy(
        update={
            "entities": tuple(entities),
            "relations": (*brief.relations, *links),
            "features": (*brief.features, *boards),
        }
    )


def _mentions(what: str, entity: Entity) -> bool:
    said = {singular_of(part) for part in re.split(r",|\sand\s", what)}
    return bool({singular_of(entity.label), singular_of(entity.label_plural)} & said) or len(said) == 1
