"""Money before and after a step: set aside so that steps that run at once cannot overrun together, then settled."""

from __future__ import annotations

from sqlalchemy import Connection

from praetorium.catalogue import Approval, Use
from praetorium.catalogue.budgets import DAY
from praetorium.decisions.asking import Case, put, without_rule
from praetorium.models import Outcome, Step, now
from praetorium.stages.job import Job


def set_aside(job: Job, case: Case) -> Approval | None:
    """Reserve what the step is expected to cost; where a budget has not so much left, the question for more."""
    catalogue, request, cost = job.house.catalogue, job.request, case.step.estimate.cost
    if cost <= 0:
        return None
    with catalogue.write() as connection:
        short, near = catalogue.budgets.reserve(
            connection, request.id, case.step.id, cost, budget=request.budget, project=request.project
        )
        for use in near:
            title = f"The budget of {told_scope(use.scope)} is nearly used up"
            catalogue.events.append(connection, job.lease, "budget.warning", title, facts=use.dump())
    return _more(job, case, short, cost) if short else None


def settle(job: Job, connection: Connection, step: Step, outcome: Outcome) -> None:
    """Book what the step really cost in place of what was set aside; more than a budget is said at once."""
    catalogue, request = job.house.catalogue, job.request
    catalogue.ledger.book(
        connection,
        request.id,
        what="wall-seconds",
        amount=outcome.seconds,
        cost=outcome.cost,
        step=step.id,
        executor=step.executor,
        project=request.project,
    )
    catalogue.budgets.settle(connection, request.id, step.id)
    if outcome.cost > step.estimate.cost:
        for use in catalogue.budgets.overrun(connection, request.id, budget=request.budget, project=request.project):
            title = f"The budget of {told_scope(use.scope)} is overrun: it cost more than expected"
            catalogue.events.append(
                connection, job.lease, "budget.overrun", title, step=step.id, facts=use.dump() | {"cost": outcome.cost}
            )


def told_scope(scope: str) -> str:
    """A budget's scope for people."""
    kind, _, name = scope.partition(":")
    return {"request": "this request", "day": "today"}.get(kind, f"project {name}")


def _more(job: Job, case: Case, short: Use, cost: float) -> Approval:
    more = round(cost - short.left, 6)
    why = f"the budget of {told_scope(short.scope)} is {short.budget:g}, and this costs about {cost:g}"
    rule = without_rule("budget", why, job.house.policy.asking)
    shown = case.shown(rule) | {
        "scope": short.scope,
        "budget": short.budget,
        # A day's budget is another one each day: what was allowed yesterday says nothing about today.
        "day": f"{now():%Y-%m-%d}" if short.scope == DAY else None,
        # Told, not bound: it moves while other steps end.
        "now": {"more": more, "spent": short.spent, "reserved": short.reserved},
    }
    question = f"May it cost {more:g} {job.house.settings.currency} more: {case.step.title}?"
    return put(job.request, question, rule, shown, step=case.step.id, kind="budget")
