"""Words → sentences → tokens: the first step of reading. Nothing is dropped: a sentence keeps its exact words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

_END = re.compile(
    r"""[^\S\n]*\n\s*[-*•]\s+    # a list, one item a line
      | [^\S\n]*\n\s*\d+[.)]\s+
      | (?<=[.!?])\s+           # the end of a sentence, and room after it
      | (?<=[.!?]["')\]])\s+
      | (?<=[.;:!?])\s+(?=\d\d?\)\s)
      | \s*\n\s*\n\s*
      | \s*\n(?=\s*[A-Z])""",
    re.VERBOSE,
)
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|vs|no|mr|mrs|dr|st|approx|incl|max|min)|\b[A-Z])\.$", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:\betc\.|\.\.\.|…)\)?$")
"""What ends no sentence when it goes on in small letters: "tools (drill, saw ...) are rented"."""
_TOKEN = re.compile(
    r"""\b(?:[yY]/[nN]|[yY]es/[nN]o)\b              # what is yes or no
      | `[^`\n]{1,400}`                               # a command
      | \#[0-9A-Fa-f]{6}\b | \#[0-9A-Fa-f]{3}\b       # a colour
      | (?:\.{0,2}/|~/)[\w./\-]+                      # a path
      | \b[wW]/o?(?![\w/])                           # with, without
      | \b[A-Za-z]&[A-Za-z]\b                        # B&B, Q&A
      | [\w\-]+(?:\.[A-Za-z][A-Za-z0-9]{0,8})+        # a file or a host
      | \d+(?:[.,:]\d+)*
      | [^\W\d_]\w*(?:['’\-]\w+)*
      | \w+
      | [^\w\s]""",
    re.VERBOSE,
)
_SHORT_FORMS = {"w/": "with", "w/o": "without"}
_LONGEST_TOKEN = 200
_LONGEST_SENTENCE = 2000


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, path or sign, with where it stands in its sentence."""

    text: str
    start: int
    quoted: bool = False

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()


@dataclass(frozen=True)
class Sentence:
    """One sentence, word for word, and its number in the request."""

    text: str
    index: int = 0
    spelling: dict[str, str] = field(default_factory=dict)
    """Lower-case word → what it is read as."""

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens as read: misspelt words already mended."""
        found = []
        for match in _TOKEN.finditer(self.text):
            said = match.group()[:_LONGEST_TOKEN]
            short = "and" if said == "n" else _SHORT_FORMS.get(said.lower(), said)
            found.append(Token(self.spelling.get(short.lower(), short), match.start()))
        return tuple(found)

    @cached_property
    def lower(self) -> str:
        """The sentence in lower case with spelling mended and single spaces: what patterns are matched against."""
        return " ".join(token.lower for token in self.tokens)


def split(words: str) -> list[str]:
    """The sentences of a request, trimmed, in order, word for word."""
    parts: list[str] = []
    pending = ""
    for part in _END.split(words.replace("\r\n", "\n")):
        if parts and not pending and _GOES_ON.search(parts[-1]) and part[:1].islower():
            pending = parts.pop()
        joined = f"{pending} {part}".strip() if pending else part.strip()
        if _ABBREVIATION.search(joined[-12:]) and len(joined) < 2000:
            pending = joined
            continue
        if joined:
            parts.append(joined)
        pending = ""
    if pending:
        parts.append(pending)
    return [piece for part in parts for piece in _cut(part)]


def _cut(sentence: str) -> list[str]:
    """A sentence that does not end is read in parts, so that the time for reading grows only with the length."""
    pieces = []
    while len(sentence) > _LONGEST_SENTENCE:
        at = sentence.rfind(" ", 1, _LONGEST_SENTENCE)
        at = at if at > 0 else _LONGEST_SENTENCE
        pieces.append(sentence[:at])
        sentence = sentence[at:].lstrip()
    return [*pieces, sentence] if sentence else pieces


def sentences(words: str, spelling: dict[str, str] | None = None) -> list[Sentence]:
    """The request as sentences, read with the given spelling (misspelt → meant, lower case)."""
    return [Sentence(text, index, spelling or {}) for index, text in enumerate(split(words))]
