"""A new request from the page, the API or the socket: kept, read and planned at once, then handed to Prefect."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from praetorium.accounts.reach import Reach
from praetorium.catalogue import Standing
from praetorium.engine.holding import go_on, pause
from praetorium.engine.retrying import retry
from praetorium.engine.starting import create_run
from praetorium.errors import ExternalError, UserError
from praetorium.house import House
from praetorium.intake import draft, take
from praetorium.intake import look as understand
from praetorium.models import Brief, Door, Plan, Request
from praetorium.stages.undoing import look

log = logging.getLogger(__name__)


class Wish(BaseModel):
    """What somebody asks for."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"words": "Build me a CRM with contacts and leads", "budget": 1.5}]},
    )

    words: str = Field(max_length=1_000_000, description="What is needed, in plain words.")
    thread: str | None = Field(default=None, max_length=32, description="The thread it follows.")
    project: str | None = Field(default=None, max_length=1024, description="A folder to work in.")
    playbook: str | None = Field(default=None, max_length=128, description="A playbook by name.")
    parameters: dict[str, Any] = Field(default_factory=dict, description="Values for the playbook.")
    unattended: bool = Field(default=False, description="Take the stated assumptions instead of asking.")
    budget: float | None = Field(default=None, ge=0, description="Most it may cost.")


def ask(house: House, wish: Wish, who: str, door: Door, files: tuple[Path, ...] = ()) -> Standing:
    """Keep the request, and have it started without waiting for that.

    Raises RejectedError or UserError for what cannot be used; it is kept all the same, with its id as a note.
    """
    standing = take(
        house,
        wish.words,
        project=wish.project,
        playbook=wish.playbook,
        parameters=wish.parameters,
        files=files,
        unattended=wish.unattended,
        budget=wish.budget,
        thread=wish.thread,
        asked_by=who,
        door=door,
    )
    threading.Thread(target=begin, args=(house, standing), name="begin", daemon=True).start()
    return standing


def undo_of(house: House, standing: Standing, to: str | None) -> Wish:
    """What asks for a request to be taken back, all of it or what came after step ``to``.

    Raises RefusedError when there is nothing to take back.
    """
    told = look(house, standing.request.id, to)
    return Wish(
        words=f"Take back what the request {told.request} did" + (f" after its step '{to}'" if to else ""),
        thread=standing.request.thread,
        project=told.workspace or None,
        playbook="undo",
        parameters={"request": told.request} | ({"to": to} if to else {}),
        unattended=True,
    )


ACTIONS = ("pause", "continue", "retry")


def hold(house: House, id: str, action: str, who: str) -> None:
    """``pause`` before the next step, ``continue``, or ``retry`` what failed. Raises RefusedError."""
    match action:
        case "pause":
            pause(house, id, who)
        case "continue":
            go_on(house, id, who)
        case "retry":
            retry(house, id, who=who, start=False)


def begin(house: House, standing: Standing) -> None:
    """Create its flow run, where Prefect answers; the supervisor looks after those that have none."""
    try:
        create_run(house, standing)
    except ExternalError as error:
        log.warning("request %s has to wait for Prefect: %s", standing.request.id, error)


def read_only(house: House, words: str, who: str) -> tuple[Brief, Plan]:
    """What would be understood and planned. Keeps nothing. Raises RejectedError, UserError."""
    request = Request(words=words, asked_by=who, door=Door.API)
    reach = Reach.of(house, request)
    request, brief = understand(request, timezone=house.settings.timezone, bytes_of=_unread, reach=reach)
    return brief, draft(house, request, brief)


def _unread(path: Path) -> tuple[str, int]:
    """Words that are only read bring no files along."""
    raise UserError(f"{path} is not read here", next="ask for it, and attach it")
