"""What is different between two versions of a plan, step by step."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field as Setting

from praetorium.executors import get as executor_of
from praetorium.models import Model, Plan, Step
from praetorium.telling.hidden import masked


class Difference(Model):
    """One step that came, went, or is to be done in another way."""

    step: str
    title: str
    change: Literal["added", "removed", "changed"]
    fields: dict[str, tuple[Any, Any]] = Setting(default_factory=dict)
    """What changed, before and after: ``title``, ``needs``, ``parameters.path``, … What may be secret is hidden."""


def differences(before: Plan, after: Plan, *, brief: tuple[str, str] | None = None) -> tuple[Difference, ...]:
    """In the order of the new plan, then what is gone. Estimates do not count: they move with every run.

    ``brief``: identities of the briefs they were made from; where these differ, steps that read the brief do.
    """
    known = {step.id: step for step in before.steps}
    found = []
    for step in after.steps:
        old = known.pop(step.id, None)
        if old is None:
            found.append(Difference(step=step.id, title=step.title, change="added"))
        elif fields := _fields(old, step) | _read(step, brief):
            found.append(Difference(step=step.id, title=step.title, change="changed", fields=fields))
    gone = (Difference(step=step.id, title=step.title, change="removed") for step in known.values())
    return (*found, *gone)


def _fields(old: Step, new: Step) -> dict[str, tuple[Any, Any]]:
    before, after = _told(old), _told(new)
    names = sorted(before.keys() | after.keys())
    changed = [name for name in names if before.get(name) != after.get(name)]
    return {name: (_shown(name, before.get(name)), _shown(name, after.get(name))) for name in changed}


def _shown(path: str, value: Any) -> Any:
    return masked(value, path.rpartition(".")[2])


def _read(step: Step, brief: tuple[str, str] | None) -> dict[str, tuple[Any, Any]]:
    if brief is None or brief[0] == brief[1] or not executor_of(step.executor).reads_brief:
        return {}
    return {"brief": (brief[0][:8], brief[1][:8])}


def _told(step: Step) -> dict[str, Any]:
    body = step.dump()
    told = {name: body[name] for name in ("title", "executor", "expected", "undo", "checks")}
    told |= {name: sorted(body[name]) for name in ("needs", "effects")}
    return told | dict(_flat("parameters", body["parameters"]))


def _flat(name: str, value: Any) -> list[tuple[str, Any]]:
    """Nested values by their path, so that a difference names what is different and not all around it."""
    if isinstance(value, dict) and value:
        return [pair for key, inner in value.items() for pair in _flat(f"{name}.{key}", inner)]
    return [(name, value)]
