"""The plan: an ordered DAG of steps made from a brief. Versioned."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from typing import Any, Self

from pydantic import Field as Setting
from pydantic import model_validator

from praetorium.models.base import Model


class Effect(StrEnum):
    """What a step may do to the world."""

    READ = "read"
    WRITE_WORKSPACE = "write-workspace"
    RUN_CODE = "run-code"
    NETWORK = "network"
    SPEND = "spend"
    PUBLISH = "publish"
    DESTROY = "destroy"


class Undo(StrEnum):
    """How a step is taken back."""

    SNAPSHOT = "snapshot"
    """The workspace is restored to the snapshot before it."""
    COMPENSATE = "compensate"
    """The executor has an opposite (stop what was launched)."""
    NOTHING = "nothing"
    """It changes nothing, so there is nothing to take back."""
    IMPOSSIBLE = "impossible"


class Estimate(Model):
    """What something will take: wall-clock seconds and money in the ledger's currency."""

    seconds: float = 0.0
    cost: float = 0.0
    source: str = "executor"
    """``executor``: its own model; ``history``: median of like steps (with how many, ``history of 7``)."""


class Check(Model):
    """A proof to be run after a step; ``name`` is one of the registered proofs."""

    name: str
    parameters: dict[str, Any] = Setting(default_factory=dict)


class Step(Model):
    """One piece of work."""

    id: str = Setting(pattern=r"^[a-z][a-z0-9-]*$")
    title: str
    why: str
    executor: str
    parameters: dict[str, Any] = Setting(default_factory=dict)
    """As the executor's Parameters model wants them; ``${step.key}`` refers to the result of a step it needs."""
    needs: tuple[str, ...] = ()
    expected: str
    """What will be there when it has worked, for people."""
    effects: frozenset[Effect] = frozenset()
    undo: Undo = Undo.NOTHING
    checks: tuple[Check, ...] = ()
    estimate: Estimate = Estimate()

    def identity(self, executor_version: str, inputs: dict[str, Any] | None = None) -> str:
        """SHA-256 over id, parameters, checks, inputs and executor version: same identity, same work."""
        told = [self.id, self.executor, executor_version, self.parameters, list(map(Check.dump, self.checks)), inputs]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


class Plan(Model):
    """Steps with their dependencies; refuses duplicates, unknown needs and cycles when it is made."""

    version: int = 1
    title: str
    playbook: str
    steps: tuple[Step, ...]
    estimate: Estimate = Estimate()
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_a_dag(self) -> Self:
        ids = [s.id for s in self.steps]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise ValueError(f"two steps are called {', '.join(twice)}; each needs an id of its own")
        for step in self.steps:
            unknown = sorted(set(step.needs) - set(ids))
            if unknown:
                raise ValueError(f"step '{step.id}' needs '{unknown[0]}', which is no step; steps: {', '.join(ids)}")
        try:
            TopologicalSorter({s.id: s.needs for s in self.steps}).prepare()
        except CycleError as error:
            raise ValueError(f"steps wait for each other in a circle: {' → '.join(error.args[1])}") from None
        return self

    def step(self, id: str) -> Step:
        return next(s for s in self.steps if s.id == id)

    def critical_path(self) -> float:
        """Seconds of the longest chain of needs: what the plan takes when all that can runs in parallel."""
        longest: dict[str, float] = {}
        for id in TopologicalSorter({s.id: s.needs for s in self.steps}).static_order():
            step = self.step(id)
            longest[id] = step.estimate.seconds + max((longest[n] for n in step.needs), default=0.0)
        return max(longest.values(), default=0.0)
