"""``praetorium policy``: what a plan would ask, by which rule, and why no other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from praetorium.cli import options
from praetorium.cli.helping import command, group
from praetorium.cli.opening import opened
from praetorium.cli.options import AsJson, Files, PlaybookName, Project, Words
from praetorium.cli.screen import emit, out

if TYPE_CHECKING:
    from praetorium.house import House
    from praetorium.models import Brief, Plan, Request


def add_to(app: typer.Typer) -> None:
    made = group(app, "policy", "What runs by itself, what asks, what never runs.", rules)
    command(made, rules, "praetorium policy rules --json")
    command(made, check, 'praetorium policy check "delete everything in ./build"')


def rules(json: AsJson = False) -> None:
    """List the rules in force, in the order in which they are looked at. A team's, kept in Prefect, come first."""
    with opened() as house:
        policy = house.policy
        if json:
            emit(policy.dump())
            return
        from praetorium.cli.views.prose import table
        from praetorium.telling.amounts import listed

        shown = table("Rule", "Then", "For", "Why", fold=("For", "Why"))
        team = {rule.name for rule in policy.stricter}
        for rule in (*policy.stricter, *policy.rules):
            about = [*sorted(rule.effects), *sorted(rule.executors), *sorted(rule.projects), *sorted(rule.environments)]
            about += [f"over {rule.over:g}"] if rule.over is not None else []
            shown.add_row(
                rule.name,
                str(rule.then),
                listed(about) or "everything",
                f"{rule.why} (the team's, in Prefect)" if rule.name in team else rule.why,
            )
        out().print(shown)


def check(
    words: Words,
    project: Project = None,
    playbook: PlaybookName = None,
    set: options.Settings = None,
    file: Files = None,
    json: AsJson = False,
) -> None:
    """Explain what a plan would ask, and why, rule by rule. Nothing is done or kept."""
    with opened() as house:
        from praetorium.cli.preview import preview

        request, brief, plan = preview(
            house,
            options.said(words),
            project=project,
            playbook=playbook,
            parameters=options.parameters(set),
            files=file or (),
            folder=Path.cwd(),
        )
        explained = [_explained(house, request, brief, plan, step.id) for step in plan.steps]
        if json:
            emit(explained)
            return
        from rich.text import Text

        from praetorium.cli.views.prose import bullets, indented, sentence

        marks = {"run": ("✓", "good"), "ask": ("?", "wait"), "never": ("✗", "bad")}
        for step in explained:
            out().print(
                sentence(f"{step['title']}: {step['then']}", mark=marks[step["then"]][0], style=marks[step["then"]][1])
            )
            out().print(indented(bullets(Text(line) for line in step["because"])))


def _explained(house: House, request: Request, brief: Brief, plan: Plan, id: str) -> dict[str, Any]:
    from praetorium.decisions.asking import environment_of, touches

    step, policy = plan.step(id), house.policy
    told: dict[str, Any] = {
        "project": request.project,
        "environment": environment_of(request, brief),
        "confined": house.commands.level != "none",
    }
    ruling, rule = policy.judge(step, **told)
    because = []
    for reason in policy.explain(step, **told):
        passed = "".join(f"; not {name}: {why}" for name, why in reason.passed)
        because.append(f"{reason.effect} → {reason.rule.then} by rule {reason.rule.name}: {reason.rule.why}{passed}")
    if request.project and touches(step.effects) and not house.catalogue.projects.covering(request.project):
        because.append(f"{request.project} is not registered: from the command line it is registered by being named")
    if (
        ruling == "ask"
        and rule.remember
        and (g := house.catalogue.grants.covering(rule.name, step.executor, step.effects, request.project))
    ):
        because.append(f"not asked after all: {g.who} allowed it for good ({g.id})")
    return {"step": id, "title": step.title, "then": str(ruling), "rule": rule.name, "because": because}
