"""Questions to a person, as they are put: what is asked, by which rule, with which evidence, on which terms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from praetorium.accounts.reach import Reach
from praetorium.catalogue import Approval
from praetorium.executors import get as executor_of
from praetorium.house import House
from praetorium.models import Brief, Effect, Request, Step, Undo, now
from praetorium.planning.expressions import resolve
from praetorium.planning.policy import Rule, Ruling, Terms

LOOKING = 20.0
"""Seconds that looking up beforehand what a step would do may take."""


class Case:
    """A step as the policy sees it: with its parameters, effects and way back settled."""

    def __init__(
        self,
        house: House,
        request: Request,
        brief: Brief | None,
        step: Step,
        *,
        given: dict[str, Any] | None = None,
        reach: Reach | None = None,
    ) -> None:
        """``given``: the parameters with what the steps before gave filled in, and ``reach``: what the request may work
        on, where they are known already.

        Raises UserError when the parameters are not what the executor wants, UnseenError or RefusedError when they
        name what whoever asked may not see or change.
        """
        executor = executor_of(step.executor)
        self.house, self.request = house, request
        self.given = _filled_in(house, request, step) if given is None else given
        parameters = executor.parameters(self.given)
        self.reach = reach or Reach.of(house, request)
        self.reach.check(executor.works_on, self.given)
        self.step = step.model_copy(
            update={"effects": executor.effects_of(parameters), "undo": executor.undo_with(parameters)}
        )
        self.environment = environment_of(request, brief)

    def judge(self) -> tuple[Ruling, Rule]:
        """What the policy says of it."""
        return self.house.policy.judge(
            self.step,
            project=self.request.project,
            environment=self.environment,
            confined=self.house.commands.level != "none",
        )

    def question(self, rule: Rule, preview: str | None = None) -> Approval:
        """May this be done?"""
        shown = self.shown(rule) | ({"preview": preview} if preview else {})
        return put(self.request, f"May this be done: {self.step.title}?", rule, shown, step=self.step.id)

    def shown(self, rule: Rule) -> dict[str, Any]:
        """The evidence an answer is bound to."""
        step = self.step
        return {
            "rule": rule.name,
            "why": rule.why,
            "step": step.title,
            "expected": step.expected,
            "executor": step.executor,
            "effects": sorted(step.effects),
            "parameters": self.given,
            "cost": step.estimate.cost,
            "undo": str(step.undo),
            "reversible": step.undo is not Undo.IMPOSSIBLE,
            "project": self.request.project,
        }


def _filled_in(house: House, request: Request, step: Step) -> dict[str, Any]:
    rows = house.catalogue.steps.some(request.id, step.needs) if step.needs else {}
    results = {n: dict(o.result) for n in step.needs if n in rows and (o := rows[n].outcome)}
    filled: dict[str, Any] = resolve(step.parameters, results)
    return filled


def put(
    request: Request, question: str, rule: Rule, shown: dict[str, Any], *, step: str | None, kind: str = "step"
) -> Approval:
    """The question with the terms of its rule, from now on."""
    terms = rule.terms
    return Approval(
        request=request.id,
        step=step,
        kind=kind,
        question=question,
        shown=shown,
        terms=terms.dump(),
        expires=_in(terms.expires),
        remind=_in(terms.remind),
    )


def without_rule(name: str, why: str, terms: Terms) -> Rule:
    """What stands in for a rule where something other than the policy's rules asks."""
    return Rule(name=name, why=why, then=Ruling.ASK, **{field: getattr(terms, field) for field in Terms.model_fields})


def environment_of(request: Request, brief: Brief | None) -> str | None:
    """The environment (dev, staging, prod) that the request names."""
    named = request.parameters.get("environment") or (brief.parameters.get("environment") if brief else None)
    return named if isinstance(named, str) else None


def touches(effects: frozenset[Effect]) -> bool:
    """Whether a step does something in the folder it works in."""
    return bool(effects & {Effect.WRITE_WORKSPACE, Effect.RUN_CODE, Effect.DESTROY})


def _in(length: timedelta | None) -> Any:
    return now() + length if length else None
