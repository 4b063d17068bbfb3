"""Lengths of time as people write them in a policy: ``30 s``, ``10 min``, ``2 h``, ``3 days``, ``1 h 30 min``."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

_UNITS = {"s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hour": 3600, "day": 86400, "d": 86400}
_UNITS |= {"week": 604800, "w": 604800} | {f"{unit}s": seconds for unit, seconds in list(_UNITS.items())}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)")


def read_duration(text: object) -> object:
    """Text as a length of time; anything else is left to pydantic. Raises ValueError for text that is none."""
    if not isinstance(text, str):
        return text
    parts = _PART.findall(text.lower())
    rest = _PART.sub("", text.lower()).replace("and", "").strip(" ,")
    unknown = [unit for _, unit in parts if unit not in _UNITS]
    if not parts or rest or unknown:
        raise ValueError(f"'{text}' is no length of time; for example 30 min, 2 h, 3 days")
    return timedelta(seconds=sum(float(figure) * _UNITS[unit] for figure, unit in parts))


def tell_duration(length: timedelta) -> str:
    """The same the other way: the largest units that say it exactly."""
    left = int(length.total_seconds())
    said = []
    for unit, seconds in (("days", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        count, left = divmod(left, seconds)
        if count:
            said.append(f"{count} {'day' if unit == 'days' and count == 1 else unit}")
    return " ".join(said) or "0 s"


Duration = Annotated[timedelta, BeforeValidator(read_duration), PlainSerializer(tell_duration, return_type=str)]
