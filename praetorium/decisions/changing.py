"""Another plan in place of the one that was asked about: refined in words, or edited in a step's parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from praetorium.catalogue import Approval, ApprovalState
from praetorium.decisions.asking import Case
from praetorium.decisions.permission import terms_of
from praetorium.errors import RefusedError
from praetorium.executors import get as executor_of
from praetorium.house import House
from praetorium.intake import draft
from praetorium.models import Brief, Plan, Request
from praetorium.planning.differing import Difference, differences
from praetorium.planning.policy import Ruling
from praetorium.schedules.settling import settled
from praetorium.telling.hidden import restored
from praetorium.words.refining import refine


@dataclass(frozen=True)
class Change:
    """A plan that is to take the place of another."""

    before: Plan
    after: Plan
    brief: Brief
    read: str
    """Identity of the brief that the plan before was made from."""
    told: tuple[str, ...] = ()
    """What changed of the understanding, and what of the words could not be used."""
    allows: str | None = None
    """The hash of the question that needs no asking any more."""

    @property
    def differences(self) -> tuple[Difference, ...]:
        return differences(self.before, self.after, brief=(self.read, self.brief.identity))


def refined(house: House, request: Request, words: str) -> Change:
    """The plan after the words have changed the brief; edits of steps that stay are kept.

    Raises UserError or RefusedError when nothing of the words can be used, or the plan would stay as it is.
    """
    brief, before = _present(house, request)
    made = refine(brief, words)
    made = replace(made, brief=settled(made.brief, house.settings.timezone))
    after = _with_edits(house, request, draft(house, request, made.brief))
    told = (*made.changes, *(f"Not done: {why}" for why in made.refused))
    change = Change(before, after, made.brief, brief.identity, told)
    if not change.differences:
        said = f"; {made.refused[0]}" if made.refused else ""
        raise RefusedError(f"'{words}' changes nothing in the plan{said}", next="say what should be different, or deny")
    return change


def edited(house: House, request: Request, approval: Approval, parameters: Mapping[str, Any]) -> Change:
    """The plan with the step's parameters changed.

    Raises UserError naming the field when the executor does not take them, RefusedError when the policy forbids what
    would come of them, or nothing would be different.
    """
    brief, before = _present(house, request)
    if approval.step is None:
        raise RefusedError("there is nothing to edit in this question", next=f"praetorium approvals show {approval.id}")
    step, shown = before.step(approval.step), approval.shown.get("parameters", {})
    meant = {name: restored(value, shown.get(name), name) for name, value in parameters.items()}
    changed = step.model_copy(update={"parameters": step.parameters | meant})
    case = Case(house, request, brief, changed)
    ruling, rule = case.judge()
    if ruling is Ruling.NEVER:
        raise RefusedError(f"the policy forbids that: {rule.why}", next=f"see rule '{rule.name}'")
    validated = executor_of(step.executor).parameters(case.given)
    changed = changed.model_copy(
        update={
            "effects": case.step.effects,
            "undo": case.step.undo,
            "estimate": executor_of(step.executor).estimate(validated, brief),
        }
    )
    after = before.model_copy(update={"steps": tuple(changed if s.id == step.id else s for s in before.steps)})
    # Another rule may want other people: their yes cannot be taken from this answer.
    same = ruling is Ruling.ASK and rule.name == approval.shown.get("rule") and rule.terms == terms_of(approval)
    allows = Case(house, request, brief, changed).question(rule).shown_hash if same and rule.agree == 1 else None
    change = Change(before, after, brief, brief.identity, allows=allows)
    if not change.differences:
        raise RefusedError(f"'{step.title}' has these parameters already", next=f"praetorium approve {approval.id}")
    return change


def put_in_force(house: House, connection: Connection, request: str, change: Change) -> Plan:
    """Store the new version, in the transaction of the decision; steps that did not change keep what they are."""
    catalogue = house.catalogue
    if catalogue.plans.version(request, connection) != change.before.version:
        raise RefusedError("the plan has changed meanwhile", next="look at it again, and answer again")
    brief = change.brief
    if brief.version != catalogue.briefs.version(request, connection) or change.told:
        brief = catalogue.briefs.store(connection, request, brief)
        catalogue.outbox.put(connection, request, "brief", request, {"version": brief.version})
    plan = catalogue.plans.store(connection, request, change.after, brief)
    catalogue.steps.lay_out(connection, request, plan)
    catalogue.outbox.put(connection, request, "plan", request, {"version": plan.version})
    facts = {
        "version": plan.version,
        "brief": brief.version,
        "differences": [d.dump() for d in change.differences],
        "told": list(change.told),
    }
    count = len(change.differences)
    title = f"Version {plan.version} of the plan: {count} step{'s' * (count != 1)} different"
    catalogue.events.append(connection, request, "plan.changed", title, facts=facts)
    return plan


def unchanged(change: Change, approvals: list[Approval]) -> set[str]:
    """Ids of the questions that stand as they are in the new plan."""
    touched = {difference.step for difference in change.differences}
    return {approval.id for approval in approvals if approval.step is None or approval.step not in touched}


def _present(house: House, request: Request) -> tuple[Brief, Plan]:
    brief, plan = house.catalogue.briefs.get(request.id), house.catalogue.plans.get(request.id)
    if brief is None or plan is None:
        raise RefusedError("there is no plan yet that could be changed", next="answer the question first")
    return brief, plan


def _with_edits(house: House, request: Request, plan: Plan) -> Plan:
    """A plan made anew from the brief, with what people edited before still in it."""
    edits = [a for a in house.catalogue.approvals.of(request.id) if a.state is ApprovalState.EDITED and a.answer]
    steps = {step.id: step for step in plan.steps}
    for approval in edits:
        if (step := steps.get(approval.step or "")) is not None and approval.answer is not None:
            parameters = step.parameters | approval.answer.get("parameters", {})
            steps[step.id] = step.model_copy(update={"parameters": parameters})
    return plan.model_copy(update={"steps": tuple(steps.values())})
