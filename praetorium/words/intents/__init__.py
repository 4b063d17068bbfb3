"""What kinds of things can be asked for: one module each, found by being here.

A module defines ``INTENT``, an object with the two methods of :class:`Intent`. Adding an intent is adding a module.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol

from praetorium.models import Brief
from praetorium.words.request import Reading


class Intent(Protocol):
    """One kind of request."""

    name: str

    def weight(self, reading: Reading) -> float:
        """How strongly the words ask for this, from 0 (not at all) to 1 (nothing else)."""

    def brief(self, reading: Reading) -> Brief:
        """The understanding of the words as a request of this kind.

        Raises:
            RejectedError: the words ask for this, but for nothing in particular.
        """


@cache
def all_intents() -> tuple[Intent, ...]:
    """Every intent, by name."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}").INTENT
        for module in pkgutil.iter_modules(__path__)
        if not module.name.startswith("_")
    ]
    return tuple(sorted(found, key=lambda intent: str(intent.name)))


def choose(reading: Reading) -> Intent:
    """The intent the words ask for most strongly; the first by name when two are equal."""
    return max(all_intents(), key=lambda intent: intent.weight(reading))
