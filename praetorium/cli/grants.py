"""``praetorium grants``: what was allowed for good, and taking it back."""

from __future__ import annotations

from typing import Annotated

import typer

from praetorium.cli.helping import command, group
from praetorium.cli.opening import opened, opened_catalogue
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out


def add_to(app: typer.Typer) -> None:
    made = group(app, "grants", "Standing approvals: what was allowed for good.", list_grants)
    command(made, list_grants, "praetorium grants list --all", name="list")
    command(made, revoke, "praetorium grants revoke grt-01")


def list_grants(
    all: Annotated[bool, typer.Option("--all", help="Those that were revoked as well.")] = False, json: AsJson = False
) -> None:
    """List standing approvals, the newest first."""
    with opened_catalogue() as catalogue:
        found = catalogue.grants.find(revoked=all)
        if json:
            emit([grant.dump() for grant in found])
            return
        from praetorium.cli.views.prose import table
        from praetorium.cli.wording import when
        from praetorium.telling.amounts import listed

        if not found:
            out().print("Nothing was allowed for good. To do so: praetorium approve ID --always")
            return
        shown = table(
            "Grant",
            "Executor",
            "Effects",
            "Project",
            "Rule",
            "By",
            "Used",
            right=("Used",),
            fold=("Effects", "Project", "By"),
        )
        for g in found:
            by = f"{g.who}, {when(g.created)}" + (f"; revoked by {g.revoked_by}" if g.revoked else "")
            shown.add_row(
                g.id, g.executor, listed(list(g.effects)), g.project or "own workspace", g.rule, by, str(g.uses)
            )
        out().print(shown)


def revoke(id: Annotated[str, typer.Argument(metavar="ID", help="The grant's id.")], json: AsJson = False) -> None:
    """Take a standing approval back: from now on it is asked again."""
    with opened() as house:
        grant = house.catalogue.grants.revoke(id, house.actor)
        if json:
            emit(grant.dump())
        else:
            out().print(f"✓ Revoked {grant.id}: {grant.executor} asks again under rule {grant.rule}.")
