"""What the result is called, and the sentence that says what will be made."""

from __future__ import annotations

import re
from itertools import pairwise

from praetorium.models import Entity
from praetorium.words import english, lexicon, names
from praetorium.words.data import grammar
from praetorium.words.phrases import Phrase, noun_phrases
from praetorium.words.tagging import Tagged

_LONGEST = 6
_GREETINGS = frozenset({"hello", "hi", "hey", "dear", "greetings", "sir", "madam", "team", "everyone", "all"})
_HAVING = frozenset({"be", "am", "are", "own", "run", "have", "operate", "manage", "lead", "represent"})
_CUT = frozenset(
    {
        "wechat",
        "h5",
        "mobile",
        "simple",
        "small",
        "new",
        "basic",
        "little",
        "web",
        "online",
        "responsive",
        "dynamic",
        "dark",
        "light",
    }
)


def kind_of(text: str) -> lexicon.Kind | None:
    """The kind of application that a lower-case text names; the first name wins, then the longest."""
    spaced = f" {text.replace('-', ' ')} "
    best: tuple[int, int, lexicon.Kind] | None = None
    for kind in lexicon.kinds():
        for said in kind.words:
            at = spaced.find(f" {said.replace('-', ' ')} ")
            if at >= 0 and (best is None or (at, -len(said)) < best[:2]):
                best = (at, -len(said), kind)
    return best[2] if best else None


def title(first: tuple[Tagged, ...], kind: lexicon.Kind | None, entities: tuple[Entity, ...], *, brief: bool) -> str:
    """A title of a few words: of the kind, else of what the request says it is, else of what it keeps."""
    topic = _topic(first)
    if not brief:
        topic = _of_client(first, topic, kind) or topic
        kind = None if kind and _is_aside(first, kind) else kind
    elif kind_of(" ".join(word.lower for word in first)) is not kind:
        kind = None  # named in passing, further down
    if kind and (" " not in topic or (brief and not topic.endswith(f" {kind.title.lower()}"))):
        return kind.title
    if topic:
        return names.label(topic)
    plural = [entity.label_plural for entity in entities[:3]]
    if not plural:
        return "Application"
    joined = plural[0] if len(plural) == 1 else ", ".join(plural[:-1]) + " and " + plural[-1]
    return joined[:1] + joined[1:].lower()


def _of_client(tagged: tuple[Tagged, ...], topic: str, kind: lexicon.Kind | None) -> str:
    """``management system for a food bank`` → "food bank management"; empty when no one is named that it is for."""
    if " " in topic:
        return ""
    phrases = noun_phrases(tagged)
    for phrase in phrases[1:3]:
        before = [word.lower for word in tagged[max(0, phrase.start - 2) : phrase.start]]
        if before[:1] != ["for"] or before[1:] not in (["a"], ["an"], ["the"], ["our"], ["my"]) or phrase.head.plural:
            continue
        said = " ".join(w.text if w.proper else w.lower for w in phrase.words[-_LONGEST:])
        what = topic or (kind.title.lower() if kind and not _is_aside(tagged, kind) and len(phrase.words) == 1 else "")
        return said if not what or what in said else f"{said} {what}"
    return ""


def _is_aside(tagged: tuple[Tagged, ...], kind: lexicon.Kind) -> bool:
    """Whether the kind is only one of the things that the application has ("a website with file upload")."""
    text = " ".join(word.lower for word in tagged)
    at = min((text.find(said) for said in kind.words if said in text), default=0)
    return bool(re.search(r"\bwith\b|\bpages for\b", text[:at]))


def _is_built(tagged: tuple[Tagged, ...]) -> bool:
    """Whether the sentence asks for something to be made, rather than done to what exists."""
    verb = next((word.lemma for word in tagged if word.tag == "V"), "make")
    return verb in grammar("build_verbs")


def _topic(tagged: tuple[Tagged, ...]) -> str:
    """The name of what is to be built, without the word for application and what says little."""
    phrases = [phrase for phrase in noun_phrases(tagged) if phrase.head.lower not in _GREETINGS]
    own = _is_own_business(tagged)
    for phrase in phrases[:2]:
        kept = [w.text if w.proper or w.text.isupper() else w.lower for w in phrase.words if w.lower not in _CUT]
        if phrase.head.lemma in grammar("app_words"):
            kept = kept[:-1] if phrase.head.lemma != "game" else kept
            while kept and kept[-1].lower() in grammar("app_words") - {"game"}:
                kept.pop()
            while len(kept) > 1 and _only_describes(kept[-1], phrase):
                kept.pop()
            said = len(kept) > 1 or (kept and kept[0].lower() not in grammar("weak_modifiers"))
            return " ".join(kept[-_LONGEST:]) if said else ""
        if not phrase.head.plural and phrase is phrases[0] and own is not False:
            done = next((word.lower for word in tagged[: phrase.start] if word.tag == "V"), "")
            named = [*kept, done] if not own and not _is_built(tagged) and "N" in english.word(done).tags else kept
            return " ".join(named[-_LONGEST:])
    return ""


def _is_own_business(tagged: tuple[Tagged, ...]) -> bool | None:
    """Whether somebody says first what is theirs ("I own a bookshop"); False for what they do ("I teach …"), None for
    anything else."""
    for word, following in pairwise(tagged):
        if word.lower in {"i", "we"}:
            return following.lower in _HAVING or following.lemma in _HAVING
        if word.tag == "V":
            return None
    return None


def _only_describes(last: str, phrase: Phrase) -> bool:
    """Whether the word before the word for the application says how it is ("low-code platform"), not what of."""
    word = next(w for w in phrase.words if last in (w.text, w.lower))
    return word.tag == "J"


def summary(intent_does: str, entities: tuple[Entity, ...], boards: list[str]) -> str:
    """One sentence for the person who asked."""
    listed = _listed([entity.label_plural.lower() for entity in entities])
    board = f" a board for {_listed(boards)}," if boards else ""
    pages = f"pages to search, add, edit and export them,{board} and REST and GraphQL APIs."
    return f"{intent_does} that keeps {listed}: {pages}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
