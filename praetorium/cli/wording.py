"""Figures as people read them: durations, money, sizes, moments."""

from __future__ import annotations

from datetime import UTC, datetime


def took(seconds: float) -> str:
    """``0.4 s``, ``12 s``, ``3 min 20 s``, ``2 h 05 min``."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 100:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min"


def money(amount: float, currency: str) -> str:
    """``0.00 EUR``; below a cent as many digits as it takes to see something."""
    return f"{amount:.2f} {currency}" if amount == 0 or abs(amount) >= 0.01 else f"{amount:.2g} {currency}"


def size(count: int) -> str:
    """``214 B``, ``3.2 kB``, ``81 MB``; units of a thousand."""
    amount, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 999.5:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.0f} {unit}" if unit == "B" or amount >= 10 else f"{amount:.1f} {unit}"


def when(moment: datetime) -> str:
    """A moment in local time, as short as its distance allows: ``14:03``, ``Mon 14:03``, ``2026-11-02 14:03``."""
    local = moment.astimezone()
    days = (datetime.now(UTC).astimezone().date() - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    return f"{local:%a %H:%M}" if 0 < days < 6 else f"{local:%Y-%m-%d %H:%M}"


def count(number: int, thing: str, plural: str = "") -> str:
    """``1 step``, ``5 steps``, ``2 entities``."""
    return f"{number} {thing if number == 1 else plural or thing + 's'}"


def listed(names: list[str], most: int = 0) -> str:
    """``a, b, c``; beyond ``most`` of them how many more there are."""
    if most and len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return ", ".join(names)
