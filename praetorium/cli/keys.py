"""``praetorium keys``: keys for the page and the API. Only checksums of them are kept."""

from __future__ import annotations

from typing import Annotated

import typer

from praetorium.cli.helping import command, group
from praetorium.cli.opening import chosen_settings, opened_catalogue
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out


def add_to(app: typer.Typer) -> None:
    made = group(app, "keys", "Keys for the page and the API.", list_keys)
    command(made, list_keys, "praetorium keys list --json", name="list")
    command(made, add, "praetorium keys add ada --label ci --days 90")
    command(made, revoke, "praetorium keys revoke key-01")
    command(made, prefect, "praetorium keys prefect")


def list_keys(json: AsJson = False) -> None:
    """List keys, whose they are and when they were used last; the keys themselves are nowhere."""
    with opened_catalogue() as catalogue:
        from praetorium.accounts import Accounts

        found = Accounts(catalogue).all_keys()
        if json:
            emit([key.dump() for key in found])
            return
        from praetorium.cli.views.prose import table
        from praetorium.cli.wording import when

        if not found:
            out().print("No keys yet. Make one: praetorium keys add NAME")
            return
        shown = table("Key", "Person", "Label", "Made", "Used", "", fold=("Person", "Label"))
        for key in found:
            state = "revoked" if key.revoked else f"until {when(key.expires)}" if key.expires else ""
            used = when(key.used) if key.used else "never"
            shown.add_row(key.id, key.person, key.label, when(key.created), used, state)
        out().print(shown)


def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is.")],
    label: Annotated[str, typer.Option("--label", help="What it is for.")] = "",
    days: Annotated[float | None, typer.Option("--days", min=0.01, help="How long it is good for.")] = None,
    json: AsJson = False,
) -> None:
    """Make a key for a person. It is shown once.

    Send it as the header X-API-Key, or as a bearer token.
    """
    with opened_catalogue() as catalogue:
        from praetorium.accounts import Accounts

        issued = Accounts(catalogue).issue(name, label, days)
        if json:
            emit(issued.key.dump() | {"key": issued.secret})
        else:
            out().print(f"✓ {issued.key.id} for {name}", style="good")
            out().print(f"  Key, shown this once: {issued.secret}", soft_wrap=True)


def revoke(
    id: Annotated[str, typer.Argument(metavar="KEY", help="The key's id, as 'praetorium keys' lists it.")],
    json: AsJson = False,
) -> None:
    """Take a key back; sessions that were opened with it end."""
    with opened_catalogue() as catalogue:
        from praetorium.accounts import Accounts

        Accounts(catalogue).revoke_key(id)
        if json:
            emit({"revoked": id})
        else:
            out().print(f"✓ Revoked {id}.")


def prefect(json: AsJson = False) -> None:
    """Show what Prefect's own pages and API ask for.

    From the first account on they want a password. Type it as it is where Prefect's page asks for one; give it to
    Prefect's own programs as PREFECT_API_AUTH_STRING.
    """
    settings = chosen_settings()
    from praetorium.engine import password

    secret = password.known(settings)
    if json:
        emit({"password": secret})
    elif secret is not None:
        out().print(secret, soft_wrap=True)
    elif settings.foreign_prefect is not None:
        out().print(f"Prefect at {settings.foreign_prefect} is your team's; it has its own ways to sign in.")
    else:
        out().print("Prefect asks for nothing: there are no accounts, and it answers to this machine alone.")
