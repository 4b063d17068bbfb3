"""Models and parameters as people are shown them: without what may be secret, and taken back from a form without losing
it. What may be secret is told by :mod:`praetorium.models.secret`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from praetorium.models.secret import HIDDEN, address, discreet, masked, secrets

__all__ = ["HIDDEN", "address", "discreet", "masked", "redacted", "restored"]

M = TypeVar("M", bound=BaseModel)
_HOLD_SECRETS = ("parameters", "shown", "answer", "given")
"""Fields of models that hold what people gave, whatever that is."""


def redacted(model: M) -> M:
    """A brief, plan, approval, decision, … as it is handed out: what people gave or were shown in it is masked, and its
    texts are discreet."""
    return model.model_copy(update={name: _told(name, getattr(model, name)) for name in type(model).model_fields})


def restored(given: Any, known: Any, name: str = "") -> Any:
    """What a person gave back for the value that was shown masked: where it says the same, it means the same."""
    if given == masked(known, name):
        return known
    if isinstance(given, Mapping) and isinstance(known, Mapping):
        return {key: restored(each, known.get(key), str(key)) for key, each in given.items()}
    if isinstance(given, list) and isinstance(known, list | tuple):
        return [restored(each, known[at] if at < len(known) else None, name) for at, each in enumerate(given)]
    if isinstance(given, str) and isinstance(known, str) and given != HIDDEN:
        for secret in secrets(known):
            given = given.replace(HIDDEN, secret, 1)
    return given


def _told(name: str, value: Any) -> Any:
    if name in _HOLD_SECRETS:
        return masked(value, name)
    if isinstance(value, BaseModel):
        return redacted(value)
    if isinstance(value, tuple):
        return tuple(_told(name, each) for each in value)
    return discreet(value) if type(value) is str else value
