"""Numbers as people write them, exactly; and written as people of a language expect them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_SIGNS = "€$£¥%‰ \u00a0\u202f'"
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")
_CODE = re.compile(r"^(?:[A-Z]{3}\s)?(?P<number>[^A-Za-z]+?)(?:\s?(?:[A-Z]{3}|k|m|bn))?$")
_COMMAS = frozenset({"de", "fr", "es", "it", "nl", "pt", "pl", "sv", "tr", "da", "fi", "nb", "cs"})
"""Languages in which the decimals stand after a comma."""
_SPACED = frozenset({"fr", "sv", "pl", "fi", "nb", "cs"})
"""Of these, those that group thousands by a narrow space instead of a full stop."""


def number(text: str) -> Decimal | None:
    """The number that a cell shows (``1,234.50``, ``1.234,50 €``, ``-3 %``, ``EUR 900``); None when it shows none.

    A single separator before exactly three digits groups thousands: nobody writes thousandths in a table.
    """
    match = _CODE.match(text.strip().replace("−", "-"))
    if match is None:
        return None
    bare = match["number"]
    for sign in _SIGNS:
        bare = bare.replace(sign, "")
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "").replace(".", "")
    elif bare.rfind(",") > bare.rfind("."):
        bare = bare.replace(".", "").replace(",", ".")
    else:
        bare = bare.replace(",", "")
    try:
        found = Decimal(bare)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def written(value: Decimal, language: str, places: int | None = None) -> str:
    """The number as readers of that language expect it; ``places`` decimals, or as many as it has."""
    shown = f"{value:,.{places}f}" if places is not None else f"{value:,f}"
    if language.partition("-")[0] not in _COMMAS:
        return shown
    group = "\u202f" if language.partition("-")[0] in _SPACED else "."
    return shown.replace(",", "\0").replace(".", ",").replace("\0", group)
