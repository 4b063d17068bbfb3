"""The request: what was asked, kept for ever before anything happens."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from pydantic import Field as Setting

from praetorium.models.base import Model, new_id, now


class Door(StrEnum):
    """Where a request, or a decision, came in."""

    CLI = "cli"
    PAGE = "page"
    API = "api"
    PYTHON = "python"
    PREFECT = "prefect"
    SCHEDULE = "schedule"
    WEBHOOK = "webhook"
    MCP = "mcp"
    SYSTEM = "system"


class RequestState(StrEnum):
    """Where a request stands; the words of the command line's JSON."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    REJECTED = "rejected"
    DENIED = "denied"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether nothing more happens by itself."""
        return self not in (RequestState.QUEUED, RequestState.RUNNING, RequestState.WAITING)


class Attachment(Model):
    """A file that came with the request: stored by checksum when the request was."""

    name: str
    sha256: str
    bytes: int
    mime: str = "application/octet-stream"
    origin: str | None = None
    """The path it was read from, where it was one."""

    @property
    def suffix(self) -> str:
        return PurePath(self.name).suffix.lower()


class Request(Model):
    """What a person asked, in their words, with what they gave along."""

    id: str = Setting(default_factory=lambda: new_id("req"))
    thread: str = ""
    """The thread's id; empty means a thread of its own, named after the request."""
    words: str
    asked_by: str = "anonymous"
    door: Door = Door.PYTHON
    project: str | None = None
    """Path of the folder the request works in; one of its own when there is none."""
    playbook: str | None = None
    """A playbook named directly, instead of the one the words lead to."""
    parameters: dict[str, Any] = Setting(default_factory=dict)
    """Parameters given outright (``--set k=v``): they win over what was read from the words."""
    attachments: tuple[Attachment, ...] = ()
    unattended: bool = False
    """Take the stated assumption instead of asking, and never wait for a question that has one."""
    repeats: str | None = None
    """The request whose delivery is done again, on a schedule."""
    budget: float | None = None
    """Most it may cost, in the ledger's currency (EUR by default); None: no limit of its own."""
    created: datetime = Setting(default_factory=now)

    def again(self) -> Request:
        """The same, asked by its schedule: a request of its own in the same thread."""
        told = self.model_dump(exclude={"id", "created"})
        return Request.model_validate(told | {"door": Door.SCHEDULE, "unattended": True, "repeats": self.id})
