"""The plan as a person reads it: each step with why, what it needs, what it does to the world and how it is undone."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.text import Text

from praetorium.cli.screen import NARROW
from praetorium.cli.views.prose import block, bullets, table
from praetorium.models import Plan, Step, Undo
from praetorium.planning.policy import Rule, Ruling
from praetorium.telling.amounts import count, listed, money, took

Judgement = Mapping[str, tuple[Ruling, Rule]]
"""By step: what the policy says of it, and the rule that says so."""

_UNDO = {
    Undo.SNAPSHOT: "snapshot",
    Undo.COMPENSATE: "has an opposite",
    Undo.NOTHING: "nothing to undo",
    Undo.IMPOSSIBLE: "cannot be undone",
}


def plan_view(plan: Plan, judged: Judgement, currency: str, width: int) -> RenderableType:
    """All of the plan. On a narrow terminal what a step does to the world goes beneath its title."""
    narrow = width < NARROW
    shown = table(
        "#",
        "Step",
        "By",
        *(() if narrow else ("Effects", "Undo")),
        "Takes",
        right=("#", "Takes"),
        fold=("Step", "Effects", "Undo"),
    )
    numbers = {step.id: number for number, step in enumerate(plan.steps, 1)}
    for step in plan.steps:
        effects = Text(listed(sorted(step.effects)) or "none")
        undo = Text(_UNDO[step.undo], style="bad" if step.undo is Undo.IMPOSSIBLE else "")
        shown.add_row(
            str(numbers[step.id]),
            _step(step, numbers, judged, [effects, undo] if narrow else []),
            step.executor,
            *(() if narrow else (effects, undo)),
            took(step.estimate.seconds),
        )
    total = (
        f"{count(len(plan.steps), 'step')}, about {took(plan.estimate.seconds)} and "
        f"{money(plan.estimate.cost, currency)}; playbook {plan.playbook}"
    )
    parts = [block("Plan", Group(shown, Text(), Text(total, style="quiet")))]
    asks = [_ruling(step, *judged[step.id]) for step in plan.steps if judged[step.id][0] is not Ruling.RUN]
    if asks:
        parts.append(block("A person decides", bullets(asks)))
    if plan.notes:
        parts.append(block("Notes", bullets(plan.notes)))
    return Group(*parts)


def _step(step: Step, numbers: Mapping[str, int], judged: Judgement, more: list[Text]) -> RenderableType:
    title = Text(step.title, style="title")
    if judged[step.id][0] is not Ruling.RUN:
        title.append(" ?" if judged[step.id][0] is Ruling.ASK else " ✗", style="wait")
    why = Text(step.why, style="quiet")
    if step.needs:
        why.append(f" (after {listed([str(numbers[n]) for n in step.needs])})")
    parts: list[RenderableType] = [title, why]
    if more:
        parts.append(Text.assemble(more[0], (" · ", "quiet"), more[1]))
    return Group(*parts)


def _ruling(step: Step, ruling: Ruling, rule: Rule) -> Text:
    verb = "waits for a person" if ruling is Ruling.ASK else "is never run"
    return Text.assemble((step.title, "wait"), f" {verb}: {rule.why}", (f" (rule {rule.name})", "quiet"))
