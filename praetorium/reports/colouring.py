"""The colours of a report: the house's own, or those that were asked for, every text on them readable."""

from __future__ import annotations

from praetorium.generate.colours import CONTROL, Palette, legible, palettes
from praetorium.models import Style

ACCENT = "#1F6F63"


def theme(style: Style, title: str) -> str:
    """CSS that overrides the report's custom properties; empty when no style was asked for."""
    if not (style.accent or style.background or style.scheme != "auto"):
        return ""
    if not style.accent:
        style = style.model_copy(update={"accent": ACCENT.lower()})
    first, dark = palettes(style, title)
    css = _root(first)
    return css + (f"\n@media screen and (prefers-color-scheme: dark) {{ {_root(dark)} }}" if dark else "")


def sheet_accent(style: Style) -> str:
    """The colour of a workbook's headers: white text reads on it."""
    return legible(style.accent or ACCENT, ("#ffffff",)).upper()


def _root(palette: Palette) -> str:
    given = palette.colours
    told = {
        "paper": given["bg"],
        "ink": given["on-bg"],
        "soft": given["on-bg-muted"],
        "card": given["surface"],
        "card-ink": given["text"],
        "card-soft": given["muted"],
        "line": given["line"],
        "accent": legible(given["accent"], (given["bg"],), CONTROL),
        "accent-text": given["on-bg-link"],
        "good": legible("#1f6f4a", (given["bg"],)),
        "bad": legible("#a63d2f", (given["bg"],)),
    }
    scheme = "dark" if palette.dark else "light"
    return f":root {{ color-scheme: {scheme}; {' '.join(f'--{name}: {value};' for name, value in told.items())} }}"
