"""The executor protocol and its registry.

An executor carries out one kind of step. Each is a module of its own in this package, or comes from outside through
the entry point group ``praetorium.executors``; nothing lists them centrally.
"""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import Field as Setting
from pydantic import ValidationError

from praetorium.errors import PraetoriumError, StepError, UnknownError, UserError
from praetorium.executors.ports import Commands, Host, Undoing
from praetorium.models import (
    Address,
    Brief,
    CheckResult,
    Effect,
    Estimate,
    Model,
    Package,
    Product,
    Request,
    Step,
    Undo,
    problem_of,
)

P = TypeVar("P", bound=Model)


class Result(Model):
    """What an executor returns. Its own fields are what later steps may refer to as ``${step.field}``."""

    products: tuple[Product, ...] = ()
    urls: tuple[Address, ...] = ()
    packages: tuple[Package, ...] = ()
    created: dict[str, list[str]] = Setting(default_factory=dict)
    checks: tuple[CheckResult, ...] = ()
    """Proofs the executor has run as part of its own work (tests with counts, an exit code)."""
    notes: tuple[str, ...] = ()
    cost: float = 0.0


COMMON = frozenset(Result.model_fields)


@dataclass(frozen=True)
class Context:
    """All that a step may use. Executors take nothing from anywhere else."""

    request: Request
    brief: Brief
    step: Step
    workspace: Path
    """The folder the request works in; paths in parameters are relative to it."""
    home: Path
    """Praetorium's state folder; an executor keeps caches in a folder of its own name below it."""
    templates: Path
    commands: Commands
    hosts: Mapping[str, Host]
    """By kind: ``process``, and ``container`` where a Docker engine answers."""
    say: Callable[..., None]
    """``say("title", file=…, command=…, detail=…)``: one readable row in the workstream."""
    key: str
    """Idempotency key of this step's effect: the same for every attempt."""
    attachment: Callable[[str], Path]
    """The stored bytes of an attached file, by the name it came with. Raises UserError when there is none."""
    attempt: int = 1
    browser: Path | None = None
    """A Chromium, where there is one."""
    container_wanted: bool = False
    asset: Callable[[str, int | None], Path] | None = None
    """Where a kept asset's version lies, by name or id; it is read, never written. Raises UnknownError."""
    database: Callable[[str], str] | None = None
    """The SQLAlchemy URL of a database that a team has configured, by name: a secret. Raises UnknownError."""
    application: Callable[[str], str] | None = None
    """The address of a launched application, by its name or title. Raises UnknownError."""
    undoing: Undoing | None = None
    """Takes back what other requests did."""
    owner: str = ""
    """Where people have accounts, whose the request is: what is launched for one person takes nobody else's place."""

    def inside(self, relative: str | Path) -> Path:
        """A path in the workspace; refuses one that leads out of it, by ``..`` or by a link."""
        path = (self.workspace / relative).resolve()
        if not path.is_relative_to(self.workspace.resolve()):
            raise UserError(f"'{relative}' lies outside the workspace", next="name a path inside it")
        return path


