"""Colours by their names: CSS's, others that people use, hex codes, and shades of them ("faint teal")."""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass
from functools import cache

import webcolors

from praetorium.words.data import table

_HEX = r"#(?:[0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-f])"
_LIGHTER = frozenset({"light", "pale", "faint", "soft", "pastel", "bright"})
_DARKER = frozenset({"dark", "deep", "rich", "dusky"})


@cache
def _names() -> dict[str, str]:
    css = {name: webcolors.name_to_hex(name) for name in webcolors.names("css3")}
    return css | {str(name): str(code) for name, code in table("colours").items()}


@cache
def _by_first_word() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(_names(), key=len, reverse=True):
        parts = tuple(name.split())
        found.setdefault(parts[0], []).append(parts)
    return found


@dataclass(frozen=True, slots=True)
class Mention:
    name: str
    code: str
    start: int
    end: int


def colour(name: str) -> str | None:
    """``#rrggbb`` of a colour's name or hex code; None when it is not known.

    An unknown shade of a known colour ("faint teal") is that colour made lighter or darker.
    """
    name = " ".join(name.lower().split())
    if re.fullmatch(_HEX, name):
        return str(webcolors.normalize_hex(name))
    known = _names().get(name)
    if known:
        return known
    first, _, rest = name.partition(" ")
    base = _names().get(rest)
    if base and first in _LIGHTER:
        return _shade(base, lighter=True)
    if base and first in _DARKER:
        return _shade(base, lighter=False)
    return None


def _shade(code: str, *, lighter: bool) -> str:
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light + (1 - light) * 0.6 if lighter else light * 0.6
    return "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, light, saturation))


def mentions(text: str) -> list[Mention]:
    """Colours named in a lower-case sentence, longest names first, without overlap."""
    found = [
        Mention(m.group(), webcolors.normalize_hex(m.group()), m.start(), m.end()) for m in re.finditer(_HEX, text)
    ]
    words = list(re.finditer(r"[a-z\-]+", text))
    position = 0
    while position < len(words):
        length = _match_at(words, position)
        if length:
            name = " ".join(w.group() for w in words[position : position + length])
            code = colour(name)
            if code:
                found.append(Mention(name, code, words[position].start(), words[position + length - 1].end()))
        position += length or 1
    return sorted(found, key=lambda m: m.start)


def _match_at(words: list[re.Match[str]], position: int) -> int:
    """How many words from here on are a colour's name; 0 when none is."""
    first = words[position].group()
    for parts in _by_first_word().get(first, ()):
        here = words[position : position + len(parts)]
        if tuple(w.group() for w in here) == parts and here[-1].end() - here[0].start() == len(" ".join(parts)):
            return len(parts)
    if (
        first in _LIGHTER | _DARKER
        and position + 1 < len(words)
        and words[position + 1].start() == words[position].end() + 1
    ):
        rest = _match_at(words, position + 1)
        return rest + 1 if rest else 0
    return 0


def near(name: str) -> str | None:
    """A known colour that the last word of an unknown name stands for ("harbour blue")."""
    return _names().get(name.split()[-1])
