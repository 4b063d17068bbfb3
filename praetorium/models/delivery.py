"""What is told of a request at any time: the object of ``praetorium show ID --json``."""

from __future__ import annotations

from typing import Any

from pydantic import Field as Setting

from praetorium.models.base import Model
from praetorium.models.outcome import Address, CheckResult, Package, StepState
from praetorium.models.request import RequestState


class Failure(Model):
    """What failed, why, and what can be done next."""

    what: str
    why: str
    next: str


class StepReport(Model):
    id: str
    title: str
    executor: str
    state: StepState
    attempts: int = 0
    seconds: float = 0.0
    checks: tuple[CheckResult, ...] = ()


class AssetReport(Model):
    id: str
    name: str
    kind: str
    mime: str
    version: int
    bytes: int
    sha256: str
    path: str
    """Where the bytes can be read on this machine."""


class Cost(Model):
    seconds: float = 0.0
    cost: float = 0.0


class PrefectRun(Model):
    flow_run_id: str | None = None
    url: str | None = None


class Report(Model):
    """A request, from its words to its delivery, as one object. The keys are a contract."""

    request: str
    state: RequestState
    title: str
    summary: str
    urls: tuple[Address, ...] = ()
    assets: tuple[AssetReport, ...] = ()
    steps: tuple[StepReport, ...] = ()
    packages: tuple[Package, ...] = ()
    created: dict[str, list[str]] = Setting(default_factory=dict)
    seconds: float = 0.0
    cost: float = 0.0
    estimate: Cost = Cost()
    prefect: PrefectRun = PrefectRun()
    error: Failure | None = None
    words: str = ""
    notes: tuple[str, ...] = ()
    unread: tuple[dict[str, Any], ...] = ()
    waiting_for: tuple[dict[str, Any], ...] = ()
    """Approvals that wait for a person: id, step, question, why."""
