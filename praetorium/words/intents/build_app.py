"""An application with data: entities, fields, relations, features, look."""

from __future__ import annotations

import re
from collections.abc import Container

from praetorium.models import Assumption, Brief, Entity, Feature, FieldType, Origin, Question, Relation
from praetorium.words import (
    asking,
    boards,
    completing,
    coverage,
    currency,
    entities,
    featured,
    goods,
    holders,
    keeping,
    lexicon,
    lines,
    names,
    pages,
    phrases,
    questions,
    reading,
    refusals,
    relations,
    rights,
    roles,
    tagging,
    titles,
)
from praetorium.words.drafts import Board, Draft
from praetorium.words.mentions import Named
from praetorium.words.request import Reading
from praetorium.words.sentences import Sentence
from praetorium.words.thresholds import USUAL, is_unsaid, threshold

_BUILD = re.compile(
    r"\b(?:app|application|system|platform|tool|software|program|mini-program|crm|tracker|manager|directory|database|"
    r"helpdesk|dashboard|portal|game|build|create|make|implement|develop|track|manage)\b"
)

_FOR_WHOM = re.compile(r"\bfor (?:my|our) ((?:[a-z]+ )?[a-z]+)(?= [,.:;]|$)")


class BuildApp:
    """The application intent."""

    name = "build-app"

    def weight(self, request: Reading) -> float:
        """It is what is meant when nothing else is."""
        return 0.5 if _BUILD.search(request.lower) else 0.35

    def brief(self, request: Reading) -> Brief:
        """The application that the words describe."""
        tagged = {sentence.index: tagging.tag(sentence) for sentence in request.told}
        board = Board()
        looks = request.colours.named
        taken_apart = [
            lines.line(s, tagged[s.index], looks.get(s.index, set()), brief=request.brief) for s in _content(request)
        ]
        reading.read(taken_apart, board)
        kind = titles.kind_of(request.lower) if request.brief else titles.kind_needed(request.told[0].lower)
        kind = titles.kind_of_client(request.lower, kind) if request.brief else kind
        named = sorted(entities.choose(board, brief=request.brief), key=lambda draft: request.lower.find(draft.said))
        unwanted = _unwanted(tagged)
        places = [place for place in asking.places(request.told) if not holders.is_named_by(taken_apart[:1], place[1])]
        places = keeping.without_fields(places, named)
        aside = kind is not None and bool(named) and titles.is_aside(tagged[0], kind)
        usual = None if request.brief and (aside or holders.names_all(taken_apart[:1], named)) else kind
        drafts, added = completing.complete(named, usual, unwanted, brief=request.brief, said=request.lower)
        kept = keeping.provided(request.told, places, drafts)
        drafts = kept.drafts
        if not drafts:
            raise refusals.nothing_asked(request.words)
        keeping.sign_up(places, drafts, board)
        made, linked, of_draft = _make(drafts, added, board)
        by_entity = {of_draft[draft.name]: draft for draft in drafts}
        keys = {name: draft.key for name, draft in by_entity.items()}
        made = goods.fitting(request.lower, keeping.completed(places, Named(made, keys)), keys)
        made, currency_assumed = currency.told(request.words, made)
        made = boards.asked_for(request.told, made)
        asked, wanted = asking.read(request.told, places, Named(made, keys), by_entity, kept.covered, request.colours)
        assumed = frozenset(of_draft[name] for name in added if name in of_draft)
        title = titles.title(tagged[0], kind, made, brief=request.brief)
        missing = coverage.unread(
            request.told,
            tagged,
            _understood(
                request,
                made,
                linked,
                title,
                kind,
                assumed,
                drafts,
                of_draft,
                unwanted,
                [draft for draft, _ in kept.covered],
                limits=rights.said(request.told, Named(made, keys), _roles(wanted)),
            ),
        )
        return Brief(
            intent=self.name,
            title=title,
            summary=titles.summary("An application", made, [e.label_plural.lower() for e in made if e.board]),
            entities=made,
            relations=linked,
            features=wanted,
            asked=asked,
            style=request.colours.style(),
            formats=request.formats,
            files=request.files,
            schedule=request.schedule,
            corrections=request.corrections,
            assumptions=(
                *_assumptions(made, assumed, kind),
                *currency_assumed,
                *_shop_window(wanted),
                *_limit(request, wanted),
            ),
            questions=_questions(request, made, assumed, title),
            unread=missing,
            confidence=_confidence(request, made, assumed, len(missing)),
        )


INTENT = BuildApp()


def _content(request: Reading) -> list[Sentence]:
    """The sentences that may speak of things: in a long request, those about the look do not."""
    looks = set() if request.brief else request.colours.looks
    return [sentence for sentence in request.told if sentence.index not in looks]


def _unwanted(tagged: dict[int, tuple[tagging.Tagged, ...]]) -> frozenset[str]:
    """Names of things that the words say they do not want."""
    found: set[str] = set()
    for words in tagged.values():
        for phrase in phrases.noun_phrases(words):
            one = phrases.thing(phrase) if lines.is_denied(words, phrase) else None
            found |= {one.name} if one else set()
    return frozenset(found)


