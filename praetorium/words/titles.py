"""What the result is called, and the sentence that says what will be made."""

from __future__ import annotations

import re
from itertools import pairwise

from praetorium.models import Entity, Origin
from praetorium.words import business, english, holders, lexicon, names, nouns
from praetorium.words.data import grammar
from praetorium.words.phrases import Phrase, noun_phrases
from praetorium.words.tagging import Tagged

_LONGEST = 6
_BOOKED = "booking"
"""The kind that keeps what whoever takes bookings has."""
_GREETINGS = frozenset({"hello", "hi", "hey", "dear", "greetings", "sir", "madam", "team", "everyone", "all"})
_HAVING = frozenset({"be", "am", "are", "own", "run", "have", "operate", "manage", "lead", "represent"})
_HAVING |= {"organise", "organize"}
_TRADES = frozenset({"teach", "sell", "repair", "make", "produce", "breed", "train", "rent", "build"})
_CUT = frozenset(
    {
        "wechat",
        "h5",
        "mobile",
        "own",
        "simple",
        "small",
        "new",
        "basic",
        "yearly",
        "annual",
        "weekly",
        "monthly",
        "little",
        "web",
        "online",
        "responsive",
        "dynamic",
        "dark",
        "light",
        "rest",
        "restful",
        "graphql",
        "api",
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


def kind_needed(text: str) -> lexicon.Kind | None:
    """The kind of a longer request's first sentence: of ``we are a school and need a library app``, the library."""
    needed = re.search(r"\b(?:need|want)s? an? (.+)", text)
    return (kind_of(needed[1]) if needed else None) or kind_of(text)


def kind_of_client(text: str, kind: lexicon.Kind | None) -> lexicon.Kind | None:
    """The kind that decides what is kept: of ``booking app for a barber``, the barber's."""
    if kind is None or kind.key != _BOOKED:
        return kind
    return kind_of(text.partition(" for ")[2]) or kind


def title(first: tuple[Tagged, ...], kind: lexicon.Kind | None, entities: tuple[Entity, ...], *, brief: bool) -> str:
    """A title of a few words: of the kind, else of what the request says it is, else of what it keeps."""
    heading = next(iter(noun_phrases(first)), None) if brief else None
    begins = heading is not None and heading.start == int(first[0].tag == "V" and len(entities) == 1)
    if heading and begins and _is_title(heading, first, entities) and not _ends_in(heading, kind):
        return names.label(heading.text)
    if brief:
        told = _of_few_words(first, kind, entities)
    else:
        topic = business.run(first) or _topic(first)
        topic = _of_client(first, topic, kind) or topic
        if " " not in topic and (named := _named(first)):
            return named
        kind = None if kind and is_aside(first, kind) else kind
        told = kind.title if kind and " " not in topic else names.label(topic)
    if not brief and kind is None and business.says_nothing(told):
        told = ""
    if not told and not brief and kind is None:
        told = names.label(_of_several(first))
    if told:
        return told
    plural = [entity.label_plural for entity in entities[:3]]
    if not plural:
        return "Application"
    joined = plural[0] if len(plural) == 1 else ", ".join(plural[:-1]) + " and " + plural[-1]
    return joined[:1] + joined[1:].lower()


def _of_several(first: tuple[Tagged, ...]) -> str:
    """``a platform for local football leagues`` → "local football leagues"."""
    for phrase in noun_phrases(first)[1:2]:
        if phrase.head.plural and first[phrase.start - 1].lower == "for":
            return " ".join(w.text if w.proper else w.lower for w in phrase.words if w.lower not in _CUT)
    return ""


def _is_title(heading: Phrase, first: tuple[Tagged, ...], entities: tuple[Entity, ...]) -> bool:
    """Whether several of a thing are what all is about: "conference talks: …", not "florist orders and deliveries"."""
    following = first[heading.end].tag if heading.end < len(first) else ""
    return heading.head.plural and (len(entities) == 1 or (len(heading.words) > 1 and following not in {"CONJ", ","}))


def _ends_in(heading: Phrase, kind: lexicon.Kind | None) -> bool:
    """Whether the heading is the name of the kind itself: "timesheets"."""
    return kind is not None and any(lexicon.lemmas(heading.text) == lexicon.lemmas(said) for said in kind.words)


def _of_few_words(first: tuple[Tagged, ...], kind: lexicon.Kind | None, entities: tuple[Entity, ...]) -> str:
    """What a short request calls itself ("alumni directory"), else its kind and whom or what it is for."""
    text = " ".join(word.lower for word in first)
    if kind and (kind_of_client(text, kind_of(text)) is not kind or is_aside(first, kind)):
        kind = None  # named in passing
    if kind and _is_listed(kind, text, entities):
        kind = None
    heading = next(iter(noun_phrases(first)), None)
    if kind and heading and heading.head.plural and heading.start == 0 and len(heading.words) > 1:
        kind = kind if _ends_in(heading, kind) else None  # "school lockers and keys"
    topic = re.sub(r"^(\w+) selling (.+)", r"\2 \1", _topic(first, holding=True))
    if kind and " " in topic and kind.title.lower() in topic.split():
        return names.label(topic)  # "vet clinic"
    if topic and not (kind and lexicon.lemmas(topic) in _names_of(kind)):
        whose = _of_client(first, "", None, few=True) if " " not in topic else ""
        return names.label(f"{whose} {topic}".strip())
    several = bool(heading and heading.start == 0 and heading.head.plural)
    held = holders.heading_word(heading) if heading and not kind else ""
    client = _of_client(first, held, kind, few=True) if not several else ""
    client = client or (_of_goods(first, kind) if kind else "")
    if kind:
        return names.label(client) if client else kind.title
    described = re.search(rf"\b{re.escape(client.lower())} with\b", text)
    return names.label(topic if described and " " not in client else client or topic)


def _is_listed(kind: lexicon.Kind, text: str, entities: tuple[Entity, ...]) -> bool:
    """Whether the word for the kind only names one of several things that are kept: "sponsors and donations"."""
    asked = {lexicon.lemmas(entity.label) for entity in entities if entity.origin is Origin.ASKED}
    said = {lexicon.lemmas(words) for words in kind.words if f" {words} " in f" {text} "}
    return len(asked) > 1 and bool(said & asked)


def _names_of(kind: lexicon.Kind) -> frozenset[lexicon.Phrase]:
    """The phrases that name a kind, with and without the word for an application."""
    said = frozenset(lexicon.lemmas(words) for words in kind.words)
    return said | {phrase[:-1] for phrase in said if phrase[-1] in grammar("app_words")}


def _of_goods(tagged: tuple[Tagged, ...], kind: lexicon.Kind) -> str:
    """``online shop for handmade candles`` → "handmade candle shop"."""
    for phrase in noun_phrases(tagged)[1:2]:
        sold = phrase.head.plural or nouns.classify(phrase.head.lemma) == "product"
        if sold and tagged[phrase.start - 1].lower in {"for", "about"}:
            said = [*(word.lower for word in phrase.words[:-1]), phrase.head.lemma, kind.title.lower()]
            return " ".join(said)
    return ""


def _of_client(tagged: tuple[Tagged, ...], topic: str, kind: lexicon.Kind | None, *, few: bool = False) -> str:
    """``management system for a food bank`` → "food bank management"; empty when no one is named that it is for."""
    if " " in topic:
        return ""
    phrases = noun_phrases(tagged)
    for phrase in phrases[1:3]:
        whose = tagged[phrase.start - 1].lower if phrase.start and not few else ""
        whose = whose if whose.endswith(("'s", "s'", "’s", "s’")) else ""
        start = phrase.start - bool(whose)
        before = [word.lower for word in tagged[max(0, start - 2) : start]]
        if before[:1] != ["for"] or before[1:] not in (["a"], ["an"], ["the"], ["our"], ["my"]) or phrase.head.plural:
            continue
        said = " ".join(
            w.text if w.proper else w.lower for w in phrase.words[-_LONGEST:] if not few or w.lower not in _CUT
        )
        said = f"{whose} {said}".strip()
        if few and (not said or phrase.head.lemma in grammar("no_things") - {"work", "business"}):
            continue
        if few and kind and lexicon.lemmas(phrase.text) in _names_of(kind):
            return said
        what = topic or (
            kind.title.lower() if kind and not is_aside(tagged, kind) and len(phrase.words) < (3 if few else 2) else ""
        )
        return said if not what or what in said else f"{said} {what}"
    return ""


def _named(tagged: tuple[Tagged, ...]) -> str:
    """The name of whom it is for (``a reservation website for Yuandongchang``); empty where none is named."""
    for phrase in noun_phrases(tagged)[1:2]:
        said = all(word.proper and not english.word(word.lower).tags for word in phrase.words)
        if said and tagged[phrase.start - 1].lower == "for":
            return " ".join(word.text for word in phrase.words)
    return ""


def is_aside(tagged: tuple[Tagged, ...], kind: lexicon.Kind) -> bool:
    """Whether the kind is only one of the things that the application has ("a website with file upload")."""
    text = " ".join(word.lower for word in tagged)
    at = min((text.find(said) for said in kind.words if said in text), default=0)
    return bool(re.search(r"\bwith\b|\bpages for\b", text[:at]))


def _is_built(tagged: tuple[Tagged, ...]) -> bool:
    """Whether the sentence asks for something to be made, rather than done to what exists."""
    verb = next((word.lemma for word in tagged if word.tag == "V"), "make")
    return verb in grammar("build_verbs")


def _topic(tagged: tuple[Tagged, ...], *, holding: bool = False) -> str:
    """The name of what is to be built, without the word for application and what says little.

    ``holding`` keeps the word for what records are kept in: "visitor log".
    """
    held = frozenset(word for word in grammar("app_words") if holding and holders.is_holder(word))
    app_words = grammar("app_words") - held
    phrases = [p for p in noun_phrases(tagged) if len(p.words) > 1 or p.head.lower not in _GREETINGS]
    own = _is_own_business(tagged)
    wanted = None if holding else _needed(tagged, phrases)
    for phrase in [wanted] if wanted else phrases[:2]:
        phrase = _before_fields(phrase) if holding else phrase
        kept = [w.text if w.proper or w.text.isupper() else w.lower for w in phrase.words if w.lower not in _CUT]
        if holding and (phrase.head.plural or _is_nothing_but(phrase)):
            return ""
        if phrase.head.lemma in app_words:
            kept = kept[:-1] if phrase.head.lemma != "game" else kept
            while kept and kept[-1].lower() in app_words - {"game"}:
                kept.pop()
            while len(kept) > 1 and _only_describes(kept[-1], phrase):
                kept.pop()
            said = len(kept) > 1 or (kept and kept[0].lower() not in grammar("weak_modifiers"))
            besides = "" if holding or not said else _besides(tagged, phrase)
            return besides + " ".join(kept[-_LONGEST:]) if said else ""
        done = next((word.lower for word in tagged[: phrase.start] if word.tag == "V"), "")
        if not holding and own is False and done in _TRADES and phrase is phrases[0]:
            return " ".join(kept[-_LONGEST:])  # "I teach yoga"
        if own and done and not holding and phrase is phrases[0] and phrase.head.plural:
            return " ".join(kept[-_LONGEST:])  # "I manage 14 holiday apartments"
        if not phrase.head.plural and phrase is phrases[0] and own is not False:
            named = [*kept, done] if not own and not _is_built(tagged) and "N" in english.word(done).tags else kept
            return " ".join(named[-_LONGEST:])
    return ""


def _needed(tagged: tuple[Tagged, ...], phrases: list[Phrase]) -> Phrase | None:
    """``we are a school and need a library app``: the application, where it is named after something."""
    for phrase in phrases:
        before = [word.lower for word in tagged[max(0, phrase.start - 2) : phrase.start]]
        named = len(phrase.words) > 1 and phrase.words[-2].lower not in _CUT | grammar("weak_modifiers")
        if before in (["need", "a"], ["want", "a"], ["need", "an"], ["want", "an"]) and named:
            return phrase if phrase.head.lemma in grammar("app_words") else None
    return None


def _besides(tagged: tuple[Tagged, ...], phrase: Phrase) -> str:
    """``a leave and sick-day tool``: the leave."""
    at = phrase.start - 1
    if at < 2 or tagged[at].tag != "CONJ" or tagged[at - 1].tag != "N" or tagged[at - 2].tag != "DET":
        return ""
    return f"{tagged[at - 1].lower} and "


def _is_nothing_but(phrase: Phrase) -> bool:
    """Whether it only names an application or a list, and not what is kept in it: "app", "list", no "tool library"."""
    last = phrase.head.lower in grammar("app_words") or len(phrase.words) == 1
    return last and all(w.lower in grammar("app_words") or holders.is_holder(w.lower) for w in phrase.words)


def _before_fields(phrase: Phrase) -> Phrase:
    """The heading of ``running diary distance time shoes``."""
    at = next((n for n, word in enumerate(phrase.words[1:-2], 1) if holders.is_holder(word.lower)), None)
    return phrase if at is None else Phrase(phrase.words[: at + 1], phrase.start)


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
