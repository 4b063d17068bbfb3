"""``praetorium approvals``: what waits for a person, with the evidence it was asked with and who said what."""

from __future__ import annotations

from typing import Annotated

import typer

from praetorium.cli.helping import command, group
from praetorium.cli.opening import opened_catalogue
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out


def add_to(app: typer.Typer) -> None:
    made = group(app, "approvals", "Questions that wait for a person.", list_approvals)
    command(made, list_approvals, "praetorium approvals list --json", name="list")
    command(made, show, "praetorium approvals show apr-01")


def list_approvals(
    request: Annotated[str | None, typer.Option("--request", help="Only this request's.")] = None,
    json: AsJson = False,
) -> None:
    """List what waits for a person, the oldest first."""
    with opened_catalogue() as catalogue:
        id = catalogue.requests.get(request).request.id if request else None
        found = catalogue.approvals.waiting(id)
        if json:
            from praetorium.telling.hidden import redacted

            emit([redacted(approval).dump() for approval in found])
            return
        from rich.text import Text

        from praetorium.cli.views.prose import facts, indented, sentence
        from praetorium.cli.wording import when

        if not found:
            out().print("Nothing waits for a person.")
        for approval in found:
            out().print(sentence(approval.question, mark="?", style="wait"))
            verb, more = ("Answer", " --choice …") if approval.kind == "question" else ("Allow", "")
            rows = {
                "Approval": approval.id,
                "Why": str(approval.shown.get("why", "")),
                "Request": approval.request,
                "Since": when(approval.created),
                verb: f"praetorium approve {approval.id}{more}",
            }
            out().print(indented(facts([(label, Text(value)) for label, value in rows.items() if value])))


def show(id: Annotated[str, typer.Argument(metavar="ID", help="The approval's id.")], json: AsJson = False) -> None:
    """Show a question with its evidence and every answer it got."""
    with opened_catalogue() as catalogue:
        approval = catalogue.approvals.get(id)
        decisions = catalogue.decisions.of(id)
        if json:
            from praetorium.telling.hidden import redacted

            told = [redacted(decision).dump() for decision in decisions]
            emit(redacted(approval).dump() | {"decisions": told})
            return
        from praetorium.cli.views.decision import approval_view

        out().print(approval_view(approval, decisions))
