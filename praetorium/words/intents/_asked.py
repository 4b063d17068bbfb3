"""What requests for documents, diagrams, sound and films have in common: look, language, files and formats."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from praetorium.models import Assumption, Unread
from praetorium.words import shades
from praetorium.words.request import Reading

LANGUAGES = {
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "portuguese": "pt",
    "dutch": "nl",
    "polish": "pl",
    "swedish": "sv",
    "turkish": "tr",
}
TEXTS = frozenset({"md", "txt", "markdown"})
PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff"})
# The screen's pure colours are glaring on paper: a person who says "blue" means one they can read.
_ON_PAPER = {
    "blue": "#1f5fa8",
    "red": "#b3261e",
    "green": "#2e7d32",
    "grey": "#5f6b76",
    "gray": "#5f6b76",
    "yellow": "#c79a00",
    "orange": "#c75a00",
    "purple": "#6a4c93",
    "pink": "#b4457a",
    "black": "#1c1f24",
}
_BEFORE = re.compile(
    r"(?:\bin(?: our| my| the)?(?: (?:brand )?colou?rs?)?|\bcolou?rs?(?: :| are| is| in)?|\btheme :?)\s"
)
_STEP = re.compile(r"\s?(?:,\s?(?:and\s)?|and\s|&\s|/\s?)")
_LANGUAGE = re.compile(rf"\bin ({'|'.join(LANGUAGES)})\b")
_LETTER = re.compile(r"\b(?:us letter|letter[ -](?:size|format|paper|sized)|(?:on|in|as|size) letter)\b|, letter\b")
_REWRITE = re.compile(
    r"\b(?:summari[sz]\w*|summary|translat\w+|rewrit\w+|rephras\w+|shorten\w*|proof-?read\w*|improv\w+|simplif\w+)\b"
)
_LOGO = re.compile(r"\blogo\b")


@dataclass(frozen=True)
class Look:
    """How it is to look, as the parameters of a playbook, and what of that was assumed."""

    colours: tuple[str, ...]
    page: str
    language: str
    logo: str
    assumptions: tuple[Assumption, ...]

    @property
    def parameters(self) -> dict[str, Any]:
        told = {
            "colours": list(self.colours),
            "page": self.page,
            "text_language": self.language,
            "logo": self.logo,
        }
        return {name: value for name, value in told.items() if value}


def look(reading: Reading) -> Look:
    """Colours, page, language and logo that the words name."""
    text = reading.lower
    letter = bool(_LETTER.search(text))
    spoken = _LANGUAGE.search(text)
    assumed = []
    if not letter and not re.search(r"\ba4\b", text):
        assumed.append(Assumption(about="Page", value="A4", because="no size was named"))
    logo = next((name for name in with_suffix(reading, PICTURES) if "logo" in name.lower()), "")
    if not logo and _LOGO.search(text):
        logo = next(iter(with_suffix(reading, PICTURES)), "")
    return Look(
        colours=named_colours(text),
        page="letter" if letter else "a4",
        language=LANGUAGES[spoken[1]] if spoken else "",
        logo=logo,
        assumptions=tuple(assumed),
    )


def named_colours(text: str) -> tuple[str, ...]:
    """Colours after "in" or "colours", in the order they are said: ``in blue and grey``."""
    found: list[str] = []
    for start in _BEFORE.finditer(text):
        position = start.end()
        while (said := _colour_at(text, position)) is not None:
            code, position = said
            found.append(code)
            step = _STEP.match(text, position)
            if step is None:
                break
            position = step.end()
    return tuple(dict.fromkeys(found))[:4]


def _colour_at(text: str, position: int) -> tuple[str, int] | None:
    """The colour that stands there, of two words or one, and where it ends."""
    for pattern in (r"#[0-9a-f]{6}|#[0-9a-f]{3}|[a-z]+ [a-z]+", r"[a-z]+"):
        match = re.compile(pattern).match(text, position)
        if match and (code := _ON_PAPER.get(match[0]) or shades.colour(match[0])):
            return code, match.end()
    return None


def with_suffix(reading: Reading, suffixes: frozenset[str]) -> tuple[str, ...]:
    """The files of the request of these kinds."""
    return tuple(name for name in reading.files if PurePosixPath(name).suffix.lower().lstrip(".") in suffixes)


def formats(reading: Reading, known: Mapping[str, str]) -> tuple[str, ...]:
    """Formats by their patterns, in the order they are said; names of files do not count."""
    text = f" {reading.lower} "
    for name in reading.files:
        text = text.replace(f" {name.lower()} ", " ")
    found = [(m.start(), name) for name, pattern in known.items() if (m := re.search(rf"\b(?:{pattern})\b", text))]
    return tuple(name for _, name in sorted(found))


def beyond(reading: Reading) -> tuple[Unread, ...]:
    """What is to be done with a text that nothing here does: it is set or read as it stands."""
    said = dict.fromkeys(match[0] for match in _REWRITE.finditer(reading.lower))
    return tuple(
        Unread(sentence=word, why="a text is used as it is written; nothing here rewrites it") for word in said
    )


def stem(name: str) -> str:
    """``meeting_notes`` of ``docs/meeting_notes.md``, as words."""
    return re.sub(r"[_\-]+", " ", PurePosixPath(name).stem).strip() or "document"


def title(words: str) -> str:
    """As a title: the first letter large, the others as they are."""
    return words[:1].upper() + words[1:]
