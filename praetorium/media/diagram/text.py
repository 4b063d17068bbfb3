"""How much room text takes, by the widths of the letters of Helvetica and its kin, which all its stand-ins share."""

from __future__ import annotations

import textwrap

SIZE, LABEL = 16.0, 13.0
"""Pixels: text in boxes, and on arrows."""
HEIGHT = 21.0
_LONGEST = 22
"""Characters in a line of a box."""
_NARROW = dict.fromkeys("iljI.,:;'|!()[]/ ft", 0.3) | dict.fromkeys("mwMW@%", 0.88)


def width(text: str, size: float = SIZE) -> float:
    """Pixels of a line. Wide letters of other scripts count a whole square."""
    return sum(_NARROW.get(c, 0.69 if c.isupper() else 0.57 if ord(c) < 0x2E80 else 1.0) for c in text) * size


def wrapped(text: str) -> tuple[str, ...]:
    """The text in lines of about the same length."""
    lines = textwrap.wrap(text, _LONGEST, break_long_words=True) or [text]
    even = textwrap.wrap(text, max(len(text) // len(lines) + 4, 8), break_long_words=True)
    return tuple(even if even and len(even) <= len(lines) else lines)
