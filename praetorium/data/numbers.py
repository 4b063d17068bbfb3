"""Numbers as they are kept (exact decimal text) and as people read them, and back."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

MINUS = "−"


def exact(value: Any) -> str:
    """A number as plain decimal text without exponent or needless zeros; binary numbers to six places."""
    if value is None:
        return "0"
    made = Decimal(repr(round(value, 6))) if isinstance(value, float) else Decimal(value)
    text = format(made, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def shown(value: str | Decimal, decimals: int) -> str:
    """For people: ``1,234.50``, with a real minus sign."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}"
    return MINUS + text if rounded < 0 else text


def many(count: int, what: str) -> str:
    """How many of something: ``1 row``, ``2,000 rows``."""
    return f"{count:,} {what}{'s' * (count != 1)}"


def percent(fraction: float, signed: bool = False) -> str:
    """A fraction for people: ``12.3 %``; signed: ``+12.3 %``."""
    rounded = Decimal(repr(fraction * 100)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{abs(rounded):,.1f} %"


def read(text: str) -> Decimal:
    """What a person reads of a shown number or percentage (in percent points). Raises ValueError."""
    bare = text.strip().replace(",", "").replace(MINUS, "-").replace("%", "").replace("\u00a0", "").strip().lstrip("+")
    try:
        return Decimal(bare)
    except ArithmeticError:
        raise ValueError(f"'{text}' is no number") from None


def compact(value: str | Decimal) -> str:
    """For an axis: ``1.2 M``, ``350 k``."""
    number = Decimal(value)
    for limit, sign in ((10**9, "bn"), (10**6, "M"), (10**3, "k")):
        if abs(number) >= limit:
            text = f"{number / limit:.1f}".rstrip("0").rstrip(".")
            return f"{text} {sign}".replace("-", MINUS)
    return f"{number.normalize():f}".replace("-", MINUS)
