"""The language a text is in, by its script and its commonest short words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from praetorium.words.data import table

CODES = {
    "German": "de",
    "French": "fr",
    "Spanish": "es",
    "Italian": "it",
    "Portuguese": "pt",
    "Dutch": "nl",
    "Polish": "pl",
    "Swedish": "sv",
    "Turkish": "tr",
    "English": "en",
}
NAMES = {code: name for name, code in CODES.items()}
_SCRIPTS = {"CYRILLIC": "ru", "GREEK": "el", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh"}
_SCRIPTS |= {"ARABIC": "ar", "HEBREW": "he", "DEVANAGARI": "hi", "THAI": "th"}
_SAMPLE = 20_000
# Short words that tell more of prose than those a request is recognised by.
_MORE = {
    "English": "are was were have has this which they you we our not be by or as at their there will can",
    "German": "sind war waren haben hat dieser diese dieses welche sie wir unser durch oder als bei ihre wird aus nach",
    "French": "sont était ont cette ce ces qui ils nous notre ou comme par leur sera plus se à où mais",
    "Spanish": "son era han esta este estos se su sus nuestro o como más pero al lo fue hay ser",
    "Italian": "sono era hanno questa questo questi si suo nostro o come più ma al dal alla nei delle",
    "Dutch": "zijn was waren hebben heeft deze dit welke zij wij of als bij hun wordt uit naar er maar om",
    "Portuguese": "são era têm esta este estes se sua seu nosso ou como mais mas ao foi há ser pelo nas",
}


def detect(text: str) -> str | None:
    """The code of the language (``de``); None where the text is too short or of a language nobody here knows."""
    sample = text[:_SAMPLE]
    scripts = Counter(unicodedata.name(c, "?").split()[0].split("-")[0] for c in sample if c.isalpha())
    if not scripts:
        return None
    script, count = scripts.most_common(1)[0]
    if script != "LATIN" and count > scripts.total() / 2:
        # Japanese is written with Chinese characters too, and its own ones tell it apart.
        return "ja" if scripts["HIRAGANA"] + scripts["KATAKANA"] > scripts.total() / 10 else _SCRIPTS.get(script)
    words = re.findall(r"[^\W\d_]+", sample.lower())
    scores = {name: _hits(words, name) for name in CODES}
    best, second = sorted(scores, key=lambda name: (-scores[name], name))[:2]
    return CODES[best] if scores[best] >= max(2, len(words) * 0.06) and scores[best] > scores[second] else None


def _hits(words: list[str], name: str) -> int:
    common = {*str(table("languages").get(name, "")).split(), *_MORE.get(name, "").split()}
    return sum(word in common for word in words)
