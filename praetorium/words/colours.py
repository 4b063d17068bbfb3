"""Colours in the words: CSS names, other names people use, hex codes, and what each is for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from praetorium.models import Style
from praetorium.words import shades
from praetorium.words.sentences import Sentence

Use = Literal["background", "accent"]

_BACKGROUND = re.compile(r"\b(?:backgrounds?|base|layouts?|backdrop|canvas)\b")
_GROUND = re.compile(r"\b(?:page|pages|body|wallpaper)\b")
_ACCENT = re.compile(
    r"\b(?:components?|elements?|controls?|accents?|buttons?|cards?|ui|blocks?|widgets?|highlights?|links?|details?|"
    r"interface|headings?|headers?|foreground|visuals|everything else|the rest)\b"
)
_LOOSE = re.compile(r"\b(?:colou?rs?|theme|items|text|palette|look)\b|\bin(?: a| an)? $")
_CLAUSE = re.compile(r"\s(?:;|,|\.|and|then|but)\s")
_DARK = re.compile(r"\bdark(?= mode| theme| design| look| ui| interface|$|\s[,;.]|\sand\b)|\bnight mode\b")
_LIGHT = re.compile(r"\blight(?= mode| theme| design| look| ui| interface|$|\s[,;.]|\sand\b)")
_ONLY_LOOKS = (
    r"minimal|minimalist|minimalistic|modern|clean|elegant|playful|colou?rful|rustic|futuristic|monochrome|cosy|cozy|"
    r"sleek|stylish|fancy|beautiful|pretty"
)
_LOOK = re.compile(
    rf"(?<!to )\b(?:{_ONLY_LOOKS}|pastel|retro|vintage|professional|flat|bold)\b"
    r"(?=(?:\s(?:,|and)\s\w+)?\s(?:designs?|looks?|styles?|ui|interface|theme|layout|feel|web|website|pages?|sites?)\b)"
    # A wine has a vintage, a landlord flats: alone, only what is nothing else speaks of the look.
    rf"|(?<!to )\b(?:{_ONLY_LOOKS})\b(?=\s[,.;]|$)"
)
_STYLING = re.compile(
    r"\b(?:backgrounds?|colou?rs?|theme|components?|elements?|accents?|palette|layout|controls|buttons?|ui)\b"
)
_SLOT = (
    re.compile(
        r"\b(?:apply|use|set|assign|choose|select|specify|implement|establish|pick|want)\s+(?:an?\s|the\s)?"
        r"((?:[a-z\-]+\s){0,2}[a-z\-]+?)\s(?:as|for|to)\s(?:the\s|an?\s|all\s)?(?:[a-z]+\s){0,2}?"
        r"(?P<use>backgrounds?|layouts?|base|components?|elements?|controls?|buttons?|accents?)\b"
    ),
    re.compile(
        r"\b(?P<use>backgrounds?|base|components?|elements?|controls?|buttons?|accents?)(?:\scolou?r|\sstyles?)?\s"
        r"(?:to|with|using|in|as|of|is|are)\s(?:be\s)?((?:[a-z\-]+\s){0,2}?[a-z\-]+)(?=\s[;,.]|\sand\b|$)"
    ),
)
_TONE = r"(?:(?:warm|soft|calm|fresh|muted|bright|a|an|some|much|little|bit of|touch of|touches of) )*"
_TOGETHER = re.compile(
    rf"(?:^|[,;:.] |\b(?:in|using|with) ){_TONE}·+(?P<on> on)?(?: (?:,|and|with|on|, and) {_TONE}·+)*"
    r"(?: (?:,|please|tones?|shades?|colou?rs?|scheme|palette|look|style|design|everywhere))*(?: [.!])*$"
)
"""Colours that stand together at the end of a sentence, each in the text as dots: ``burgundy and ivory .``"""
_GOODS = re.compile(r"\b(?:for|of|sells?|selling) (?!(?:my|our|the|an?) )[a-z·]+ $")
"""What a list begins with that names goods."""


@dataclass
class Colours:
    """What the words say about the look."""

    background: str | None = None
    accent: str | None = None
    dark: bool = False
    light: bool = False
    words: list[str] = field(default_factory=list)
    styled: dict[int, set[str]] = field(default_factory=dict)
    """Sentence number → lower-case words of it that speak of the look."""
    looks: set[int] = field(default_factory=set)
    """Numbers of the sentences that speak of nothing but the look, or of what it is for."""
    named: dict[int, set[str]] = field(default_factory=dict)
    """Sentence number → the words of the colours named in it."""
    said: dict[Use, tuple[int, int, int]] = field(default_factory=dict)
    """Use → where its colour is named: sentence number, first and last position in its lower-case text."""
    unknown: list[tuple[int, str]] = field(default_factory=list)
    """Sentence number and a colour's name that no table knows."""

    def style(self) -> Style:
        scheme: Literal["auto", "light", "dark"] = "dark" if self.dark else "light" if self.light else "auto"
        return Style(
            background=self.background, accent=self.accent, scheme=scheme, words=tuple(dict.fromkeys(self.words))
        )


def read(told: list[Sentence]) -> Colours:
    """Read the look from all sentences. The first colour said for a use wins."""
    found = Colours()
    for sentence in told:
        _read_sentence(sentence, found)
    return found


