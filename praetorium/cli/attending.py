"""Following a request at a terminal where somebody sits: what it asks on the way is answered right there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from praetorium.cli import options
from praetorium.cli.watching import REDRAWS, interrupted

if TYPE_CHECKING:
    from rich.console import Console

    from praetorium.catalogue import Approval
    from praetorium.house import House
    from praetorium.models import Report

_LETTERS = {"a": "allow", "d": "deny", "r": "refine", "e": "edit", "l": "later"}


def follow_attended(house: House, id: str, console: Console, *, after: int = 0) -> Report:
    """Show what happens from event ``after`` on, and ask what is asked. Raises typer.Exit on Ctrl-C."""
    from rich.live import Live

    from praetorium.cli.views.progress import Progress
    from praetorium.handle import Handle

    handle = Handle(house, id)
    progress = Progress(house.catalogue, id, house.settings.home)
    later: set[str] = set()
    try:
        with Live(progress, console=console, refresh_per_second=REDRAWS, transient=False) as live:
            for event in handle.events(after):
                progress.take(event)
                if event.kind == "approval.asked":
                    live.stop()
                    _ask(house, str(event.facts["approval"]), console, later)
                    live.start(refresh=True)
    except KeyboardInterrupt:
        interrupted(house, id)
    return handle.report()


def _ask(house: House, id: str, console: Console, later: set[str]) -> None:
    """Ask until the question is answered, or put off."""
    from rich.prompt import Prompt
    from rich.text import Text

    from praetorium.cli.ending import explain
    from praetorium.cli.views.decision import approval_view
    from praetorium.errors import UserError

    approval = house.catalogue.approvals.get(id)
    if approval.state != "waiting" or id in later:
        return
    console.print()
    console.print(approval_view(approval, ()))
    offered = ("a", "d", "r", "e", "l") if approval.step else ("a", "d", "l")
    console.print(Text("  " + ", ".join(f"{letter} {_LETTERS[letter]}" for letter in offered)))
    while True:
        try:
            letter = Prompt.ask("Answer", choices=list(offered), default="l", console=console, show_choices=False)
            if letter == "l":
                later.add(id)
                console.print(Text(f"  Answer later: praetorium approve {id}"))
                return
            _answer(house, approval, _LETTERS[letter], console)
            return
        except EOFError:
            return
        except UserError as error:
            explain(error)
            if house.catalogue.approvals.get(id).state != "waiting":
                return


def _answer(house: House, approval: Approval, answer: str, console: Console) -> None:
    from rich.prompt import Prompt

    from praetorium.catalogue import Answer
    from praetorium.cli.views.decision import differences_view
    from praetorium.decisions import decide
    from praetorium.models import Door

    given: dict[str, Any] = {}
    because = None
    if answer == "deny":
        because = Prompt.ask("Because", default="", console=console) or None
    elif answer == "refine":
        given = {"words": Prompt.ask("What should be different", console=console)}
    elif answer == "edit":
        given = {"parameters": options.parameters(Prompt.ask("name=value", console=console).split())}
    elif approval.kind == "question":
        given = {"choice": Prompt.ask("Choice", default=approval.shown.get("default") or "", console=console)}
    decided = decide(house, approval.id, Answer(answer), who=house.actor, door=Door.CLI, because=because, given=given)
    if decided.differences:
        console.print(differences_view(decided.differences))
