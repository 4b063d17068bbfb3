"""What is kept because of the features that are asked for, and what is not kept since a feature keeps it by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from praetorium.models import Entity, FieldType
from praetorium.words import entities, features, fields, lexicon, names, nouns
from praetorium.words.drafts import Board, Draft
from praetorium.words.features import Ask, Hit
from praetorium.words.mentions import Named, places_of
from praetorium.words.sentences import Sentence

Place = tuple[Sentence, Hit]
"""Where a feature is asked for."""


@dataclass(frozen=True)
class Provided:
    """The drafts to make, and those that a feature keeps by itself."""

    drafts: list[Draft]
    covered: tuple[tuple[Draft, Ask], ...] = ()


_DESCRIBED = 4
"""Fields named from which a thing is kept as it was described, though a feature has a record like it."""
_TALK = frozenset({"chat", "message"})


def provided(told: list[Sentence], places: list[Place], drafts: list[Draft]) -> Provided:
    """The drafts with what asked features need kept, and without what they keep by themselves."""
    kept = list(drafts)
    for sentence, hit in places:
        said = sentence.lower[hit.start : hit.end]
        noted = any(said in draft.asked for draft in drafts)  # "guest list with RSVP"
        for wanted in hit.ask.keeps if hit.ask.done and not noted else ():
            keys = wanted.split("|")
            if not any(draft.key in keys for draft in kept):
                added = entities.from_key(keys[0], len(kept))
                added.said, added.declared, added.needed = said, True, True
                kept.append(added)
    covers = {key: hit.ask for _, hit in places if hit.ask.built for key in hit.ask.covers}
    covers |= _absorbed(told, places, kept)
    covered = [d for d in kept if d.key in covers and not d.exact and len(d.asked) < _DESCRIBED]
    left = [draft for draft in kept if draft not in covered and not _is_said_of_a_feature(told, places, draft)]
    if covered and not left and {draft.key for draft in covered} <= _TALK:
        # People's messages are theirs; what is kept for all to see is what those who run it have to say.
        left = [entities.from_key("announcement")]
        left[0].declared = left[0].needed = True
    return Provided(left, tuple((d, covers[d.key or ""]) for d in covered)) if left else Provided(kept)


def _is_said_of_a_feature(told: list[Sentence], places: list[Place], draft: Draft) -> bool:
    """Whether a thing that nobody knows is nothing but the word for a feature that is made: "save favourites"."""
    if draft.key is not None or draft.exact or draft.needed:
        return False
    words = "|".join(sorted(map(re.escape, {draft.said, draft.name, names.plural_words(draft.name)} - {""})))
    spoken = [(s.index, m.start(), m.end()) for s in told for m in re.finditer(rf"\b(?:{words})\b", s.lower)]
    asks = {hit.ask.name for name in (draft.said, names.plural_words(draft.name)) for hit in features.named_by(name)}
    spans = [(s.index, hit.start, hit.end) for s, hit in places if hit.ask.built and hit.ask.name in asks]
    return bool(spoken) and all(
        any(i == n and a <= start and end <= b for n, a, b in spans) for i, start, end in spoken
    )


def without_fields(places: list[Place], drafts: list[Draft]) -> list[Place]:
    """The places without those that only name a field: "requests (first day, last day, comment)"."""
    noted = {said for draft in drafts for said in draft.asked}
    return [(s, h) for s, h in places if (said := s.lower[h.start : h.end]) not in _NOTED or said not in noted]


_NOTED = frozenset({"comments", "comment", "expiry"})
"""Words for features that are fields where they are listed as such."""


def _absorbed(told: list[Sentence], places: list[Place], drafts: list[Draft]) -> dict[str, Ask]:
    """By their keys, drafts that are spoken of in the words for a feature alone ("payment", "get reminders").

    What a feature that is made takes in is not kept besides; what only a feature that is not made would need is kept,
    and not asked for by itself. A draft that ``covers`` names is marked as well, since its words ask for the feature.
    """
    found: dict[str, Ask] = {}
    for draft in drafts:
        asks = {hit.ask.name: hit.ask for _, hit in places if draft.key in hit.ask.absorbs | hit.ask.covers}
        if not asks or draft.exact or draft.key is None or draft.meant or not _within(told, draft.key, frozenset(asks)):
            continue
        draft.needed = True
        made = next((ask for ask in asks.values() if ask.built and draft.key in ask.absorbs), None)
        if made is not None:
            found[draft.key] = made
    return found


def sign_up(places: list[Place], drafts: list[Draft], board: Board) -> None:
    """Link what people sign up with to what they sign up for: "people can sign up for lectures and walks"."""
    paper = next((draft for draft in drafts if draft.key in _PAPERS), None)
    for sentence, hit in places if paper else ():
        if paper is None or not _PAPERS & {key for keeps in hit.ask.keeps for key in keeps.split("|")}:
            continue
        near = sentence.lower[hit.start : hit.end + _NEAR]
        text = sentence.lower if _MEANT.search(near) else near
        for draft in drafts:
            called = {draft.said, draft.name, names.plural_words(draft.name)}
            if draft is not paper and _kind(draft) in _JOINED and any(name and name in text for name in called):
                board.link(paper.name, draft.name)


_PAPERS = frozenset({"registration", "enrolment", "application"})
_JOINED = frozenset({"event", "activity", "task", "product"})
_MEANT = re.compile(r"\b(?:them|it|these|those)\b")
_NEAR = 30
"""Characters after the words for signing up within which it is said for what."""


def _kind(draft: Draft) -> str:
    return lexicon.templates()[draft.key].kind if draft.key else nouns.classify(draft.name)


def _within(told: list[Sentence], key: str, names: frozenset[str]) -> bool:
    """Whether an entity of the lexicon is named within the words for these features and nowhere else."""
    named = [(features.hits(sentence), *place) for sentence in told for place in places_of(sentence, key)]
    return bool(named) and all(
        any(hit.ask.name in names and hit.start < end and start < hit.end for hit in hits) for hits, start, end in named
    )


def completed(places: list[Place], named: Named) -> tuple[Entity, ...]:
    """The entities with the fields that asked features need: a file to upload, a category to browse by, a price."""
    made = {entity.name: entity for entity in named.entities}
    for sentence, hit in places:
        if not hit.ask.field:
            continue
        about = about_entity(sentence, hit, named)
        if about is None and hit.ask.field == "price" and not any(_has(e, "price", made) for e in made.values()):
            about = named.main(hit.ask.covers)  # something is sold
        if about is not None and not _has(made[about.name], hit.ask.field, made):
            new = fields.from_words(hit.ask.field.replace("_", " "), about.name)
            made[about.name] = made[about.name].model_copy(update={"fields": (*made[about.name].fields, new)})
    return tuple(made.values())


def _has(entity: Entity, wanted: str, made: dict[str, Entity]) -> bool:
    if wanted == "file":
        return any(f.type in {"file", "image"} for other in made.values() for f in other.fields)
    if wanted == "expires_on":
        return any("expir" in f.name for other in made.values() for f in other.fields)
    if wanted == "price":
        return any(f.type is FieldType.MONEY for f in entity.fields)
    return wanted in made or any(wanted in f.name for f in entity.fields)


_NEVER = {
    "review_queue": frozenset({"person"}),
    "booking": frozenset({"money", "measurement"}),
    "cart": frozenset({"person", "organisation", "measurement"}),
}
"""Kinds that a feature is never about: "visitors order online" sells no visitors."""


def about_entity(sentence: Sentence, hit: Hit, named: Named, *, spoken: bool = False) -> Entity | None:
    """What a feature is about: named beside it, else the main thing where every list does it anyway.

    Where the generator makes it, the generator knows better what it is usual for.
    """
    about = named.about(sentence, hit.start, hit.end, hit.ask.covers)
    if about is not None and about.kind in _NEVER.get(hit.ask.name, ()):
        return None
    if about is not None or spoken or not hit.ask.base:
        return about
    return named.person() if hit.ask.takes == "person" else named.main(hit.ask.covers)
