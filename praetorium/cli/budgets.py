"""``praetorium budgets``: what a day or a project may cost, and what everything has cost."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from praetorium.cli import options
from praetorium.cli.helping import command, group
from praetorium.cli.opening import opened, opened_catalogue
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out

Scope = Annotated[str, typer.Argument(metavar="SCOPE", help="'day', or a project's folder.")]


def add_to(app: typer.Typer) -> None:
    made = group(app, "budgets", "What a day or a project may cost, and what things cost.", list_budgets)
    command(made, list_budgets, "praetorium budgets list --json", name="list")
    command(made, set_budget, "praetorium budgets set day 20", name="set")
    command(made, remove, "praetorium budgets remove day")
    command(made, spent, "praetorium budgets spent --by executor")


def list_budgets(json: AsJson = False) -> None:
    """List the limits with what is used of them. A request's own is given with 'run --budget'."""
    with opened() as house:
        found = house.catalogue.budgets.find()
        if json:
            emit([use.dump() | {"left": use.left} for use in found])
            return
        from praetorium.cli.views.prose import table
        from praetorium.telling.amounts import money

        if not found:
            out().print("No limits. Set one: praetorium budgets set day 20")
            return
        shown = table("Scope", "Budget", "Spent", "Set aside", "Left", right=("Budget", "Spent", "Set aside", "Left"))
        for use in found:
            figures = (use.budget, use.spent, use.reserved, use.left)
            shown.add_row(use.scope.removeprefix("project:"), *(money(f, house.settings.currency) for f in figures))
        out().print(shown)


def set_budget(
    scope: Scope,
    amount: Annotated[str, typer.Argument(metavar="MONEY", help="Most it may cost.")],
    json: AsJson = False,
) -> None:
    """Limit what a day (of UTC) or a project may cost: beyond it a person is asked for more."""
    most = options.amount(amount)
    with opened() as house:
        house.catalogue.budgets.set(_scope(scope), float(most or 0.0), house.actor)
        if json:
            emit({"scope": _scope(scope), "budget": most})
        else:
            out().print(f"✓ {scope} may cost {most:g} {house.settings.currency}.", soft_wrap=True)


def remove(scope: Scope, json: AsJson = False) -> None:
    """Take a limit away."""
    with opened() as house:
        house.catalogue.budgets.remove(_scope(scope))
        if json:
            emit({"scope": _scope(scope)})
        else:
            out().print(f"✓ {scope} has no limit any more.", soft_wrap=True)


def spent(
    by: Annotated[str, typer.Option("--by", help="step, request, project, executor or day.")] = "day",
    request: Annotated[str | None, typer.Option("--request", help="Only this request's.")] = None,
    json: AsJson = False,
) -> None:
    """Show what everything has cost, added up; the dearest first."""
    keys = ("step", "request", "project", "executor", "day")
    if by not in keys:
        raise typer.BadParameter(f"'{by}' is none of: {', '.join(keys)}")
    with opened_catalogue() as catalogue:
        id = catalogue.requests.get(request).request.id if request else None
        key = cast(Literal["step", "request", "project", "executor", "day"], by)
        totals = catalogue.ledger.totals(key, request=id)
        if json:
            emit(totals)
            return
        from praetorium.cli.views.prose import table

        shown = table(by.capitalize(), "Cost", right=("Cost",))
        for name, cost in totals.items():
            shown.add_row(name or "none", f"{cost:.2f}")
        out().print(shown)


def _scope(said: str) -> str:
    return said if said == "day" else f"project:{Path(said).expanduser().resolve()}"
