"""Refinements that ask for more of what it does: a login, comments on tasks, a calendar, an export to PDF."""

from __future__ import annotations

from collections.abc import Sequence

from praetorium.models import Asked, AskedState, Brief, Entity, Feature, Relation
from praetorium.words import asking, boards, colours, entities, growing, keeping, lexicon
from praetorium.words.drafts import ONE, Draft
from praetorium.words.features import named_by
from praetorium.words.keeping import Place
from praetorium.words.mentions import Named
from praetorium.words.refinement import Refinement
from praetorium.words.sentences import Sentence, sentences

_NOTED = frozenset({"comments", "ratings"})
"""Features whose word, of one, is a field."""


def features(brief: Brief, part: str) -> Refinement | None:
    """The features that the words ask for, with what has to be kept for them; None where they ask for none.

    They are read as in a request for an application, so that both ask for them in the same words.
    """
    if brief.intent != "build-app":
        return None
    told = sentences(part)
    places = asking.places(told)
    return _with(brief, told, places) if places else None


def names_a_feature(words: str) -> str | None:
    """The generator's feature that a few words are for, and not what is noted: "comments", but not "a comment"."""
    hit = next((hit for hit in named_by(words.lower()) if hit.ask.feature), None)
    noted = hit is not None and hit.ask.name in _NOTED and not words.lower().endswith("s")
    return None if hit is None or noted else hit.ask.feature


def _with(brief: Brief, told: list[Sentence], places: list[Place]) -> Refinement:
    drafts = [_draft(entity, number) for number, entity in enumerate(brief.entities)]
    of = {entity.name: draft for entity, draft in zip(brief.entities, drafts, strict=True)}
    taken = {name for entity in brief.entities for name in (entity.name, entity.plural)}
    new: list[Entity] = []
    for draft in keeping.provided(told, places, drafts).drafts:
        if draft not in drafts:
            new.append(entities.build(draft, taken, related=frozenset()))
            of[new[-1].name] = draft
            taken |= {new[-1].name, new[-1].plural}
    keys = {name: draft.key for name, draft in of.items()}
    brief = brief.model_copy(update={"relations": (*brief.relations, *_links(brief, told, new, keys))})
    made = keeping.completed(places, Named((*brief.entities, *new), keys))
    made = boards.asked_for(told, made)
    asked, wanted = asking.read(told, places, Named(made, keys), of, (), colours.read([]))
    asked = tuple(one for one in asked if one.name != "records")
    after, told_new = _merged(brief.features, wanted)
    added = [f"{entity.label_plural} are kept as well" for entity in new]
    changes = (*added, *_more_fields(brief.entities, made), *told_new)
    lacking = tuple(f"{one.label}: {one.why}" for one in asked if one.why)
    if not changes:
        there = tuple(f"it is so already: {one.label}" for one in asked if one.state is AskedState.BUILT)
        return Refinement(brief, refused=lacking or there)
    update = {"entities": made, "features": after, "asked": (*brief.asked, *_not_yet(brief.asked, asked))}
    return Refinement(brief.model_copy(update=update), changes, lacking)


def _links(brief: Brief, told: list[Sentence], new: list[Entity], keys: dict[str, str | None]) -> list[Relation]:
    """What is kept for a feature belongs to what is named with it: registrations to the courses people sign up for."""
    named = Named(brief.entities, {entity.name: keys[entity.name] for entity in brief.entities})
    about = next((mention.entity for sentence in told for mention in named.within(sentence)), None)
    return [growing.relation(brief, entity, about, ONE) for entity in new] if about else []


def _draft(entity: Entity, number: int) -> Draft:
    known = lexicon.phrases().get(lexicon.lemmas(entity.label))
    return Draft(entity.label.lower(), known.key if known else None, number, said=entity.label.lower())


def _merged(before: tuple[Feature, ...], wanted: Sequence[Feature]) -> tuple[tuple[Feature, ...], list[str]]:
    """All features, each once for each thing, and what of them is new, in words."""
    found = {_place(feature): feature for feature in before}
    told = []
    for feature in wanted:
        known = found.get(_place(feature))
        given = {**known.parameters, **feature.parameters} if known else feature.parameters
        for name, value in known.parameters.items() if known else ():
            if isinstance(value, list) and isinstance(feature.parameters.get(name), list):
                given[name] = [*value, *(one for one in feature.parameters[name] if one not in value)]
        if known is not None and given == known.parameters:
            continue
        found[_place(feature)] = feature.model_copy(update={"parameters": given})
        about = str(feature.parameters.get("entity", "")).replace("_", " ")
        told.append(f"{feature.label} ({about})" if about and about not in feature.label.lower() else feature.label)
    return tuple(found.values()), told


def _place(feature: Feature) -> tuple[str, str]:
    return feature.name, str(feature.parameters.get("entity", ""))


def _more_fields(before: tuple[Entity, ...], after: tuple[Entity, ...]) -> list[str]:
    """What things that were there get for the sake of a feature."""
    known = {entity.name: {field.name for field in entity.fields} for entity in before}
    new = [(e, [f for f in e.fields if f.name not in known[e.name]]) for e in after if e.name in known]
    return [f"{e.label_plural} get {', '.join(f.label.lower() for f in fields)}" for e, fields in new if fields]


def _not_yet(before: tuple[Asked, ...], asked: tuple[Asked, ...]) -> tuple[Asked, ...]:
    known = {(one.name, one.entity) for one in before}
    return tuple(one for one in asked if (one.name, one.entity) not in known)
