"""Which sentences were read in full. One that was not is listed word for word, with what is missing of it.

A sentence counts as read when every word in it is grammar, or speaks of something that is built: an entity, a field,
what every application does (list, search, edit, …), the look, a schedule, a file. A word that does not is not skipped.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from praetorium.models import Entity, Relation, Unread
from praetorium.words import english, features, lexicon, thresholds
from praetorium.words.data import grammar
from praetorium.words.sentences import Sentence
from praetorium.words.tagging import YES_OR_NO, Tagged

_ENTERED = frozenset({"publish", "report", "file", "lodge", "change", "get", "receive"})
"""What is done with records that are entered, edited or seen."""
_GRAMMAR = frozenset({"DET", "PREP", "PRON", "CONJ", "AUX", "HAVE", "NEG", "NUM", "TO", "R"})


@dataclass
class Understood:
    """Everything of a request that the brief accounts for."""

    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    declared: frozenset[str]
    """Names of entities that were asked for outright."""
    keys: frozenset[str]
    """The lexicon's keys of the entities."""
    styled: dict[int, set[str]]
    accepted: set[str] = field(default_factory=set)
    """Further lower-case words that were used: of the title, files, schedule."""
    alerts: set[str] = field(default_factory=set)
    """Sentences that a threshold was read from."""


def unread(told: list[Sentence], tagged: dict[int, tuple[Tagged, ...]], known: Understood) -> tuple[Unread, ...]:
    """The sentences that were not read in full; ``tagged`` has the words of each by its number."""
    explained = _explained(known)
    found = []
    for sentence in told:
        why = _missing(sentence, tagged[sentence.index], known, explained)
        if why:
            found.append(Unread(sentence=sentence.text, why=why))
    return tuple(found)


def _explained(known: Understood) -> frozenset[str]:
    """Lemmas that something in the brief accounts for."""
    found: set[str] = set(grammar("plain_words"))
    for name in ("covered_nouns", "covered_verbs", "app_words", "build_verbs", "generic"):
        found |= grammar(name)
    for entity in known.entities:
        found |= set(lexicon.lemmas(f"{entity.name} {entity.label}"))
        for attribute in entity.fields:
            found |= set(lexicon.lemmas(f"{attribute.name} {attribute.label}"))
            for choice in attribute.choices:
                found |= set(lexicon.lemmas(choice))
    for relation in known.relations:
        found |= set(lexicon.lemmas(f"{relation.name} {relation.inverse}"))
    for key in known.keys:
        found |= lexicon.words_of().get(key, frozenset())
    return frozenset(found | known.accepted)


def _missing(sentence: Sentence, tagged: tuple[Tagged, ...], known: Understood, explained: frozenset[str]) -> str:
    """What of a sentence is neither understood nor built; empty when nothing is."""
    styled = known.styled.get(sentence.index, set())
    if sentence.text in known.alerts:
        return ""
    declared = {lemma for name in known.declared for lemma in lexicon.lemmas(name)}
    whys: list[str] = []
    flagged: set[int] = set()
    starts = _starts(tagged)
    hits = features.hits(sentence)
    made = {hit.ask.name for hit in hits if hit.ask.built}
    for hit in hits:
        inside = [i for i, start in enumerate(starts) if hit.start <= start < hit.end]
        said = [tagged[i].lemma for i in inside]
        flagged |= set(inside)
        spoken_for = hit.ask.done or bool(made & set(hit.ask.beside)) or features.denied(sentence, hit)
        if spoken_for or all(word in declared or word in styled for word in said):
            continue
        if hit.ask.missing not in whys:
            whys.append(hit.ask.missing)
    if why := thresholds.unmade(sentence, known.entities):
        whys.append(why)
    kept = frozenset(lemma for entity in known.entities for lemma in lexicon.lemmas(f"{entity.name} {entity.label}"))
    left = [
        i
        for i, word in enumerate(tagged)
        if i not in flagged and not _is_explained(word, styled, explained) and not _relates(tagged, i, kept)
    ]
    if not whys and not left and sentence.index and not styled and not _placed(tagged, known, kept, bool(flagged)):
        return "nothing in it could be placed"
    spoken = _spans(tagged, left)
    if spoken:
        whys.append("not understood: " + ", ".join(f"'{part}'" for part in spoken))
    return "; ".join(whys)


def _placed(tagged: tuple[Tagged, ...], known: Understood, kept: frozenset[str], asked: bool) -> bool:
    """Whether a sentence of known words speaks of something that is there: a feature, an entity, what was denied."""
    said = {word.lemma for word in tagged} | {english.singular(word.lower) for word in tagged}
    return asked or bool(said & (kept | known.accepted)) or any(word.tag == "NEG" for word in tagged)


def _starts(tagged: tuple[Tagged, ...]) -> list[int]:
    """Where each word starts in the sentence's lower-case text, whose words stand apart by one space."""
    starts, position = [], 0
    for word in tagged:
        starts.append(position)
        position += len(word.lower) + 1
    return starts


def _is_explained(word: Tagged, styled: set[str], explained: frozenset[str]) -> bool:
    if word.tag in _GRAMMAR or word.lower in YES_OR_NO or not word.text[0].isalnum() or word.lower in styled:
        return True
    if word.lemma in explained or word.lower in explained or english.singular(word.lower) in explained:
        return True
    return "-" in word.lower and all(part in explained or part == "up" for part in lexicon.lemmas(word.lower))


def _relates(tagged: tuple[Tagged, ...], position: int, kept: frozenset[str]) -> bool:
    """Whether a verb only says how two things that are kept belong together ("teachers teach classes"), or that one of
    them is entered or changed ("publish a ride")."""
    if tagged[position].tag != "V" or position == 0:
        return False
    following = next((w for w in tagged[position + 1 : position + 4] if w.tag not in {"DET", "J", "PREP"}), None)
    if following is None or following.lemma not in kept:
        return False
    return tagged[position - 1].lemma in kept or tagged[position].lemma in _ENTERED


def _spans(tagged: tuple[Tagged, ...], left: list[int]) -> list[str]:
    """Neighbouring unexplained words joined; at most six are shown."""
    spans: list[list[int]] = []
    for index in left:
        if spans and index - spans[-1][-1] == 1:
            spans[-1].append(index)
        else:
            spans.append([index])
    shown = list(dict.fromkeys(" ".join(tagged[i].text for i in span) for span in spans))
    return [*shown[:6], *(["…"] if len(shown) > 6 else [])]
