"""What is known of English: which words there are, what they can be, and how they are inflected.

The lists are data (``lexicon/english.txt``, ``lexicon/irregular.txt``), read once, when first asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_LONGEST = 40
_CLASSES = {
    "p": "person",
    "o": "organisation",
    "l": "place",
    "g": "product",
    "f": "product",
    "a": "animal",
    "V": "vehicle",
    "e": "event",
    "d": "document",
    "s": "software",
    "t": "task",
    "$": "money",
    "m": "measurement",
}
"""Classes of nouns that a record can be kept of; acts, thoughts and abstractions are missing on purpose."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the dictionary sees it."""

    lemma: str
    tags: str
    """What it can be, most usual first: N, V, J, R; empty for an unknown word."""
    noun_class: str
    """Code of the noun's class as in ``english.txt``; empty when it is no noun."""
    form: str
    """``base``, ``s`` (plural or third person), ``ing`` or ``ed``."""


@cache
def dictionary() -> dict[str, str]:
    """Every known base form with its codes (``NV:d``)."""
    return _table("english.txt")


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for form, codes in _table("irregular.txt").items():
        kind, base = codes.split(" ", 1)
        found[form] = (kind, base)
    for mass in ("data", "media", "agenda"):
        found.pop(mass, None)
    return found


def _table(name: str) -> dict[str, str]:
    text = files("praetorium.words").joinpath("lexicon", name).read_text("utf-8")
    lines = (line.partition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {word: codes for word, _, codes in lines}


@lru_cache(maxsize=8192)
def word(text: str) -> Word:
    """Look a lower-case word up, through its inflection where it has one."""
    if len(text) > _LONGEST:
        return Word(text, "", "", "base")
    irregular = _irregular().get(text)
    if irregular and irregular[0] == "n":
        return _entry(irregular[1], "s") or Word(text, "", "", "base")
    known = _entry(text, "base")
    if known and (known.tags or not text.endswith("s")) and not _is_plural(text):
        return known
    if irregular:
        return _entry(irregular[1], "ed") or Word(text, "", "", "base")
    for base, form in _bases(text):
        entry = _entry(base, form)
        if entry and _can_be(entry.tags, form):
            return entry
    return known or Word(text, "", "", "base")


_NO_PLURALS = frozenset(
    {"news", "christmas", "species", "physics", "glasses", "means", "lens", "logistics", "always", "as", "has", "is"}
)


def _is_plural(text: str) -> bool:
    """Whether a word that the dictionary lists by itself is still the plural of another ("devices", "studies")."""
    if not text.endswith("s") or text.endswith(("ss", "us", "is")) or len(text) < 4 or text in _NO_PLURALS:
        return False
    entries = (_entry(base, "s") for base, _ in _bases(text))
    return any(entry is not None and "N" in entry.tags for entry in entries)


def _can_be(tags: str, form: str) -> bool:
    return "V" in tags if form in {"ing", "ed"} else ("N" in tags or "V" in tags)


def _entry(base: str, form: str) -> Word | None:
    codes = dictionary().get(base)
    if codes is None and "our" in base:
        codes = dictionary().get(base.replace("our", "or"))
    if codes is None and "is" in base:
        codes = dictionary().get(base.replace("is", "iz"))
    if codes is None and base.endswith("tre"):
        codes = dictionary().get(base[:-2] + "er")
    if codes is None:
        return None
    tags, _, noun_class = codes.partition(":")
    return Word(base, tags, noun_class, form)


def _bases(text: str) -> list[tuple[str, str]]:
    """Regular base forms the word may come from, most likely first."""
    found: list[tuple[str, str]] = []
    if text.endswith("ies") and len(text) > 4:
        found.append((text[:-3] + "y", "s"))
    if text.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        found.append((text[:-2], "s"))
    if text.endswith("s") and not text.endswith("ss") and len(text) > 2:
        found.append((text[:-1], "s"))
    if text.endswith("ves"):
        found += [(text[:-3] + "f", "s"), (text[:-3] + "fe", "s")]
    for suffix, form in (("ing", "ing"), ("ed", "ed")):
        stem = text[: -len(suffix)]
        if text.endswith(suffix) and len(stem) > 1:
            doubled = len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "sl"
            stems = [stem[:-1], stem, stem + "e"] if doubled else [stem, stem + "e", stem[:-1]]
            if stem.endswith("i"):
                stems.insert(0, stem[:-1] + "y")
            found += [(candidate, form) for candidate in stems]
    return found


_DERIVED = re.compile(
    r"(?:ly|er|est|ness|less|ful|ery|able|ible|ish|like|ment|ity|ism|ist|al|ize|ise|ized|ised|izing|ising|ization|isation)s?$"
)
_JOINED = re.compile(r"([a-z]{3,})(?:over|out|up|off|back|down|away)s?$")
"""Nouns made of a verb and a particle: handover, printout."""
_PREFIXES = (
    "un",
    "re",
    "non",
    "pre",
    "multi",
    "micro",
    "sub",
    "over",
    "out",
    "auto",
    "inter",
    "super",
    "mini",
    "web",
    "e",
)


@lru_cache(maxsize=8192)
def is_known(text: str) -> bool:
    """Whether the lower-case word, or the word it is made of, is in the dictionary."""
    found = word(text)
    if found.tags or text in dictionary():
        return True
    if any(
        text.startswith(prefix) and len(text) > len(prefix) + 2 and word(text[len(prefix) :]).tags
        for prefix in _PREFIXES
    ):
        return True
    if any(base in dictionary() for base, _ in _bases(text)):
        return True
    joined = _JOINED.match(text)
    if joined and "V" in word(joined[1]).tags:
        return True
    stem = _DERIVED.sub("", text)
    candidates = (stem, f"{stem}e", f"{stem}y", f"{stem}le", stem[:-1] + "y" if stem.endswith("i") else stem[:-1])
    return stem != text and len(stem) > 2 and any(len(one) > 2 and one in dictionary() for one in candidates)


def participle(text: str) -> str | None:
    """The participle of a verb that is said in the past: "taken" of "took", "planted"; None for anything else."""
    irregular = _irregular().get(text)
    if irregular is None or irregular[0] != "v":
        return text if any(form == "ed" and "V" in word(base).tags for base, form in _bases(text)) else None
    base = irregular[1]
    forms = (form for form, (_, of) in _irregular().items() if of == base and form.endswith("n"))
    return next(forms, f"{base}n" if text.endswith("ook") else text)


def stem(text: str) -> str:
    """The verb of a lower-case word that ends in "ing", where the dictionary has it: "walk" of "walking"."""
    found = (base for base, form in _bases(text) if form == "ing" and "V" in word(base).tags)
    return next(found, text)


def singular(text: str) -> str:
    """The singular of a lower-case noun; the word itself when it is none or is one already."""
    found = word(text)
    if found.form == "s" and found.tags:
        return found.lemma
    if not found.tags and text.endswith("men"):
        return text[:-2] + "an"
    if found.tags or not text.endswith("s") or text.endswith(("ss", "us", "is")) or len(text) < 4:
        return text
    if text.endswith("ies"):
        return text[:-3] + "y"
    return text[:-2] if text.endswith(("ches", "shes", "xes", "sses")) else text[:-1]


UNCOUNTED = frozenset(
    {"series", "species", "sheep", "fish", "aircraft", "staff", "equipment", "furniture", "feedback", "news", "music"}
) | frozenset(
    {"money", "homework", "loot", "gear", "luggage", "clothing", "jewellery", "software", "hardware", "laundry", "mail"}
)


@cache
def _irregular_plurals() -> dict[str, str]:
    preferred = {"person": "people", "child": "children", "man": "men", "woman": "women", "mouse": "mice"}
    preferred |= {"half": "halves", "shelf": "shelves", "leaf": "leaves", "knife": "knives", "life": "lives"}
    preferred |= {"foot": "feet", "tooth": "teeth", "goose": "geese", "quiz": "quizzes", "ox": "oxen"}
    preferred |= {"wolf": "wolves", "wife": "wives", "analysis": "analyses", "diagnosis": "diagnoses"}
    preferred |= {"alumnus": "alumni", "alumna": "alumnae", "cactus": "cacti", "fungus": "fungi", "radius": "radii"}
    preferred |= {"criterion": "criteria", "phenomenon": "phenomena", "bacterium": "bacteria", "larva": "larvae"}
    return preferred | {"loaf": "loaves", "calf": "calves", "scarf": "scarves", "thief": "thieves", "hoof": "hooves"}


def plural(text: str) -> str:
    """The plural of a lower-case singular noun."""
    if text in UNCOUNTED:
        return text
    known = _irregular_plurals().get(text)
    if known:
        return known
    if text.endswith(("man", "woman")) and not text.endswith("human"):
        return text[:-2] + "en"
    if text.endswith("sis") and len(text) > 4:
        return text[:-2] + "es"
    if text.endswith("y") and text[-2:-1] not in set("aeiou"):
        return text[:-1] + "ies"
    if text.endswith(("s", "x", "z", "ch", "sh")):
        return text + "es"
    if text.endswith(("hero", "tomato", "potato", "echo", "veto")):
        return text + "es"
    return text + "s"


def class_of(code: str) -> str | None:
    """The class of things a noun's code stands for; None when no record is kept of such a thing."""
    return _CLASSES.get(code)
