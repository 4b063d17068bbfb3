"""Misspelt words: "contcats" is read as contacts. Proper names and ordinary English words are left as they are."""

from __future__ import annotations

from collections import Counter
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from praetorium.models import Correction
from praetorium.words import english, lexicon
from praetorium.words.data import grammar, table
from praetorium.words.sentences import Sentence

_SHORTEST = 4
_MOST = 60
"""At most so many different unknown words are looked at: a request has a few, noise has thousands."""
_LONGEST = 24


@cache
def _targets() -> tuple[str, ...]:
    """What a misspelt word may be meant to be: words that requests are made of."""
    found = set(lexicon.vocabulary())
    for name in ("build_verbs", "app_words", "strong_verbs", "medium_verbs", "generic", "facets", "web_words"):
        found |= set(grammar(name))
    for name in table("colours"):
        found |= set(str(name).split())
    common = (
        "with where which should have each every that this from their about website please build want warn below above"
    )
    return tuple(sorted(word for word in found | set(common.split()) if len(word) >= _SHORTEST and word.isalpha()))


def mend(told: list[Sentence]) -> dict[str, str]:
    """Lower-case misspelt word → the word it is read as."""
    unknown: Counter[str] = Counter()
    for sentence in told:
        for number, token in enumerate(sentence.tokens):
            text = token.text
            name = text[:1].isupper() and (number > 0 or not text[1:].islower())
            if text.isascii() and text.isalpha() and _SHORTEST <= len(text) <= _LONGEST and not name:
                unknown[text.lower()] += 1
    found: dict[str, str] = {}
    looked = 0
    for said in unknown:
        if said in _vocabulary() or english.is_known(said):
            continue
        looked += 1
        if looked > _MOST:
            break
        meant = _closest(said)
        if meant:
            found[said] = meant
    return found


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(_targets())


def _closest(said: str) -> str | None:
    allowed = 1 if len(said) < 6 else 2
    found = process.extract(said, _targets(), scorer=OSA.distance, score_cutoff=allowed, limit=6)
    if found:
        return min(
            found,
            key=lambda match: (
                match[1],
                not _same_ends(said, match[0]),
                lexicon.lemmas(match[0]) not in lexicon.phrases(),
                abs(len(said) - len(match[0])),
                match[0],
            ),
        )[0]
    if len(said) < 5:
        return None
    ordinary = process.extract(said, _ordinary(), scorer=OSA.distance, score_cutoff=1, limit=4)
    candidates = [match[0] for match in ordinary if _same_ends(said, match[0])]
    return candidates[0] if len(candidates) == 1 else None


def _same_ends(said: str, meant: str) -> bool:
    return said[0] == meant[0] and said[-1] == meant[-1]


@cache
def _ordinary() -> tuple[str, ...]:
    return tuple(word for word in english.dictionary() if len(word) > 4)


def corrections(told: list[Sentence], mended: dict[str, str]) -> tuple[Correction, ...]:
    """Each correction once, in the order of the words, as they were written."""
    seen: dict[str, Correction] = {}
    for sentence in told:
        for token in sentence.tokens:
            meant = mended.get(token.lower)
            if meant and token.lower not in seen:
                seen[token.lower] = Correction(said=token.text, read_as=meant)
    return tuple(seen.values())
