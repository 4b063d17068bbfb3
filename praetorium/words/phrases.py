"""Noun phrases: which words of a sentence name one thing, and what that thing is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from praetorium.words import english, lexicon
from praetorium.words.data import grammar, table
from praetorium.words.tagging import Tagged

_LONGEST = 6


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words that name one thing ("purchase orders"), and where they stand among the sentence's tokens."""

    words: tuple[Tagged, ...]
    start: int

    @property
    def head(self) -> Tagged:
        return self.words[-1]

    @property
    def text(self) -> str:
        return " ".join(word.lower for word in self.words)

    @property
    def end(self) -> int:
        return self.start + len(self.words)


@dataclass(frozen=True, slots=True)
class Thing:
    """What a noun phrase names, as far as records are concerned."""

    name: str
    """Lower-case singular words: ``purchase order``."""
    key: str | None
    """The lexicon's entity; None for a noun it does not know."""
    reduced: bool
    """Words such as "list" or "management" were taken off the end."""


def noun_phrases(tagged: tuple[Tagged, ...]) -> list[Phrase]:
    """Runs of adjectives, participles and nouns that end in a noun or a gerund used as one."""
    found: list[Phrase] = []
    run: list[Tagged] = []
    start = 0
    for position, word in enumerate((*tagged, None)):
        if word is not None and word.tag in {"N", "G", "J", "D"} and len(run) < _LONGEST:
            if word.tag == "G" and not run and _governs(tagged, position):
                continue
            start = start if run else position
            run.append(word)
            continue
        _keep(run, start, found)
        run, start = [], position
        if word is not None and word.tag in {"N", "J"}:
            run = [word]
    return found


def _governs(tagged: tuple[Tagged, ...], position: int) -> bool:
    """Whether a gerund acts on what follows ("managing orders") rather than naming a thing ("charging station")."""
    gerund = tagged[position]
    if position + 1 >= len(tagged):
        return False
    following = tagged[position + 1]
    if following.tag in {"DET", "PRON"}:
        return True
    said = f"{gerund.lower} {following.lower}"
    if lexicon.lemmas(said) in lexicon.phrases() or said.replace(" ", "_") in table("fields"):
        return False
    before = tagged[position - 1].tag if position else ""
    return following.nominal and following.plural and before in {"PREP", "TO", ",", "CONJ"} and gerund.lemma in _acted()


@cache
def _acted() -> frozenset[str]:
    return grammar("strong_verbs") | grammar("medium_verbs")


def _keep(run: list[Tagged], start: int, found: list[Phrase]) -> None:
    while run and run[-1].tag not in {"N", "G"}:
        run = run[:-1]
    if run:
        found.append(Phrase(tuple(run), start))


def thing(phrase: Phrase, *, exact: bool = False) -> Thing | None:
    """The thing a phrase is about; None when it names no thing ("user experience", "functions").

    ``exact`` keeps adjectives in the name of a thing the lexicon does not know ("wooden toy").
    """
    lemma = tuple(part for word in phrase.words for part in _parts(word))
    lemma = lemma[-_LONGEST:]
    if " ".join(lemma[-2:]) in grammar("idioms"):
        return None
    reduced = False
    while lemma:
        known = _longest_known(lemma)
        facet = lemma[-1] in grammar("facets")
        if known and known[2] == 1 and _is_narrow(phrase, lemma) and (exact or _is_of_goods(phrase)):
            break
        weak = known is not None and known[2] == 1 and not exact
        if known and weak and not facet and not phrase.head.plural and lemma[-1] in grammar("no_things"):
            return None
        if known and not (facet and known[2] == 1 and not _is_alone(phrase, lemma, exact=exact)):
            return Thing(known[1], known[0], reduced)
        if not facet:
            break
        lemma, reduced = lemma[:-1], True
    if not lemma or lemma[-1] in grammar("no_things") or " ".join(lemma[-2:]) in grammar("idioms"):
        return None
    return _unknown(phrase, lemma, reduced, exact)


def bearer(phrase: Phrase) -> Thing | None:
    """The thing of which the words tell what is noted of each: then even people, records and things at large are kept,
    and what is else only a part of something ("services")."""
    found = thing(phrase)
    if found is None and phrase.head.plural and len(phrase.words) == 1:
        found = thing(phrase, exact=True)
    if found is not None:
        return found
    if phrase.head.lemma in _AT_LARGE and len(phrase.words) == 1:
        return Thing(_AT_LARGE[phrase.head.lemma], None, False)
    of = phrase.words[-2] if len(phrase.words) > 1 else None
    if of is not None and of.tag == "N" and phrase.head.lemma in _OF_SOMETHING:
        return Thing(f"{of.lemma} {phrase.head.lemma}", None, False)
    return None


_OF_SOMETHING = frozenset({"record", "lot", "day"})
"""What is kept only where it is said of what: "coffee lots"."""
_AT_LARGE = {"stock": "stock item", "person": "person", "people": "person", "thing": "item", "item": "item"}


def _is_alone(phrase: Phrase, lemma: tuple[str, ...], *, exact: bool) -> bool:
    """Whether a word like "listings" is meant itself, and not what is listed ("product listings")."""
    if len(lemma) > 1:
        return lemma[-1] == "listing" and phrase.words[-2].tag in {"J", "D"}
    return exact or (len(phrase.words) == 1 and phrase.head.plural and lemma[-1] == "listing")


def _is_narrow(phrase: Phrase, lemma: tuple[str, ...]) -> bool:
    """Whether the word before says that another thing is meant: "water tests" are no test cases."""
    return len(phrase.words) > 1 and lemma[-1] in grammar("narrow") and phrase.words[-2].tag in {"N", "G"}


def _is_of_goods(phrase: Phrase) -> bool:
    """Whether it is a part of goods: "phone cases" are no cases of a court."""
    return english.word(phrase.words[-2].lemma).noun_class == "g"


def _parts(word: Tagged) -> list[str]:
    pieces = word.lower.replace("’s", "").replace("'s", "").split("-")
    return [*pieces[:-1], english.singular(pieces[-1])]


def _longest_known(lemma: tuple[str, ...]) -> tuple[str, str, int] | None:
    """Key and name of the longest end of the phrase that the lexicon knows, and its length in words."""
    if " ".join(lemma[-2:]) in grammar("idioms"):
        return None
    for length in range(min(len(lemma), 4), 0, -1):
        tail = lemma[-length:]
        known = lexicon.phrases().get(tail)
        if known is None:
            continue
        if known.own_name:
            return known.key, " ".join(tail), length
        template = lexicon.templates()[known.key]
        return known.key, (template.label or known.key.replace("_", " ")).lower(), length
    return None


def _unknown(phrase: Phrase, lemma: tuple[str, ...], reduced: bool, exact: bool) -> Thing | None:
    by_lemma = {part: word for word in phrase.words for part in _parts(word)}
    kept: list[str] = []
    for part in reversed(lemma):
        word = by_lemma.get(part)
        qualifies = word is None or word.tag in {"N", "G"} or (exact and word.tag in {"J", "D"})
        if kept and (not qualifies or part in grammar("weak_modifiers") or len(kept) == 2):
            break
        kept.insert(0, part)
    name = " ".join(kept)
    if reduced and len(kept) == 1 and (word := by_lemma.get(kept[0])) and word.tag in {"J", "D"}:
        return None  # "a missed collection"
    if name.endswith("ing") and not exact:
        return None
    if not name or not name[0].isalpha() or len(name) > 40:
        return None
    return Thing(name, None, reduced)
