"""Whose application it is, where a long request begins with that: "my family runs a campsite", "our shelter's site"."""

from __future__ import annotations

from praetorium.words import english, nouns
from praetorium.words.data import grammar
from praetorium.words.phrases import Phrase, noun_phrases
from praetorium.words.tagging import Tagged

_RUNS = frozenset({"run", "runs", "own", "owns", "operate", "operates"})
_OURS = frozenset({"our", "my", "the"})
_SIZES = frozenset({"small", "little", "tiny", "large", "big"})
_LONGEST = 4


def run(tagged: tuple[Tagged, ...]) -> str:
    """What somebody runs, of what somebody is something, or whose website it is; empty where that is not said."""
    phrases = noun_phrases(tagged)
    for phrase in phrases:
        before = [word.lower for word in tagged[max(0, phrase.start - 2) : phrase.start]]
        if len(before) > 1 and before[-1] in {"a", "an"} and (before[0] in _RUNS or _is_of_somebody(tagged, phrase)):
            return _said(phrase.words)
    return _whose(tagged, phrases)


def _is_of_somebody(tagged: tuple[Tagged, ...], phrase: Phrase) -> bool:
    """``I'm the quartermaster of a scout group``."""
    at = phrase.start - 2
    if at < 2 or tagged[at].lower != "of" or tagged[0].lower not in {"i", "i'm", "i’m", "we"}:
        return False
    return nouns.classify(tagged[at - 1].lemma) == "person"


def _whose(tagged: tuple[Tagged, ...], phrases: list[Phrase]) -> str:
    """``our animal shelter's website``: the animal shelter."""
    for phrase in phrases:
        owner = tagged[phrase.start - 1] if phrase.start else None
        if owner is None or not owner.lower.endswith(("'s", "’s")) or phrase.head.lemma not in grammar("app_words"):
            continue
        start = phrase.start - 1
        while start and tagged[start - 1].tag in {"N", "J", "G"}:
            start -= 1
        if start and tagged[start - 1].lower in _OURS:
            return _said((*tagged[start : phrase.start - 1], owner)).removesuffix("'s").removesuffix("’s")
    return ""


def _said(words: tuple[Tagged, ...]) -> str:
    left_out = grammar("weak_modifiers") | _SIZES
    kept = [word.text if word.proper else word.lower for word in words if word.lower not in left_out]
    return " ".join(kept[-_LONGEST:])


def says_nothing(title: str) -> bool:
    """Whether a title is one word that names nothing: "Year", "Management"."""
    return " " not in title and english.singular(title.lower()) in grammar("no_things") | grammar("facets")
