"""A sentence taken apart: its words, its phrases, and what they cannot be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, cached_property

from praetorium.words import lexicon, nouns
from praetorium.words.data import grammar, table
from praetorium.words.phrases import Phrase, Thing, noun_phrases, thing
from praetorium.words.sentences import Sentence
from praetorium.words.tagging import Tagged

SECTIONS = frozenset({"section", "area", "part", "corner", "library", "collection", "archive"})
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

    @cached_property
    def bracketed(self) -> frozenset[int]:
        """Positions of brackets that the sentence goes on with a comma or "and" after, and of what is in them."""
        found: set[int] = set()
        opened: int | None = None
        for at, word in enumerate(self.tagged):
            if word.tag == "(":
                opened = at
            elif word.tag == ")" and opened is not None:
                goes_on = at + 1 < len(self.tagged) and self.tagged[at + 1].tag in {",", "CONJ"}
                found |= set(range(opened, at + 1)) if goes_on else set()
                opened = None
        return frozenset(found)

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
    told = [part for p in noun_phrases(tagged) for part in (_parted(p) if brief else (p,))]
    found = [p for p in told if not any(word.lower in colours for word in p.words)]
    wanted = [p for p in found if not is_denied(tagged, p) and not _is_view(tagged, p)]
    return Line(sentence, tagged, tuple(wanted), brief)


def _parted(phrase: Phrase) -> tuple[Phrase, ...]:
    """``customers cars``: two things with the comma left out, where each is known and said in the plural."""
    for at in range(2, len(phrase.words) - 1):
        if phrase.words[at - 1].lower in table("holders"):
            return Phrase(phrase.words[:at], phrase.start), *_fields(Phrase(phrase.words[at:], phrase.start + at))
    for at in range(1, len(phrase.words)):
        before = Phrase(phrase.words[:at], phrase.start)
        after = Phrase(phrase.words[at:], phrase.start + at)
        if before.head.plural and after.head.plural and _is_known(before) and _is_known(after):
            return (before, *_parted(after))
    return (phrase,)


def _fields(phrase: Phrase) -> tuple[Phrase, ...]:
    """``distance time due date``: fields in a row, of two words where two are one."""
    if not phrase.words:
        return ()
    pair = " ".join(word.lower for word in phrase.words[:2])
    size = 2 if len(phrase.words) > 1 and pair.replace(" ", "_") in table("fields") else 1
    rest = Phrase(phrase.words[size:], phrase.start + size)
    return Phrase(phrase.words[:size], phrase.start), *_fields(rest)


def _is_known(phrase: Phrase) -> bool:
    found = thing(phrase, exact=True)
    return found is not None and found.key is not None


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
    if found is not None and found.name == "person":
        return False
    if head.lemma in grammar("app_words") or head.lemma in grammar("generic"):
        return (
            found is None
            or found.key is None
            or len(phrase.words) > 1
            or head.lemma in {"app", "application", "website"}
        )
    if head.plural:
        return False
    return lexicon.lemmas(phrase.text) in lexicon.kind_names() or head.lower in _subjected()


@cache
def _subjected() -> frozenset[str]:
    """Single words for kinds that are about something: the blog of "travel blog"."""
    return frozenset(said for kind in lexicon.kinds() if kind.about for said in kind.words if " " not in said)


def is_itself(phrase: Phrase) -> bool:
    """Whether a phrase means the application that is asked for ("the website"), or its user."""
    head = phrase.head
    if head.lemma in {"user", "admin", "administrator"}:
        return len(phrase.words) == 1
    return head.lemma in grammar("app_words") and not head.plural and len(phrase.words) == 1
