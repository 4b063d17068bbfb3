"""What every model of the vocabulary shares: frozen, strict about unknown keys, with readable ids."""

from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u


class Model(BaseModel):
    """Base of all models: immutable, and an unknown key is an error rather than silently dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def dump(self) -> dict[str, Any]:
        """Plain JSON values, as stored in the catalogue and shown by ``--json``."""
        return self.model_dump(mode="json")


def new_id(prefix: str) -> str:
    """A short id that sorts by time of creation: ``req-`` + 8 characters of milliseconds + 6 random ones."""
    moment = time.time_ns() // 1_000_000
    stamp = "".join(_ALPHABET[(moment >> shift) & 31] for shift in range(40, -1, -5))
    return f"{prefix}-{stamp}{''.join(secrets.choice(_ALPHABET) for _ in range(5))}"


def now() -> datetime:
    """The current time, aware, in UTC: the only clock of the catalogue."""
    return datetime.now(UTC)
