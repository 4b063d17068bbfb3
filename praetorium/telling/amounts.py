"""Figures as people read them: durations, money, sizes, counts, lists."""

from __future__ import annotations

from collections.abc import Iterable


def took(seconds: float) -> str:
    """``0.4 s``, ``12 s``, ``3 min 20 s``, ``2 h 05 min``, ``3 d 4 h``."""
    if seconds < 9.95:
        return f"{max(seconds, 0):.1f} s"
    whole = round(seconds)
    if whole < 100:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours < 48 else f"{hours // 24} d {hours % 24} h"


def money(amount: float, currency: str) -> str:
    """``0.00 EUR``; below a cent as many digits as it takes to see something."""
    return f"{amount:.2f} {currency}" if amount == 0 or abs(amount) >= 0.01 else f"{amount:.2g} {currency}"


def size(count: float) -> str:
    """``214 B``, ``3.2 kB``, ``81 MB``; units of a thousand."""
    amount, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 999.5:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.0f} {unit}" if unit == "B" or amount >= 10 else f"{amount:.1f} {unit}"


def count(number: int, thing: str, plural: str = "") -> str:
    """``1 step``, ``5 steps``, ``2 entities``."""
    return f"{number:,} {thing if number == 1 else plural or thing + 's'}"


def listed(names: Iterable[str], most: int = 0) -> str:
    """``a, b, c``; beyond ``most`` of them how many more there are."""
    found = list(names)
    if most and len(found) > most:
        return f"{', '.join(found[:most])} and {len(found) - most} more"
    return ", ".join(found)
