"""From sentences to asked features: what was asked for, in which words, about which entity, and what becomes of it."""

from __future__ import annotations

import dataclasses
from typing import Any

from praetorium.models import Asked, AskedState, Feature, FieldType, Origin
from praetorium.words import clauses, entities, featured, features, fields, names, pages, rights, roles, workflows
from praetorium.words.colours import Colours
from praetorium.words.drafts import Draft
from praetorium.words.featured import Found
from praetorium.words.features import Ask, Hit
from praetorium.words.keeping import Place, about_entity
from praetorium.words.mentions import Named
from praetorium.words.sentences import Sentence
from praetorium.words.thresholds import threshold, unmade


def places(told: list[Sentence]) -> list[Place]:
    """Every place where a feature is asked for, roles among them, in the order said."""
    named = {sentence.index: workflows.spans(sentence) for sentence in told}
    found = [
        (sentence, hit)
        for sentence, hit in features.wanted(told)
        if not any(start <= hit.start and hit.end <= end for start, end in named[sentence.index])
    ]
    return sorted(
        [*found, *roles.acting(told), *rights.places(told)], key=lambda place: (place[0].index, place[1].start)
    )


def read(
    told: list[Sentence],
    places: list[Place],
    named: Named,
    drafts: dict[str, Draft],
    covered: tuple[tuple[Draft, Ask], ...],
    colours: Colours,
) -> tuple[tuple[Asked, ...], tuple[Feature, ...]]:
    """All that was asked for, in the order said, and the features the generator makes of it.

    ``drafts`` are those the entities were made of, by the entities' names; ``covered`` those that a feature keeps.
    """
    found: dict[str, Found] = {}
    for sentence, hit in places:
        if not hit.ask.quiet:
            _collect(sentence, hit, named, found)
    _rights(told, named, found)
    _uploads(told, named, drafts, found)
    _moves(named, drafts, covered, found)
    _as_records(found, named)
    _as_parts(found)
    absent = {name for name, one in found.items() if not one.ask.done}
    absent |= {name for name, one in found.items() if one.ask.edge and not one.ask.built}
    unmade = {name for name, one in found.items() if _is_of_nothing(one, found, absent)}
    made = featured.with_moves(featured.made_of(told, found, unmade, named), named, drafts)
    there = {feature.name for feature in made}
    asked = [(_order(one), _asked(one, one.ask.name in unmade, there)) for one in found.values()]
    asked += _records(told, named, drafts, covered)
    asked += _limits(told, named)
    asked += _looks(told, colours)
    return tuple(one for _, one in sorted(asked, key=lambda pair: pair[0])), made


def _collect(sentence: Sentence, hit: Hit, named: Named, found: dict[str, Found]) -> None:
    ask = hit.ask
    one = found.get(ask.name)
    if one is None:
        one = found[ask.name] = Found(ask, "", sentence)
    one.where.add(sentence.index)
    if not one.said or (one.sentence.index == 0 and sentence.index):
        # The first sentence names what is to be built; where it is said again, it is said what is meant.
        one.said, one.sentence = clauses.around(sentence, hit.start, hit.end), sentence
    if ask.takes == "entity" or (ask.takes == "person" and ask.base):
        about = about_entity(sentence, hit, named, spoken=bool(one.about))
        if about is not None and about.name not in one.about:
            one.about.append(about.name)
    elif ask.takes == "roles":
        one.more["roles"] = list(dict.fromkeys((*one.more.get("roles", ()), *roles.named(sentence))))
    elif ask.takes == "pages":
        one.more["pages"] = list(dict.fromkeys((*one.more.get("pages", ()), *pages.named(sentence.lower))))


def _rights(told: list[Sentence], named: Named, found: dict[str, Found]) -> None:
    """What roles may do as the words say it, with those of whom it is said."""
    one = found.get("roles")
    known = one.more.get("roles", ()) if one else ()
    limits = [right for each in rights.said(told, named, frozenset(known)).values() for right in each] if one else []
    if one is None or not limits:
        return
    people = [right["role"] for right in limits if right["role"] != "*"]
    one.more |= {"rights": limits, "roles": list(dict.fromkeys((*known, *people)))}
    words = rights.in_words(limits, {entity.name: entity.label_plural.lower() for entity in named.entities})
    one.ask = dataclasses.replace(one.ask, label=f"{one.ask.label}: {words}")


def _uploads(told: list[Sentence], named: Named, drafts: dict[str, Draft], found: dict[str, Found]) -> None:
    """A photo or a scan that things are to have is uploaded, whether that is said or not."""
    ask = next(ask for ask in features.asks() if ask.name == "uploads")
    for entity in named.entities if ask.name not in found else ():
        for said in drafts[entity.name].asked:
            uploaded = fields.from_words(said, entity.name).type in {FieldType.FILE, FieldType.IMAGE}
            spoken = said.partition(" of ")[0]
            sentence = next((s for s in told if uploaded and spoken in s.lower), None)
            if sentence is not None:
                at = sentence.lower.find(spoken)
                around = clauses.around(sentence, at, at + len(spoken))
                found[ask.name] = Found(ask, around, sentence, about=[entity.name], where={sentence.index})
                return


