"""Parameters as people are shown them: without what may be secret, and taken back from a form without losing it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pydantic import BaseModel

M = TypeVar("M", bound="BaseModel")
HIDDEN = "(hidden)"
_SECRET = re.compile(
    r"(?:^|[-_])(?:authorization|cookie|token|passw(?:or)?d|secret|credentials?|(?:api|access|private|secret)[-_]?key)$",
    re.IGNORECASE,
)

_HOLD_SECRETS = ("parameters", "shown", "answer", "given")
"""Fields of models that hold what people gave, whatever that is."""
_PARTS = ("steps", "checks")
"""Fields that hold models which are redacted like the one they are part of."""


def address(url: str) -> str:
    """The address without what may be secret: name and password, and the query."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=host, query="…" if parts.query else "", fragment="").geturl()


def masked(value: Any, name: str = "") -> Any:
    """The value with all texts hidden whose name says that they are secret, and the addresses cut, at any depth."""
    if isinstance(value, str):
        if value and _SECRET.search(name):
            return HIDDEN
        return address(value) if re.match(r"https?://\S+$", value) else value
    if isinstance(value, Mapping):
        return {key: masked(each, str(key)) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [masked(each, name) for each in value]
    return value


def redacted(model: M) -> M:
    """A plan, step, approval or decision as it is handed out: what people gave or were shown in it is masked."""
    fields = type(model).model_fields
    held = {name: masked(getattr(model, name), name) for name in _HOLD_SECRETS if name in fields}
    parts = {name: tuple(map(redacted, getattr(model, name))) for name in _PARTS if name in fields}
    return model.model_copy(update=held | parts)


def restored(given: Any, known: Any, name: str = "") -> Any:
    """What a person gave back for the value that was shown masked: where it says the same, it means the same."""
    if given == masked(known, name):
        return known
    if isinstance(given, Mapping) and isinstance(known, Mapping):
        return {key: restored(each, known.get(key), str(key)) for key, each in given.items()}
    if isinstance(given, list) and isinstance(known, list | tuple):
        return [restored(each, known[at] if at < len(known) else None, name) for at, each in enumerate(given)]
    return given