def _make(
    drafts: list[Draft], added: frozenset[str], board: Board
) -> tuple[tuple[Entity, ...], tuple[Relation, ...], dict[str, str]]:
    """Entities and relations of the drafts, and which entity each draft became."""
    bonds = relations.find(drafts, board)
    taken: set[str] = set()
    made: list[Entity] = []
    of_draft: dict[str, str] = {}
    for draft in drafts:
        replaced = {b.replaces for b in bonds if b.source == draft.name and b.replaces}
        replaced |= {b.name for b in bonds if b.source == draft.name}
        replaced |= {names.identifier(b.source) for b in bonds if b.target == draft.name}
        entity = entities.build(draft, taken, related=frozenset(replaced))
        if draft.name in added:
            entity = entity.model_copy(update={"origin": Origin.ASSUMED})
        taken |= {entity.name, entity.plural}
        of_draft[draft.name] = entity.name
        made.append(entity)
    attributes = {entity.name: {field.name for field in entity.fields} for entity in made}
    linked = relations.build(bonds, of_draft, attributes)
    return tuple(made), linked, of_draft


def _understood(
    request: Reading,
    made: tuple[Entity, ...],
    linked: tuple[Relation, ...],
    title: str,
    kind: lexicon.Kind | None,
    assumed: frozenset[str],
    drafts: list[Draft],
    of_draft: dict[str, str],
    unwanted: frozenset[str],
    covered: list[Draft],
    limits: Container[int],
) -> coverage.Understood:
    accepted = set(lexicon.lemmas(title))
    accepted |= {part for said in kind.words for part in lexicon.lemmas(said)} if kind else set()
    accepted |= {part for draft in [*drafts, *covered] for said in _words_of(draft) for part in lexicon.lemmas(said)}
    accepted |= {part for s in request.told for page in _pages(s) for part in lexicon.lemmas(page)}
    if any(field.type in {FieldType.FILE, FieldType.IMAGE} for entity in made for field in entity.fields):
        accepted |= {"upload", "attach", "attachment"}
    accepted |= {part for name in unwanted for part in name.split()}
    accepted |= {part for match in _FOR_WHOM.finditer(request.lower) for part in lexicon.lemmas(match[1])}
    if any(hit.ask.name == "roles" and hit.ask.done for _, hit in asking.places(request.told)):
        accepted |= {name for sentence in request.told for name in roles.named(sentence)}
    if request.schedule:
        accepted |= set(lexicon.lemmas(request.schedule.words))
    declared = frozenset(d.name for d in drafts if d.declared and of_draft[d.name] not in assumed)
    alerts = {s.text for s in request.told if threshold(s, made) or s.index in limits}
    keys = frozenset(draft.key for draft in [*drafts, *covered] if draft.key)
    return coverage.Understood(made, linked, declared, keys, request.colours.styled, accepted, alerts)


def _roles(features: tuple[Feature, ...]) -> frozenset[str]:
    return frozenset(role for f in features if f.name == "roles" for role in f.parameters.get("roles", ()))


def _words_of(draft: Draft) -> tuple[str, ...]:
    return (draft.said, *draft.asked, *draft.records, *draft.exits)


def _pages(sentence: Sentence) -> tuple[str, ...]:
    """The pages that a sentence about pages names."""
    return pages.named(sentence.lower) if re.search(r"\bpages?\b", sentence.lower) else ()


def _shop_window(features: tuple[Feature, ...]) -> tuple[Assumption, ...]:
    if not any(feature.label == featured.SHOP_WINDOW for feature in features):
        return ()
    return (Assumption(about="Visitors", value=featured.SHOP_WINDOW, because="usual for what visitors buy or book"),)


def _limit(request: Reading, features: tuple[Feature, ...]) -> tuple[Assumption, ...]:
    warned = any(feature.name == "threshold_alert" for feature in features)
    if not warned or not any(is_unsaid(sentence) for sentence in request.told):
        return ()
    return (Assumption(about="Warning", value=f"Below {USUAL}", because="no limit was named"),)


def _assumptions(
    made: tuple[Entity, ...], assumed: frozenset[str], kind: lexicon.Kind | None
) -> tuple[Assumption, ...]:
    """Everything that was not said: entities of the kind, and fields nobody listed."""
    found = []
    for entity in made:
        if entity.name in assumed and kind:
            found.append(
                Assumption(
                    about=entity.label_plural,
                    value=f"{entity.label_plural} are kept",
                    because=f"usual for '{kind.title}'",
                )
            )
        unsaid = [field.label for field in entity.fields if field.origin is not Origin.ASKED]
        if unsaid:
            known = any(field.origin is Origin.LEXICON for field in entity.fields)
            because = (
                f"usual for {entity.label_plural.lower()}" if known else f"usual for a {entity.kind}; nothing was said"
            )
            found.append(
                Assumption(about=f"Fields of {entity.label_plural.lower()}", value=", ".join(unsaid), because=because)
            )
    return tuple(found)


def _questions(request: Reading, made: tuple[Entity, ...], assumed: frozenset[str], title: str) -> tuple[Question, ...]:
    scope = questions.scope(title, made, assumed)
    return (*([scope] if scope else ()), *questions.colours(request.colours))


def _confidence(request: Reading, made: tuple[Entity, ...], assumed: frozenset[str], missing: int) -> float:
    """Less for each sentence not read, each entity assumed, each word corrected; never below 0.2."""
    unread = missing / max(len(request.told), 1)
    guessed = len(assumed) / max(len(made), 1)
    return round(max(0.2, 0.98 - 0.4 * unread - 0.3 * guessed - 0.02 * len(request.corrections)), 2)