def _read_sentence(sentence: Sentence, found: Colours) -> None:
    text = sentence.lower
    styled: set[str] = set()
    for look in _LOOK.finditer(text):
        found.words.append(look.group())
        styled.add(look.group())
    mentions = shades.mentions(text)
    speaks_of_look = bool(_STYLING.search(_without(text, mentions)))
    rest = _without(text, mentions)
    used = _assign(sentence.index, text, mentions, found) or _together(sentence.index, rest, mentions, found)
    if _DARK.search(rest):
        found.dark = True
        found.words.append("dark")
        styled |= {"dark", "mode"}
    elif _LIGHT.search(rest):
        found.light = True
        found.words.append("light")
        styled |= {"light", "mode"}
    if speaks_of_look:
        used |= _unnamed(sentence, text, found)
    if speaks_of_look and (used or styled):
        found.looks.add(sentence.index)
    if used:
        found.named[sentence.index] = {word for mention in mentions for word in mention.name.split()} & used
        styled |= used
        found.styled[sentence.index] = styled
    elif styled:
        found.styled[sentence.index] = styled


def _assign(index: int, text: str, mentions: list[shades.Mention], found: Colours) -> set[str]:
    """Give each colour its use by the clause it stands in; the words of those clauses."""
    used: set[str] = set()
    start = 0
    for number, mention in enumerate(mentions):
        stop = mentions[number + 1].start if number + 1 < len(mentions) else len(text)
        before, after = _clause(text[start : mention.start], text[mention.end : stop])
        start = mention.end
        clause = f"{before} {after}"
        use = _use(clause, before)
        if use is None:
            continue
        spoken = _BACKGROUND.search(after) or _ACCENT.search(after)
        if spoken:
            start += spoken.end()
        if getattr(found, use) is None:
            setattr(found, use, mention.code)
            found.said[use] = (index, mention.start, mention.end)
        found.words.append(mention.name)
        strict = _BACKGROUND.search(clause) or _ACCENT.search(clause)
        used |= set(f"{mention.name} {clause if strict else 'color colour theme'}".split())
    return used


def _together(index: int, rest: str, mentions: list[shades.Mention], found: Colours) -> set[str]:
    """Give colours that are named together, and for nothing, their use: the lightest is the ground of the others.

    ``dark blue on light grey`` says itself which is the ground. ``rest``: the sentence with the colours as dots.
    """
    told = _TOGETHER.search(rest)
    named = [m for m in mentions if told and m.start >= told.start()]
    if told and _GOODS.search(rest[: told.start()]):
        return set()  # "a shop for wine, honey and chocolate"
    if not told or not named or found.accent or (len(named) > 1 and found.background):
        return set()
    ground = None
    if len(named) > 1:
        ground = named[1] if told["on"] else max(named, key=lambda m: _lightness(m.code))
        found.background = ground.code
        found.said["background"] = (index, ground.start, ground.end)
    first = next(m for m in named if m is not ground)
    found.accent = first.code
    found.said["accent"] = (index, first.start, first.end)
    found.words += [m.name for m in named]
    words = re.findall(r"[a-z]+", told.group())
    return {word for m in named for word in m.name.split()} | set(words)


def _lightness(code: str) -> float:
    red, green, blue = (int(code[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _clause(before: str, after: str) -> tuple[str, str]:
    """What belongs to a colour of the words before and after it, up to the nearest break."""
    breaks = list(_CLAUSE.finditer(f" {before} "))
    head = f" {before} "[breaks[-1].end() :] if breaks else before
    if _BACKGROUND.search(head) or _ACCENT.search(head):
        return head, ""
    cut = re.search(
        r"(?:^|\s)(?:;|\.|,)(?:\s|$)|\s(?:and|,|with)\s(?=(?:use|set|style|apply|colou?r|then|make)\b)", after
    )
    tail = after[: cut.start()] if cut else after
    return head, tail


def _use(clause: str, before: str) -> Use | None:
    if _BACKGROUND.search(clause):
        return "background"
    if _ACCENT.search(clause):
        return "accent"
    if _GROUND.search(clause):
        return "background"
    return "accent" if _LOOSE.search(clause) or _LOOSE.search(before) else None


def _without(text: str, mentions: list[shades.Mention]) -> str:
    for mention in reversed(mentions):
        text = text[: mention.start] + "·" * (mention.end - mention.start) + text[mention.end :]
    return text


def _unnamed(sentence: Sentence, text: str, found: Colours) -> set[str]:
    """Note names in the place of a colour that no table knows, when that use has no colour yet."""
    used: set[str] = set()
    for pattern in _SLOT:
        for match in pattern.finditer(text):
            name = next((group for group in match.groups() if group and group != match["use"]), "")
            if not name:
                continue  # "background with background"
            use: Use = "background" if _BACKGROUND.search(match["use"]) else "accent"
            if getattr(found, use) is None and not shades.mentions(name):
                code = shades.near(name)
                if code:
                    setattr(found, use, code)
                    found.said[use] = (sentence.index, match.start(), match.end())
                    found.words.append(name)
                    used |= set(match.group().split())
                elif "colo" in text or "background" in text:
                    found.unknown.append((sentence.index, name))
    return used
