"""Words that cannot be used: each kind of them gets its own answer, with examples of what can be asked."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from praetorium.errors import RejectedError
from praetorium.words import english, lexicon
from praetorium.words.data import table

EXAMPLES = (
    "Build me a CRM with contacts and leads",
    "inventory app: products (name, sku, price, quantity) and suppliers (name, email); warn me below 10",
    "one-page website for my bakery",
    "sales report from orders.csv",
    "run the tests in ./proj",
)
_SAMPLE = 4000
_ENGLISH = 0.9
"""Share of English words from which on short words of another language ("i", "to") tell nothing."""
_SCRIPTS = {
    "CJK": "Chinese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "CYRILLIC": "Russian or another language in Cyrillic letters",
    "ARABIC": "Arabic",
    "HEBREW": "Hebrew",
    "GREEK": "Greek",
    "THAI": "Thai",
    "DEVANAGARI": "Hindi",
    "BENGALI": "Bengali",
    "TAMIL": "Tamil",
}


def check(words: str) -> None:
    """Raise :class:`RejectedError` when nothing can be read in the words.

    Raises:
        RejectedError: empty, only signs, another language, or no words at all; the message says which.
    """
    text = words.strip()
    if not text:
        raise RejectedError("the request is empty; say in a sentence what is wanted", examples=EXAMPLES)
    letters = [char for char in text[:_SAMPLE] if char.isalpha()]
    if not letters:
        raise RejectedError(
            "the request has only signs and no words; say in a sentence what is wanted", examples=EXAMPLES
        )
    script = _script(letters)
    if script:
        raise RejectedError(f"the request seems to be in {script}; only English is read so far", examples=EXAMPLES)
    spoken = re.sub(r"(?<!\S)\S{1,200}\.\w{1,8}\b", " ", text[: 10 * _SAMPLE])  # the name of a file is in no language
    found = re.findall(r"[^\W\d_]+", spoken.lower())[:600]
    known = sum(1 for word in found if len(word) < 25 and (len(word) > 1 or word in {"a", "i"}) and _is_word(word))
    language = _language(found)
    share = known / max(len(found), 1)
    if language and (share < 0.7 or (share < _ENGLISH and _foreign(found, language))):
        raise RejectedError(f"the request seems to be in {language}; only English is read so far", examples=EXAMPLES)
    if share < 0.3 and not _naming(text):
        shown = text if len(text) <= 40 else text[:37] + "…"
        raise RejectedError(
            f"no English words could be made out in '{shown}'; say in a sentence what is wanted", examples=EXAMPLES
        )


def nothing_asked(words: str) -> RejectedError:
    """The error for words that are English but ask for nothing that can be made."""
    shown = " ".join(words.split())
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    return RejectedError(
        f"'{shown}' names nothing that could be made; say what it should keep or show", examples=EXAMPLES
    )


def _script(letters: list[str]) -> str | None:
    """The language of a script that is not Latin, when most letters are of it."""
    found: Counter[str] = Counter()
    for char in letters:
        first = unicodedata.name(char, "LATIN").split()[0].split("-")[0]
        found[first] += 1
    japanese = found["HIRAGANA"] + found["KATAKANA"]
    if japanese and japanese + found["CJK"] > len(letters) / 2:
        return "Japanese"
    name, count = found.most_common(1)[0]
    if name == "LATIN" or count <= len(letters) / 2:
        return None
    return _SCRIPTS.get(name, "another script")


def _is_word(text: str) -> bool:
    known = english.is_known(text) or text in _short_words()["English"] or text in lexicon.vocabulary()
    return known or lexicon.lemmas(text) in lexicon.kind_names()


@cache
def _short_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(str(listed).split()) for language, listed in table("languages").items()}


def _hits(found: list[str], language: str) -> int:
    common = _short_words()[language]
    return sum(1 for word in found if word in common)


def _language(found: list[str]) -> str | None:
    """The European language most of the short words belong to; None for English or too few signs."""
    scores = {language: _hits(found, language) for language in _short_words() if language != "English"}
    best = max(sorted(scores), key=lambda language: scores[language])
    return best if scores[best] >= max(2, len(found) * 0.18) else None


def _foreign(found: list[str], language: str) -> bool:
    own = _short_words()["English"]
    return _hits(found, language) > sum(1 for word in found if word in own)


def _naming(text: str) -> bool:
    """Whether the words point at a file or hold a command, which need not be English."""
    return bool(re.search(r"`[^`]+`|\w+\.(?:csv|xlsx|json|parquet|md|tsv)\b", text[:_SAMPLE])) and len(text) < _SAMPLE
