"""The one who is asking, as every part of the application knows them."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.models import ADMINISTRATOR


@dataclass(frozen=True)
class Person:
    """The one who is asking."""

    id: int
    name: str
    email: str
    role: str

    @property
    def administrator(self) -> bool:
        """Whether they run the application."""
        return self.role == ADMINISTRATOR
