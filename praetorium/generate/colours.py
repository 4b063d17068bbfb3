"""Colours of a generated application: exactly the ones asked for, and every text on them readable.

Contrast is WCAG 2.2's ratio; text reaches 4.5 and borders of controls 3 on every ground they stand on, whatever was
asked. Source of the formulas: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from praetorium.models import Style

TEXT = 4.5
CONTROL = 3.0
_WHITE, _BLACK = "#ffffff", "#000000"
_INKS = ("#171a21", "#f4f5f7", _BLACK, _WHITE)

ACCENTS = ("#2f5d8a", "#1f6f63", "#6a4c93", "#8c4a2f", "#3d5a3c", "#8a3557", "#3f4fa0", "#7a5c12")
"""What an application looks like when nobody said."""

TONES = {"good": "#1d7a46", "bad": "#b3261e", "waiting": "#93610a", "plain": "#5a6472"}


@dataclass(frozen=True)
class Palette:
    """The custom properties of one scheme, and whether its page is dark."""

    dark: bool
    colours: dict[str, str]


def palettes(style: Style, title: str) -> tuple[Palette, Palette | None]:
    """The palette of an application and, when it follows the visitor's preference, that for dark.

    A background that was asked for is used whatever the visitor prefers; so is a scheme.
    """
    accent = (style.accent or ACCENTS[hashlib.sha256(title.encode()).digest()[0] % len(ACCENTS)]).lower()
    filled = style.accent is not None
    if style.background is not None:
        return _palette(style.background.lower(), accent, filled=filled), None
    light = _palette(mix(accent, "#f8f8f9", 0.035), accent, filled=filled)
    dark = _palette(mix(accent, "#101216", 0.06), accent, filled=False)
    if style.scheme == "auto":
        return light, dark
    return (dark if style.scheme == "dark" else light), None


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two ``#rrggbb`` colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, from 0 (black) to 1 (white)."""
    parts = [c / 255 for c in _channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(colour: str, ground: str, share: float) -> str:
    """``share`` of ``colour`` painted over ``ground``."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def ink(grounds: Iterable[str]) -> str:
    """The text colour for ``grounds``: a soft black or white where that reads well, else pure."""
    stood_on = tuple(grounds)
    worst = {colour: min(contrast(colour, g) for g in stood_on) for colour in _INKS}
    soft = [colour for colour in _INKS if worst[colour] >= 7]
    return soft[0] if soft else max(worst, key=lambda colour: worst[colour])


def legible(colour: str, grounds: Iterable[str], wanted: float = TEXT) -> str:
    """``colour``, or the nearest shade of it towards the text colour that reaches ``wanted`` on all ``grounds``."""
    stood_on = tuple(grounds)
    end = ink(stood_on)
    for step in range(21):
        shade = mix(end, colour, step / 20)
        if all(contrast(shade, g) >= wanted for g in stood_on):
            return shade
    return end


def _palette(background: str, accent: str, *, filled: bool) -> Palette:
    # On a strong colour of middling brightness neither tints nor muted text work: cards become nearly white there.
    dark = contrast(background, _WHITE) >= 9
    bright = contrast(background, _BLACK) >= 16
    surface = mix(_WHITE, background, 0.05) if dark else _WHITE if bright else mix(background, _WHITE, 0.05)
    raised = (
        mix(_WHITE, surface, 0.05)
        if dark
        else mix(background, surface, 0.5)
        if bright
        else mix(background, _WHITE, 0.1)
    )
    on = (surface, raised)
    text, page_text = ink(on), ink((background,))
    on_accent = ink((accent,))
    hover = mix(_BLACK if on_accent in ("#f4f5f7", _WHITE) else _WHITE, accent, 0.14)
    soft = mix(accent, surface, 0.2 if dark else 0.12)
    side = accent if filled else surface
    side_text = on_accent if filled else text
    side_active = mix(side_text, accent, 0.16) if filled else soft
    if filled and contrast(side_text, side_active) < TEXT:
        side_active = hover
    colours = {
        "bg": background,
        "on-bg": page_text,
        "on-bg-muted": legible(mix(page_text, background, 0.62), (background,)),
        "on-bg-link": legible(accent, (background,)),
        "surface": surface,
        "raised": raised,
        "text": text,
        "muted": legible(mix(text, surface, 0.62), on),
        "link": legible(accent, on),
        "line": mix(text, surface, 0.14),
        "control": legible(mix(text, surface, 0.45), on, CONTROL),
        "accent": accent,
        "on-accent": on_accent,
        "accent-hover": hover,
        "accent-edge": legible(accent, (surface, background), CONTROL) if _agree(surface, background) else text,
        "accent-soft": soft,
        "on-soft": legible(accent, (soft,)),
        "focus": legible(accent, on, CONTROL),
        "focus-page": legible(accent, (background,), CONTROL),
        "side": side,
        "side-line": mix(side_text, side, 0.2),
        "on-side": side_text,
        "on-side-muted": legible(mix(side_text, side, 0.7), (side,)),
        "side-active": side_active,
        "on-side-active": legible(side_text if filled else accent, (side_active,)),
        "shadow": mix(_BLACK, background, 0.5 if dark else 0.18),
    }
    for name, base in TONES.items():
        ground = mix(base, surface, 0.24 if dark else 0.13)
        colours[f"{name}-bg"] = ground
        colours[f"{name}-text"] = legible(base, (ground,))
        colours[f"{name}-mark"] = legible(base, on)
    return Palette(dark, colours)


def _agree(one: str, other: str) -> bool:
    """Whether the same ink reads on both, so that one shade can stand out from both."""
    return contrast(one, other) < CONTROL


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
