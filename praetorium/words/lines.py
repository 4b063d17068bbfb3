"""A sentence taken apart: its words, its phrases, and what they cannot be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from praetorium.words import lexicon, nouns
from praetorium.words.data import grammar
from praetorium.words.phrases import Phrase, Thing, noun_phrases
from praetorium.words.sentences import Sentence
from praetorium.words.tagging import Tagged

VIEWS = frozenset({"page", "screen", "view", "detail"})


@dataclass(frozen=True)
class Line:
    """A sentence taken apart."""

    sentence: Sentence
    tagged: tuple[Tagged, ...]
    phrases: tuple[Phrase, ...]
    brief: bool
    """It belongs to a request of a few words, where each thing named is meant to be kept."""

    @cached_property
    def starting(self) -> dict[int, Phrase]:
        """Phrases by the position of their first word."""
        return {phrase.start: phrase for phrase in self.phrases}

    @cached_property
    def ending(self) -> dict[int, Phrase]:
        """Phrases by the position after their last word."""
        return {phrase.end: phrase for phrase in self.phrases}

    @cached_property
    def inner(self) -> frozenset[int]:
        """Positions inside of phrases, after their first word."""
        return frozenset(at for phrase in self.phrases for at in range(phrase.start + 1, phrase.end))

    def without(self, hidden: set[int]) -> Line:
        """The line without the phrases that start at these positions."""
        return replace(self, phrases=tuple(phrase for phrase in self.phrases if phrase.start not in hidden))

    def before(self, position: int) -> Phrase | None:
        """The last phrase that ends at the position or before."""
        found = None
        for phrase in self.phrases:
            if phrase.end > position:
                break
            found = phrase
        return found


def line(sentence: Sentence, tagged: tuple[Tagged, ...], colours: set[str], *, brief: bool) -> Line:
    """Take a sentence apart whose words are tagged; colours, and what it says is not wanted, are left out."""
    found = [p for p in noun_phrases(tagged) if not any(word.lower in colours for word in p.words)]
    wanted = [p for p in found if not is_denied(tagged, p) and not _is_view(tagged, p)]
    return Line(sentence, tagged, tuple(wanted), brief)


def is_denied(tagged: tuple[Tagged, ...], phrase: Phrase) -> bool:
    """Whether the words say that they do not want a thing: "no leads", "without a login"."""
    before = [word.lower for word in tagged[max(0, phrase.start - 2) : phrase.start]]
    return bool({"no", "without", "not"} & set(before[-1:])) or (
        before[:1] == ["without"] and before[1] in {"a", "any", "the"}
    )


def _is_view(tagged: tuple[Tagged, ...], phrase: Phrase) -> bool:
    """Whether a phrase means where a thing is shown ("a book's page"), not something that is kept."""
    before = tagged[phrase.start - 1].lower if phrase.start else ""
    return phrase.head.lemma in VIEWS and before.endswith(("'s", "’s", "s'", "s’"))


def weigh(found: Thing, weight: float) -> float:
    """A thing the lexicon knows counts in full, another one by how concrete it is."""
    if found.key:
        return weight
    return weight * 0.8 if nouns.is_concrete(found.name) else weight * 0.25


def is_application(phrase: Phrase, found: Thing | None) -> bool:
    """Whether a phrase names what is to be built ("inventory app", "CRM") and not a thing kept in it."""
    head = phrase.head
    if head.plural and found and found.key and len(phrase.words) > 1:
        return False
    if head.lemma in grammar("app_words") or head.lemma in grammar("generic"):
        return (
            found is None
            or found.key is None
            or len(phrase.words) > 1
            or head.lemma in {"app", "application", "website"}
        )
    return not head.plural and lexicon.lemmas(phrase.text) in lexicon.kind_names()


def is_itself(phrase: Phrase) -> bool:
    """Whether a phrase means the application that is asked for ("the website"), or its user."""
    head = phrase.head
    if head.lemma in {"user", "admin", "administrator"}:
        return len(phrase.words) == 1
    return head.lemma in grammar("app_words") and not head.plural and len(phrase.words) == 1
