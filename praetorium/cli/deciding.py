"""``praetorium approve``, ``deny``, ``refine``, ``edit``: the answers to what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from praetorium.cli import options
from praetorium.cli.helping import command
from praetorium.cli.opening import opened
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out

if TYPE_CHECKING:
    from praetorium.decisions import Decided
    from praetorium.house import House

ApprovalId = Annotated[str, typer.Argument(metavar="ID", help="The approval's id, as 'praetorium approvals' lists it.")]
Because = Annotated[str | None, typer.Option("--because", metavar="TEXT", help="Why; kept with the decision.")]


def add_to(app: typer.Typer) -> None:
    command(app, approve, "praetorium approve apr-01", "praetorium approve --all-safe")
    command(app, deny, 'praetorium deny apr-01 --because "not before Monday"')
    command(app, refine, 'praetorium refine apr-01 "without the leads page"')
    command(app, edit, "praetorium edit apr-01 --set path=build/tmp")


def approve(
    id: Annotated[str | None, typer.Argument(metavar="ID", help="The approval's id.", show_default=False)] = None,
    all_safe: Annotated[
        bool, typer.Option("--all-safe", help="Allow all that is safe, and say what makes it so.")
    ] = False,
    because: Because = None,
    choice: Annotated[
        str | None, typer.Option("--choice", metavar="TEXT", help="The answer to a question, or its number.")
    ] = None,
    more: Annotated[
        str | None,
        typer.Option("--more", metavar="MONEY", help="How much more a budget gets; what is missing by default."),
    ] = None,
    always: Annotated[
        bool, typer.Option("--always", help="Allow the like from now on; see 'praetorium grants'.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Allow what waits. The request goes on at once."""
    if (id is None) is not all_safe:
        raise typer.BadParameter("name one approval, or give --all-safe; not both")
    with opened() as house:
        if id is None:
            _all_safe(house, because, json)
            return
        given: dict[str, Any] = {} if choice is None else {"choice": choice}
        given |= {} if more is None else {"more": options.amount(more)}
        _told(_decided(house, id, "allow", because, given, always=always), json)


def deny(id: ApprovalId, because: Because = None, json: AsJson = False) -> None:
    """Say no: the step is not done, and the request ends as denied."""
    with opened() as house:
        _told(_decided(house, id, "deny", because, {}), json)


def refine(
    id: ApprovalId,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="What should be different, in plain English.")],
    because: Because = None,
    json: AsJson = False,
) -> None:
    """Say in words what should be different.

    The understanding changes, and with it the plan; what it does not change stays done. Shows what is different.
    """
    with opened() as house:
        _told(_decided(house, id, "refine", because, {"words": options.said(words)}), json)


def edit(
    id: ApprovalId,
    set: Annotated[list[str], typer.Option("--set", metavar="K=V", help="A parameter; may be given several times.")],
    because: Because = None,
    json: AsJson = False,
) -> None:
    """Allow a step with other parameters.

    They are checked as the step's executor wants them before they are taken.
    """
    with opened() as house:
        _told(_decided(house, id, "edit", because, {"parameters": options.parameters(set)}), json)


def _decided(
    house: House, id: str, answer: str, because: str | None, given: dict[str, Any], *, always: bool = False
) -> Decided:
    from praetorium.catalogue import Answer
    from praetorium.decisions import decide
    from praetorium.models import Door

    return decide(
        house, id, Answer(answer), who=house.actor, door=Door.CLI, because=because, given=given, always=always
    )


def _all_safe(house: House, because: str | None, json: bool) -> None:
    """Allow what a rule makes safe, each on its own; what is not safe is left waiting and counted."""
    from praetorium.decisions import safe
    from praetorium.errors import RefusedError

    waiting = house.catalogue.approvals.waiting()
    found = [told for approval in waiting if (told := safe(approval))]
    allowed, refused = [], []
    for told in found:
        try:
            decided = _decided(house, told.approval, "allow", because or f"safe: {told.rule}", {})
        except RefusedError as error:
            refused.append((told, str(error)))
        else:
            allowed.append((told, decided))
    left = len(waiting) - len(allowed)
    if json:
        emit({"allowed": [told.dump() for told, _ in allowed], "left": left})
        return
    from praetorium.telling.amounts import count

    for told, _ in allowed:
        out().print(f"✓ {told.question}\n  Safe by rule {told.rule}: {told.why}", soft_wrap=True)
    for told, why in refused:
        out().print(f"– {told.question}\n  Left: {why}", soft_wrap=True)
    out().print(f"{len(allowed)} allowed, {count(left, 'question')} left to look at: praetorium approvals")


def _told(decided: Decided, json: bool) -> None:
    if json:
        from praetorium.telling.hidden import redacted

        approval, decision = redacted(decided.approval), redacted(decided.decision)
        emit(decided.model_copy(update={"approval": approval, "decision": decision}).dump())
        return
    approval, console = decided.approval, out()
    if not decided.settled:
        console.print(f"✓ Counted: {decided.agreed} of {decided.needed} agree. It goes on when all have.")
        return
    console.print(f"✓ {str(approval.state).capitalize()}: {approval.question}", soft_wrap=True)
    for line in decided.told:
        console.print(f"  {line}", soft_wrap=True)
    if decided.differences:
        from praetorium.cli.views.decision import differences_view

        console.print(differences_view(decided.differences))
    if decided.grant:
        console.print(
            f"  Allowed for good as {decided.grant}. Take it back: praetorium grants revoke {decided.grant}",
            soft_wrap=True,
        )
    console.print(f"  Follow it: praetorium follow {approval.request}", soft_wrap=True)
