"""Brief and playbook → plan: steps with needs, effects, checks and an estimate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from praetorium.errors import RejectedError, UnknownError, UserError
from praetorium.executors import get as executor
from praetorium.models import Brief, Check, Estimate, Plan, Request, Step
from praetorium.planning.expressions import fill, slug
from praetorium.planning.playbooks import Parameter, Playbook, StepTemplate
from praetorium.proofs import registry as proofs

History = Callable[[str, str], tuple[float, int]]
"""(executor, title) → median seconds of like steps and how many there were."""

ENOUGH = 3
"""Runs of a like step from which on history is believed rather than the executor's own model."""


def choose(brief: Brief, request: Request, known: Mapping[str, Playbook]) -> Playbook:
    """The playbook the request names, or the one its intent leads to.

    Raises UnknownError for a name nobody has, RejectedError when no playbook is for this intent.
    """
    if request.playbook:
        if request.playbook not in known:
            raise UnknownError("playbook", request.playbook, known)
        return known[request.playbook]
    fitting = [p for p in known.values() if brief.intent in p.intents]
    if not fitting:
        raise RejectedError(
            f"nothing here knows how to do this ({brief.intent})",
            examples=[p.examples[0] for p in known.values() if p.examples],
        )
    return fitting[-1]


def make_plan(brief: Brief, request: Request, playbook: Playbook, history: History | None = None) -> Plan:
    """Fill the playbook with what was understood. Raises UserError for a parameter that is missing or wrong."""
    names: dict[str, Any] = {
        "brief": brief,
        "request": request,
        "title": brief.title,
        "slug": slug(brief.title),
    }
    names |= _parameters(playbook, brief, request, names)
    templates = [t for t in playbook.steps if fill(t.when, names)]
    kept = {t.id for t in templates}
    steps = tuple(_step(template, kept, names, brief, history) for template in templates)
    plan = Plan(title=brief.title, playbook=playbook.name, steps=steps)
    total = Estimate(seconds=round(plan.critical_path(), 2), cost=sum(s.estimate.cost for s in steps))
    return plan.model_copy(update={"estimate": total})


def _step(
    template: StepTemplate, kept: set[str], names: Mapping[str, Any], brief: Brief, history: History | None
) -> Step:
    doing = executor(template.executor)
    parameters = fill(template.parameters, names)
    checked = _if_known(doing.parameters, parameters)
    title = str(fill(template.title, names))
    return Step(
        id=template.id,
        title=title,
        why=str(fill(template.why, names)),
        executor=template.executor,
        parameters=parameters,
        needs=tuple(n for n in template.needs if n in kept),
        expected=str(fill(template.expected, names)),
        effects=doing.effects if checked is None else doing.effects_of(checked),
        undo=doing.undo,
        checks=tuple(Check(name=c.name, parameters=fill(c.parameters, names)) for c in template.checks),
        estimate=_estimate(template, title, checked, brief, history),
    )


def _if_known(validate: Callable[[Mapping[str, Any]], Any], parameters: Mapping[str, Any]) -> Any:
    """Validated parameters; None while they still hold references to results that are not there yet."""
    if "${" in repr(parameters):
        return None
    return validate(parameters)


def _estimate(template: StepTemplate, title: str, checked: Any, brief: Brief, history: History | None) -> Estimate:
    doing = executor(template.executor)
    own = doing.typical if checked is None else doing.estimate(checked, brief)
    seconds, count = history(template.executor, title) if history else (0.0, 0)
    if count >= ENOUGH:
        return Estimate(seconds=round(seconds, 3), cost=own.cost, source=f"history of {count}")
    proving = sum(proofs()[check.name].seconds for check in template.checks)
    return own.model_copy(update={"seconds": round(own.seconds + proving, 2)})


def _parameters(playbook: Playbook, brief: Brief, request: Request, names: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(request.parameters) - set(playbook.parameters))
    if unknown:
        raise UnknownError(f"parameter of playbook '{playbook.name}'", unknown[0], playbook.parameters)
    values: dict[str, Any] = {}
    for name, parameter in playbook.parameters.items():
        given = request.parameters.get(name, brief.parameters.get(name))
        if given is None and parameter.default is not None:
            given = _default(parameter, {**names, **values})
        if given is None and parameter.required:
            raise UserError(
                f"playbook '{playbook.name}' needs '{name}': {parameter.help or parameter.type}",
                next=f"give it with --set {name}=…",
            )
        values[name] = _typed(name, parameter, given)
    return values


def _default(parameter: Parameter, names: Mapping[str, Any]) -> Any:
    try:
        return fill(parameter.default, names)
    except UserError:
        return None  # the default refers to something the brief does not have: the same as no default


def _typed(name: str, parameter: Parameter, value: Any) -> Any:
    if value is None:
        return None
    if parameter.choices and str(value) not in parameter.choices:
        raise UserError(f"'{name}' is {value!r}; expected one of: {', '.join(parameter.choices)}")
    try:
        match parameter.type:
            case "integer":
                return int(value)
            case "number":
                return float(value)
            case "boolean":
                return value if isinstance(value, bool) else _TRUTH[str(value).lower()]
            case "list":
                return list(value) if isinstance(value, list | tuple) else [v.strip() for v in str(value).split(",")]
    except (ValueError, KeyError):
        raise UserError(f"'{name}' is {value!r}; expected {parameter.type}") from None
    return value


_TRUTH = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}
