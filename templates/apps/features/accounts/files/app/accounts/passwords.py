"""Passwords, hashed with Argon2id, which makes guessing them from a stolen database slow."""

from __future__ import annotations

from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.settings import Settings


class Passwords:
    """Hashes passwords and compares them, at the cost that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self._hasher = PasswordHasher(time_cost=settings.password_rounds, memory_cost=settings.password_memory)

    def hash(self, password: str) -> str:
        """What is stored of ``password``: its hash with salt and cost."""
        return self._hasher.hash(password)

    def match(self, stored: str | None, password: str) -> bool:
        """Whether ``password`` is the one that ``stored`` was made of; None (nobody has that address) takes as long."""
        try:
            return self._hasher.verify(stored or self._nobody, password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, stored: str) -> bool:
        """Whether ``stored`` was made at another cost than today's."""
        return self._hasher.check_needs_rehash(stored)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("nobody has this password")
