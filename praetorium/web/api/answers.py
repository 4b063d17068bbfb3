"""What the API answers with, beside the models of the vocabulary."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from praetorium.catalogue import Approval, Decision, Event, Version
from praetorium.catalogue.browsing import Line
from praetorium.models import RequestState

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """Some of many. ``next``: give it as ``before`` (lists) or ``after`` (events) for those that follow."""

    items: list[T]
    next: str | None = None


class Listed(BaseModel):
    """A request in a list."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "req-06g0x1y2z3a4b",
                    "thread": "req-06g0x1y2z3a4b",
                    "state": "delivered",
                    "title": "CRM",
                    "asked_by": "ada",
                    "created": "2026-11-02T14:03:11Z",
                    "finished": "2026-11-02T14:03:24Z",
                    "seconds": 13.1,
                    "cost": 0.0,
                    "project": None,
                }
            ]
        }
    )

    id: str
    thread: str
    state: RequestState
    title: str
    asked_by: str
    created: datetime
    finished: datetime | None
    seconds: float
    cost: float
    project: str | None

    @classmethod
    def of(cls, line: Line) -> Listed:
        return cls(
            id=line.id,
            thread=line.thread,
            state=line.state,
            title=line.title,
            asked_by=line.asked_by,
            created=line.created,
            finished=line.finished,
            seconds=round(line.seconds, 2),
            cost=line.cost,
            project=line.project,
        )


class Accepted(BaseModel):
    """A request that was taken on."""

    request: str
    state: RequestState
    title: str
    url: str


class Answered(BaseModel):
    """What came of an answer."""

    approval: Approval
    decision: Decision
    settled: bool
    agreed: int
    needed: int
    grant: str | None = None


class Chosen(BaseModel):
    """Approvals that were looked at."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"ids": ["apr-01", "apr-02"]}]})

    ids: list[str] = Field(min_length=1, max_length=500, description="ids of approvals, as `GET` names them")


class NotAllowed(BaseModel):
    """An approval that was left as it is."""

    approval: str
    why: str
    next: str = ""


class AllowedAtOnce(BaseModel):
    """What came of allowing several at once."""

    allowed: list[Answered]
    refused: list[NotAllowed]


class ApprovalAnswer(BaseModel):
    """An answer to an approval."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"answer": "allow", "because": "looked at it"},
                {"answer": "edit", "parameters": {"folder": "site"}},
                {"answer": "refine", "words": "in German, please"},
            ]
        },
    )

    answer: str = Field(pattern="^(allow|deny|refine|edit)$", description="allow, deny, refine or edit")
    because: str = Field(default="", max_length=4000)
    words: str | None = Field(default=None, max_length=20_000, description="refine: what should be different")
    parameters: dict[str, Any] | None = Field(default=None, description="edit: the parameters that change")
    choice: str | None = Field(default=None, max_length=4000, description="allow, for a question: the answer")
    more: float | None = Field(default=None, description="allow, for a budget: how much more")
    always: bool = Field(default=False, description="allow the like from now on")
    seen: str = Field(default="", max_length=64, description="checksum of what was looked at; another is refused")

    def given(self) -> dict[str, Any]:
        """What comes along with the answer."""
        told = {"words": self.words, "parameters": self.parameters, "choice": self.choice, "more": self.more}
        return {name: value for name, value in told.items() if value is not None}


class AppTold(BaseModel):
    """An app as it stands."""

    name: str
    title: str
    url: str
    host: str
    port: int
    request: str
    asset: str | None
    version: int | None
    running: bool
    healthy: bool | None
    seconds: float | None
    cpu: float
    memory: int
    restarts: int


class ExecutorTold(BaseModel):
    """An executor with how it has done in its last steps."""

    name: str
    summary: str
    paused: bool
    runs: int
    succeeded: int
    median_seconds: float
    cost_24h: float
    last: datetime | None


class Spent(BaseModel):
    """A sum of the ledger."""

    name: str
    amount: float
    cost: float


class Switched(BaseModel):
    """A switch that holds things back."""

    on: bool


class Text(BaseModel):
    text: str


class AssetTold(Version):
    """A version of an asset with where its bytes are."""

    content: str = ""


class EventPage(Page[Event]):
    """Events in order; ``next`` is the position to go on after."""


def told(version: Any) -> AssetTold:
    """A row or version with its address."""
    values = version.model_dump() if isinstance(version, Version) else _known(version._mapping)
    return AssetTold(**values, content=f"/api/v1/assets/{values['asset']}/{values['version']}/content")


def _known(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in Version.model_fields}
