"""Asking at the terminal what a brief leaves open; the answers make the next version of the brief and of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.prompt import Prompt
from rich.text import Text

from praetorium.cli.ending import Code
from praetorium.models import Brief, Question, Request

if TYPE_CHECKING:
    from rich.console import Console

    from praetorium.house import House


def answered(house: House, request: Request, brief: Brief, console: Console) -> None:
    """Ask the questions that block; the others keep the assumption that was shown.

    Ctrl-C instead of an answer cancels the request, which was not started yet. Raises typer.Exit.
    """
    from praetorium.engine.starting import held_at_the_door
    from praetorium.words.settling import settle

    blocking = [question for question in brief.questions if question.blocking]
    if not blocking:
        return
    console.print()
    with held_at_the_door(house, request.id):
        try:
            answers = {question.id: _ask(question, console) for question in blocking}
        except (KeyboardInterrupt, EOFError):
            from praetorium.engine.stopping import cancel

            cancel(house, request.id)
            console.print(Text(f"\n■ Cancelled {request.id} before it was started."))
            raise typer.Exit(Code.CANCELLED) from None
        _keep(house, request, settle(brief, answers), answers)


def _keep(house: House, request: Request, brief: Brief, answers: dict[str, str]) -> None:
    from praetorium.intake import draft, keep_brief, keep_plan

    with house.catalogue.write() as connection:
        facts = {"answers": answers}
        house.catalogue.events.append(connection, request.id, "brief.answered", "Questions answered", facts=facts)
    kept = keep_brief(house, request, brief)
    keep_plan(house, request, draft(house, request, kept), kept)


def _ask(question: Question, console: Console) -> str:
    for number, choice in enumerate(question.choices, 1):
        console.print(Text(f"  {number}  {choice}"))
    while True:
        said = Prompt.ask(Text(question.text, style="title"), console=console, default=question.default or "")
        if said.isdigit() and 0 < int(said) <= len(question.choices):
            return question.choices[int(said) - 1]
        if said.strip():
            return said.strip()
