"""``praetorium plan``: what would be understood and done, without doing or keeping anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from praetorium.cli import options
from praetorium.cli.ending import code_of, explain, told
from praetorium.cli.helping import command
from praetorium.cli.opening import opened
from praetorium.cli.options import AsJson, Files, PlaybookName, Project, Words
from praetorium.cli.screen import emit, out
from praetorium.errors import PraetoriumError

if TYPE_CHECKING:
    from rich.console import Console

    from praetorium.cli.views.plan import Judgement
    from praetorium.house import House
    from praetorium.models import Brief, Plan


def add_to(app: typer.Typer) -> None:
    command(app, plan, 'praetorium plan "simple todo list, dark, green accents"')


def plan(
    words: Words,
    project: Project = None,
    playbook: PlaybookName = None,
    set: options.Settings = None,
    file: Files = None,
    json: AsJson = False,
) -> None:
    """Show what would be understood and done, and do nothing.

    Nothing is kept, and no services are needed. Ends with 2 when the words say nothing usable.
    """
    with opened() as house:
        from praetorium.cli.preview import preview

        words_said = options.said(words)
        try:
            request, brief, made = preview(
                house,
                words_said,
                project=project,
                playbook=playbook,
                parameters=options.parameters(set),
                files=file or (),
                folder=Path.cwd(),
            )
        except PraetoriumError as error:
            if json:
                what, why, next = told(error)
                failure = {"what": "No plan could be made", "why": f"{what} {why}".strip(), "next": next}
                emit({"brief": None, "plan": None, "policy": [], "error": failure})
            explain(error)
            raise typer.Exit(code_of(error)) from None
        if json:
            from praetorium.telling.hidden import redacted

            judged = _judged(house, made, request.project)
            rulings = [
                {"step": step, "then": ruling, "rule": rule.name, "why": rule.why}
                for step, (ruling, rule) in judged.items()
            ]
            emit({"brief": redacted(brief).dump(), "plan": redacted(made).dump(), "policy": rulings, "error": None})
            return
        console = out()
        show_brief(words_said, brief, console)
        show_plan(house, made, request.project, console)
        console.print("\nNothing was done. To have it done: praetorium run with the same words.", style="quiet")


def show_brief(words: str, brief: Brief, console: Console, *, id: str | None = None, unattended: bool = False) -> None:
    """The words and what was understood of them."""
    from praetorium.cli.views.brief import brief_view, headline

    console.print(headline(words, id))
    console.print(brief_view(brief, answered=unattended))


def show_plan(house: House, made: Plan, project: str | None, console: Console) -> None:
    """The plan, with what the policy says of each step."""
    from praetorium.cli.views.plan import plan_view

    console.print(plan_view(made, _judged(house, made, project), house.settings.currency, console.width))


def _judged(house: House, made: Plan, project: str | None) -> Judgement:
    policy, confined = house.policy, house.commands.level != "none"
    return {step.id: policy.judge(step, project=project, confined=confined) for step in made.steps}