def _moves(
    named: Named, drafts: dict[str, Draft], covered: tuple[tuple[Draft, Ask], ...], found: dict[str, Found]
) -> None:
    """States in an order hold for what is kept and has them, the shop's own orders too; else they are not built."""
    one = found.get("moves")
    if one is None:
        return
    one.about = [e.name for e in named.entities if drafts[e.name].ordered]
    order = next((draft for draft, ask in covered if draft.ordered and ask.name == "cart"), None)
    if not one.about and order is not None and "cart" in found:
        found["cart"].more["states"] = [names.label(state) for state in order.states]
        found["moves"] = dataclasses.replace(one, ask=dataclasses.replace(one.ask, part_of="cart"))
    elif not one.about:
        found["moves"] = dataclasses.replace(one, ask=dataclasses.replace(one.ask, built=False))


def _is_of_nothing(one: Found, found: dict[str, Found], absent: set[str]) -> bool:
    """Whether it is about the results of something that is not made: the download of a picture that nothing draws."""
    return any(found[name].where & one.where for name in one.ask.made_from & absent)


def _asked(one: Found, unmade: bool, there: set[str]) -> Asked:
    why = one.ask.missing or (one.ask.why if unmade else "")
    if one.ask.feature and one.ask.feature not in there and not unmade:
        unmade, why = True, "nothing that is kept has what it needs"
    state = AskedState.BUILT if not why else AskedState.EDGE if one.ask.edge else AskedState.LEFT_OUT
    return Asked(
        name=one.ask.name,
        label=one.ask.label,
        said=one.said,
        feature="" if unmade else one.ask.feature,
        entity=one.about[0] if one.about else "",
        state=state,
        why=why,
    )


def _records(
    told: list[Sentence], named: Named, drafts: dict[str, Draft], covered: tuple[tuple[Draft, Ask], ...]
) -> list[tuple[tuple[int, int], Asked]]:
    """Each thing that is kept because it was named, be it by a feature."""
    found = []
    for entity in named.entities:
        if entity.origin is Origin.ASKED and not drafts[entity.name].needed:
            found.append(_record(told, drafts[entity.name].said, entity.label_plural, entity=entity.name))
    for draft, ask in covered:
        if not draft.needed and (draft.declared or draft.score >= entities.ENOUGH):
            found.append(_record(told, draft.said, names.label(names.plural_words(draft.name)), feature=ask.feature))
    return found


def _record(
    told: list[Sentence], said: str, label: str, *, entity: str = "", feature: str = ""
) -> tuple[tuple[int, int], Asked]:
    spoken = [s for s in told if said and said in s.lower]
    place = next((s for s in spoken if s.index), spoken[0] if spoken else told[0])
    at = max(place.lower.find(said), 0)
    clause = clauses.around(place, at, at + max(len(said), 1))
    return (place.index, at), Asked(name="records", label=label, said=clause, entity=entity, feature=feature)


def _limits(told: list[Sentence], named: Named) -> list[tuple[tuple[int, int], Asked]]:
    """Each limit that the application warns at, and the first that it does not."""
    found = []
    left: list[tuple[tuple[int, int], Asked]] = []
    ask = next(ask for ask in features.asks() if ask.name == "threshold_alert")
    for sentence in told:
        if alert := threshold(sentence, named.entities):
            about = str(alert.parameters["entity"])
            one = Asked(name=alert.name, label=alert.label, said=sentence.text, feature=alert.name, entity=about)
            found.append(((sentence.index, 0), one))
        elif not left and (why := unmade(sentence, named.entities)):
            told_why = {"said": sentence.text, "state": AskedState.LEFT_OUT, "why": why}
            left = [((sentence.index, 0), Asked(name=ask.name, label=ask.label, **told_why))]
    return [*found, *left]


def _looks(told: list[Sentence], colours: Colours) -> list[tuple[tuple[int, int], Asked]]:
    """The colours, each with the part of the sentence that names it."""
    found = []
    codes = {"background": colours.background, "components": colours.accent}
    for use, (index, start, end) in colours.said.items():
        name = "components" if use == "accent" else use
        said = clauses.around(told[index], start, end)
        found.append(((index, start), Asked(name=name, label=f"{name.capitalize()} {codes[name]}", said=said)))
    return found


def _order(one: Found) -> tuple[int, int]:
    return one.sentence.index, max(one.sentence.text.find(one.said), 0)


def _as_records(found: dict[str, Found], named: Named) -> None:
    """What is kept as records of its own needs no feature: the articles of a site that keeps articles are its news."""
    for name, one in found.items():
        keys = {*one.ask.kept_as, *(key for wanted in one.ask.keeps for key in wanted.split("|") if one.ask.base)}
        kept = next((e for e in named.entities if named.key(e) in keys), None)
        if kept is not None:
            ask = dataclasses.replace(one.ask, base=True)
            found[name] = dataclasses.replace(one, ask=ask, about=[kept.name])


def _as_parts(found: dict[str, Found]) -> None:
    """What is asked in one sentence with a feature that does it, too, is a part of that: a preview of the form."""
    for name, one in found.items():
        wholes = (found[other] for other in one.ask.beside if other in found)
        whole = next((other for other in wholes if other.where & one.where and other.ask.feature), None)
        if whole is not None:
            done: dict[str, Any] = {
                "part_of": whole.ask.feature,
                "built": True,
                "base": False,
                "edge": "",
                "made_from": frozenset(),
            }
            found[name] = dataclasses.replace(one, ask=dataclasses.replace(one.ask, **done), about=whole.about)
