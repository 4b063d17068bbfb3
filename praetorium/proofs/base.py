"""The proof protocol and its registry. A proof is run, not believed: it looks for itself and says what it saw.

Each is a module of its own in this package; nothing lists them centrally.
"""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import ValidationError

from praetorium.errors import UnknownError, UserError
from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model, Product, problem_of

P = TypeVar("P", bound=Model)


class Verdict(Model):
    """What a proof found. ``products`` are evidence worth keeping (a screenshot); ``notes`` say in plain words what
    could not be looked at on this machine, for the delivery."""

    checks: tuple[CheckResult, ...]
    products: tuple[Product, ...] = ()
    notes: tuple[str, ...] = ()


class Proof(ABC, Generic[P]):
    """One kind of proof."""

    name: ClassVar[str]
    summary: ClassVar[str]
    Parameters: ClassVar[type[Model]]
    seconds: ClassVar[float] = 0.05
    """What it usually takes: part of the estimate of a step that is proven by it."""

    @abstractmethod
    async def run(self, parameters: P, context: Context, result: dict[str, Any]) -> Verdict:
        """Look for yourself. ``result`` is the step's result. What does not hold is a failed CheckResult, not an
        exception; an exception means that the proof itself could not be run, which counts as failed too."""


@cache
def registry() -> dict[str, Proof[Any]]:
    """All proofs by name."""
    import praetorium.proofs as package

    found: dict[str, Proof[Any]] = {}
    for module in pkgutil.iter_modules(package.__path__):
        if module.name == "base":
            continue
        for value in vars(importlib.import_module(f"{package.__name__}.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, Proof) and value is not Proof and "name" in vars(value):
                found[value.name] = value()
    return dict(sorted(found.items()))


def get(name: str) -> Proof[Any]:
    """The proof of that name; UnknownError suggests the nearest."""
    if name not in registry():
        raise UnknownError("check", name, registry())
    return registry()[name]


async def prove(name: str, given: dict[str, Any], context: Context, result: dict[str, Any]) -> Verdict:
    """Run the proof of that name. Raises UserError for parameters it does not know."""
    proof = get(name)
    try:
        parameters = proof.Parameters.model_validate(given)
    except ValidationError as error:
        where, problem = problem_of(error)
        raise UserError(f"check '{name}': {'.'.join(map(str, where))}: {problem}") from None
    return await proof.run(parameters, context, result)


def given_or(value: str, result: Mapping[str, Any], key: str) -> str:
    """A parameter that need not be given, because the step's own result tells it under that key.

    Raises UserError when it is in neither.
    """
    found = value or result.get(key)
    if not found:
        raise UserError(f"a check needs '{key}': it is not among its parameters, nor in the step's result")
    return str(found)
