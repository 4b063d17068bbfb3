"""What every model of the vocabulary shares: frozen, strict about unknown keys, with readable ids."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u


class Model(BaseModel):
    """Base of all models: immutable, and an unknown key is an error rather than silently dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def dump(self) -> dict[str, Any]:
        """Plain JSON values, as stored in the catalogue and shown by ``--json``."""
        return self.model_dump(mode="json")


def problem_of(error: ValidationError) -> tuple[tuple[int | str, ...], str]:
    """Where a value is not what its model wants, and what is wrong there, in a few words.

    An unknown key comes before a missing one: it is usually the same key, misspelt.
    """
    found = error.errors(include_url=False)
    first = next((e for e in found if e["type"] == "extra_forbidden"), found[0])
    return first["loc"], "there is no such field" if first["type"] == "extra_forbidden" else first["msg"]


def new_id(prefix: str) -> str:
    """A short id that sorts by time of creation: ``req-`` + 9 characters of milliseconds + 5 random ones."""
    moment = time.time_ns() // 1_000_000
    stamp = "".join(_ALPHABET[(moment >> shift) & 31] for shift in range(40, -1, -5))
    return f"{prefix}-{stamp}{''.join(secrets.choice(_ALPHABET) for _ in range(5))}"


def now() -> datetime:
    """The current time, aware, in UTC: the only clock of the catalogue."""
    return datetime.now(UTC)
