"""The database block: a database that a team asks questions of, its address kept by Prefect, encrypted.

Its type is registered by ``deployments/bootstrap.py``. A request names the block ("query the warehouse"); the address
reaches the step that asks and nobody else: no plan, no log and no result holds it.
"""

from __future__ import annotations

from typing import Any

from prefect.blocks.core import Block
from pydantic import Field, SecretStr, field_validator
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

KNOWN = ("sqlite", "postgresql")


class PraetoriumDatabase(Block):
    """A database that is read, never written: each question is asked in a read-only transaction."""

    _block_type_name = "Praetorium database"
    _block_type_slug = "praetorium-database"
    _description = "A database that requests may ask: SQLite or Postgres. It is read, never written."

    url: SecretStr = Field(
        title="Address",
        description="postgresql://reader:secret@host:5432/name, or sqlite:////path/to/file.db; best a reader's.",
    )

    @field_validator("url")
    @classmethod
    def _known(cls, value: SecretStr) -> SecretStr:
        try:
            kind = make_url(value.get_secret_value()).get_backend_name()
        except ArgumentError:
            # The text is not repeated: it holds a secret.
            raise ValueError("this is no database address: postgresql://user:secret@host/name was expected") from None
        if kind not in KNOWN:
            raise ValueError(f"'{kind}' cannot be asked; known: {', '.join(KNOWN)}")
        return value


def register(**options: Any) -> str:
    """Make the block's type known to Prefect, or bring it up to date; gives its name. Any number of times."""
    PraetoriumDatabase.register_type_and_schema(**options)
    return "block praetorium-database"