class Executor(ABC, Generic[P]):
    """One way of carrying out a step."""

    name: ClassVar[str]
    version: ClassVar[str] = "1"
    """Changes whenever the same parameters would give another result: finished steps are then run anew."""
    summary: ClassVar[str]
    Parameters: ClassVar[type[Model]]
    Returns: ClassVar[type[Result]] = Result
    effects: ClassVar[frozenset[Effect]]
    undo: ClassVar[Undo]
    reads_brief: ClassVar[bool] = True
    """Whether its work depends on the brief, beyond its parameters: then another brief makes another step of it."""
    repeatable: ClassVar[bool] = True
    """Whether it may simply be run again when it is not known if it happened (crash between effect and outcome)."""
    works_on: ClassVar[Mapping[str, str]] = {}
    """Parameters that name what other requests made and this one changes, with what they name: ``request``, or
    ``app``, whose place it takes. Whoever asks has to be allowed to."""
    dry_run: ClassVar[bool] = False
    retries: ClassVar[int] = 0
    """How many times to try again after an error that may pass."""
    timeout: ClassVar[float] = 300.0
    typical: ClassVar[Estimate] = Estimate(seconds=0.5)
    """What it takes when nothing more is known."""
    example: ClassVar[Mapping[str, Any]]
    """Parameters that validate; shown by ``praetorium executors show``."""

    def estimate(self, parameters: P, brief: Brief) -> Estimate:
        """Seconds and money expected for these parameters, from the executor's own model."""
        return self.typical

    def available(self) -> str | None:
        """None when it can work on this machine, else a sentence that says why not."""
        return None

    def effects_of(self, parameters: P) -> frozenset[Effect]:
        """The effects with these parameters; never fewer than what the step will really do."""
        return self.effects

    def repeatable_with(self, parameters: P) -> bool:
        """Whether it may simply be run again with these parameters; see ``repeatable``."""
        return self.repeatable

    def undo_with(self, parameters: P) -> Undo:
        """How it is taken back with these parameters; see ``undo``."""
        return self.undo

    def turn(self, parameters: P) -> str | None:
        """What only one step at a time may work on, whichever request it is of: letters, digits and dashes. It is held
        until the step's proofs are over. None: nothing of the kind."""
        return None

    @abstractmethod
    async def run(self, parameters: P, context: Context) -> Result:
        """Do the work. Raises StepError (which says whether to retry), UserError or ExternalError."""

    async def preview(self, parameters: P, context: Context) -> str:
        """What would happen, for people, without doing it; only where ``dry_run`` is true."""
        raise StepError(f"'{self.name}' cannot show beforehand what it would do")

    async def leave(self, parameters: P, context: Context) -> None:
        """End what was there for the checks alone. Called when they are over, whatever came of them, and also when the
        step failed, was cancelled or halted; after a crash, ``run`` finds what it left."""

    async def compensate(self, parameters: P, result: dict[str, Any], context: Context) -> None:
        """Take back what ``run`` did; only where ``undo`` is COMPENSATE."""
        raise StepError(f"'{self.name}' cannot be taken back")

    @classmethod
    def parameters(cls, given: Mapping[str, Any]) -> Any:
        """Validate parameters; raises UserError naming the executor, the field and the problem."""
        try:
            return cls.Parameters.model_validate(dict(given))
        except ValidationError as error:
            where, problem = problem_of(error)
            field = ".".join(map(str, where)) or "parameters"
            known = ", ".join(cls.Parameters.model_fields)
            raise UserError(f"executor '{cls.name}': {field}: {problem} (parameters: {known})") from None


@cache
def registry() -> dict[str, Executor[Any]]:
    """All executors by name, ours and those from outside; two of one name are refused."""
    import praetorium.executors as package

    found: dict[str, Executor[Any]] = {}
    for module in pkgutil.iter_modules(package.__path__):
        if module.name not in ("base", "ports"):
            for value in vars(importlib.import_module(f"{package.__name__}.{module.name}")).values():
                if _is_executor(value) and value.__module__ == f"{package.__name__}.{module.name}":
                    _add(found, value, f"{package.__name__}.{module.name}")
    for point in entry_points(group="praetorium.executors"):
        value = point.load()
        if not _is_executor(value):
            raise PraetoriumError(f"entry point '{point.name}' of {point.value} is no Executor")
        _add(found, value, point.value)
    return dict(sorted(found.items()))


def get(name: str) -> Executor[Any]:
    """The executor of that name; UnknownError suggests the nearest."""
    known = registry()
    if name not in known:
        raise UnknownError("executor", name, known)
    return known[name]


def _is_executor(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, Executor) and not getattr(value, "__abstractmethods__", None)


def _add(found: dict[str, Executor[Any]], kind: type[Executor[Any]], where: str) -> None:
    if kind.name in found:
        other = type(found[kind.name]).__module__
        raise PraetoriumError(f"two executors are called '{kind.name}': {other} and {where}; rename one of them")
    found[kind.name] = kind()
