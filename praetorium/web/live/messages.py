"""What the socket says and hears. The forms are a contract: see docs/api.md."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from praetorium.catalogue import Event
from praetorium.house import House
from praetorium.report import report
from praetorium.telling.hidden import redacted
from praetorium.web.views.rows import row_of


class Heard(BaseModel):
    """A message of the client's."""

    model_config = ConfigDict(extra="ignore")

    type: Literal["chat", "build", "ping", "follow", "leave", "drawn"]
    payload: dict[str, Any] = Field(default_factory=dict)


class Chat(BaseModel):
    """Words to be read; nothing is begun."""

    message: str = Field(min_length=1, max_length=100_000)


class Build(BaseModel):
    """Words to be carried out. ``requirements``: sentences more, or options of the API's new request."""

    userRequest: str = Field(min_length=1, max_length=100_000)
    requirements: str | list[str] | dict[str, Any] | None = None


class Follow(BaseModel):
    """A request to hear of, from a position on. ``page``: rows come as HTML too, in a tone. ``paced``: each message is
    answered with ``drawn``, and what happens meanwhile is told in the next."""

    request: str
    position: int = Field(default=0, ge=0)
    page: bool = False
    paced: bool = False


class Drawn(BaseModel):
    """What was told last of a request is on the screen: there is room for more."""

    request: str


def said(type: str, **payload: Any) -> dict[str, Any]:
    """A message of ours."""
    return {"type": type, "payload": payload}


def progress(request: str, events: list[Event]) -> dict[str, Any]:
    """What happened, oldest first: ``plan`` and ``task`` as the last of it leaves them, ``logs`` row by row."""
    task = next((e for e in reversed(events) if e.step), None)
    state = next((e.kind.removeprefix("request.") for e in reversed(events) if e.kind.startswith("request.")), None)
    return said(
        "progress",
        request=request,
        position=events[-1].position,
        plan={"state": state},
        task={"id": task.step, "title": task.title, "kind": task.kind} if task else None,
        logs=[
            {
                "position": e.position,
                "kind": e.kind,
                "title": e.title,
                "step": e.step,
                "facts": e.facts,
                "at": e.at.isoformat(),
            }
            for e in events
        ],
    )


def rows(events: list[Event], tone: str) -> list[Any]:
    """The same as rows of the page."""
    return [row_of(event, tone) for event in events]


def consequences(house: House, request: str, events: list[Event]) -> list[dict[str, Any]]:
    """What a client needs to be told beside the rows: what to decide, what was delivered, what went wrong."""
    told = []
    for event in events:
        match event.kind:
            case "approval.asked":
                id = event.facts.get("approval")
                if isinstance(id, str):
                    told.append(said("approval", **redacted(house.catalogue.approvals.get(id)).dump()))
            case "request.delivered":
                told.append(said("delivery", **report(house, request).dump()))
            case "request.failed" | "request.denied" | "request.rejected" | "request.cancelled":
                failure = house.catalogue.requests.get(request).failure
                facts = failure.dump() if failure else {"what": event.title, "why": "", "next": ""}
                told.append(said("error", request=request, **facts))
    return told
