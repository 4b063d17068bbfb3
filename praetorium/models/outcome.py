"""The outcome of a step: its state, what it returned, the checks that were run and what it made."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import Field as Setting

from praetorium.models.base import Model


class StepState(StrEnum):
    """Where a step stands."""

    PENDING = "pending"
    RUNNING = "running"
    WAITING = "waiting"
    """For a person."""
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SKIPPED = "skipped"
    """Something it needs did not succeed."""
    CANCELLED = "cancelled"


class CheckResult(Model):
    """A proof that was run: its name, whether it holds, and what was seen (a sentence with figures)."""

    name: str
    passed: bool
    evidence: str


class Product(Model):
    """A file, folder, app, dataset or link that a step made and somebody wants: becomes an asset version."""

    name: str
    kind: str
    """``app``, ``folder``, ``report``, ``spreadsheet``, ``image``, ``dataset``, ``document``, ``link``, …"""
    path: Path | None = None
    """Where it lies in the workspace; None for a link."""
    mime: str = "application/octet-stream"
    url: str | None = None


class Address(Model):
    """A URL that the delivery names; ``checked`` only after it was opened."""

    name: str
    url: str
    checked: bool = False


class Package(Model):
    name: str
    version: str


class Outcome(Model):
    """What came of a step."""

    state: StepState
    result: dict[str, Any] = Setting(default_factory=dict)
    """The executor's Result, dumped; later steps refer to it as ``${step.key}``."""
    checks: tuple[CheckResult, ...] = ()
    products: tuple[Product, ...] = ()
    urls: tuple[Address, ...] = ()
    packages: tuple[Package, ...] = ()
    created: dict[str, list[str]] = Setting(default_factory=dict)
    """What came into being, by kind: ``{"tables": [...], "operations": [...], "pages": [...]}``."""
    notes: tuple[str, ...] = ()
    """Plain sentences worth telling in the delivery."""
    attempts: int = 1
    seconds: float = 0.0
    cost: float = 0.0
    error: str | None = None
    next: str = ""
    """What can be done about the error."""
    before: str | None = None
    """SHA-256 of the workspace's manifest before the step, where it writes; ``after`` likewise."""
    after: str | None = None
    started: datetime | None = None
    finished: datetime | None = None
