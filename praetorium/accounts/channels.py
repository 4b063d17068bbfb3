"""Channels: who is told of what, and by which Prefect notification block. One file in the home, without secrets.

Addresses and passwords are in the blocks; the file names them.
"""

from __future__ import annotations

import re
from enum import StrEnum
from io import StringIO
from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from praetorium.errors import UnknownError, UserError
from praetorium.models import Model, problem_of

FILE = "notifications.yaml"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_BLOCK = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")


class Occasion(StrEnum):
    """What a channel may be told of."""

    APPROVAL = "approval"
    """Something waits for a person."""
    BUDGET = "budget"
    """A budget is used up, and more is asked for."""
    FAILED = "failed"
    DELIVERED = "delivered"

    @property
    def meaning(self) -> str:
        """What is told then, in words."""
        return {"approval": "what waits for a person", "budget": "used-up budgets"}.get(self, f"{self} requests")


class Channel(Model):
    """One way to tell people something."""

    name: str
    block: str
    """The Prefect block that sends: type and name, ``praetorium-chat/team``."""
    occasions: tuple[Occasion, ...] = Field(default=tuple(Occasion), min_length=1)
    person: str | None = None
    """Whose channel it is: approvals come with a link by which this person, and nobody else, is taken to answer."""

    @field_validator("name")
    @classmethod
    def _named(cls, value: str) -> str:
        if not _NAME.fullmatch(value):
            raise ValueError(f"'{value}' cannot be a channel's name: small letters, digits and dashes")
        return value

    @field_validator("block")
    @classmethod
    def _a_block(cls, value: str) -> str:
        if not _BLOCK.fullmatch(value):
            raise ValueError(f"'{value}' names no block: give its type and its name, like slack-webhook/team")
        return value


def all_of(home: Path) -> list[Channel]:
    """All channels, in the order they were added. Raises UserError when the file is broken."""
    path = home / FILE
    if not path.is_file():
        return []
    try:
        told = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
        if not isinstance(told, dict):
            raise UserError(f"{path} is no mapping with 'channels'", next="correct it, or remove it")
        return [Channel.model_validate(one) for one in told.get("channels") or ()]
    except YAMLError as error:
        raise UserError(f"{path} is no YAML: {error}", next="correct it, or remove it") from error
    except ValidationError as error:
        where, problem = problem_of(error)
        raise UserError(f"{path}: {'.'.join(map(str, where))}: {problem}", next="correct it, or remove it") from None


def get(home: Path, name: str) -> Channel:
    """Raises UnknownError."""
    known = all_of(home)
    found = next((channel for channel in known if channel.name == name), None)
    if found is None:
        raise UnknownError("channel", name, [channel.name for channel in known])
    return found


def add(home: Path, channel: Channel) -> None:
    """Add it, in place of one of the same name."""
    _keep(home, [*(one for one in all_of(home) if one.name != channel.name), channel])


def remove(home: Path, name: str) -> Channel:
    """Take it out; gives what it was. Its block stays where it is. Raises UnknownError."""
    found = get(home, name)
    _keep(home, [one for one in all_of(home) if one.name != name])
    return found


def _keep(home: Path, channels: list[Channel]) -> None:
    told = StringIO()
    rows = [{name: value for name, value in one.dump().items() if value is not None} for one in channels]
    YAML().dump({"channels": rows}, told)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = home / f"{FILE}.draft"
    draft.write_text(told.getvalue(), encoding="utf-8")
    draft.replace(home / FILE)
