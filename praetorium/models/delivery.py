"""What is told of a request at any time: the object of ``praetorium show ID --json``."""

from __future__ import annotations

from typing import Any

from pydantic import Field as Setting

from praetorium.models.base import Model
from praetorium.models.brief import AskedState
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


class Part(Model):
    """A part of what was made, as it describes itself: a feature, an entity's records, what every list does."""

    name: str
    """Name of the generator's feature; ``records`` for the records of an entity."""
    entity: str = ""
    label: str = ""
    pages: tuple[tuple[str, str], ...] = ()
    """Name and address (a path) of each page it is on."""
    tests: tuple[str, ...] = ()
    """Files of its tests, in the project."""
    passed: int = 0
    """Cases of these tests that passed; ``failed``: that did not."""
    failed: int = 0


class FeatureReport(Model):
    """Something that was asked for: in which words, where it is, and its proof."""

    name: str
    label: str
    said: str
    """The clause it was asked in, word for word."""
    state: AskedState
    why: str = ""
    """Why it is not built, or what is missing at its edge."""
    entity: str = ""
    pages: tuple[Address, ...] = ()
    """Where it is; the address is a path as long as nothing runs."""
    tests: tuple[str, ...] = ()
    passed: int = 0
    failed: int = 0
    proven: bool = False
    """Tests of its own were run and all of them passed."""


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
    features: tuple[FeatureReport, ...] = ()
    """All that was asked for, thing by thing: its words, where it is, and its proof."""
    waiting_for: tuple[dict[str, Any], ...] = ()
    """Approvals that wait for a person: id, step, question, why."""
