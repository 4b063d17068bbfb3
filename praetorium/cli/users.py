"""``praetorium users``: who may come in, and in which role."""

from __future__ import annotations

from typing import Annotated

import typer

from praetorium.cli.helping import command, group
from praetorium.cli.opening import chosen_settings, opened_catalogue
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out

Name = Annotated[str, typer.Argument(metavar="NAME", help="The person's name.")]


def add_to(app: typer.Typer) -> None:
    made = group(app, "users", "People who may use the page and the API, with their roles.", list_users)
    command(made, list_users, "praetorium users list --json", name="list")
    command(made, add, "praetorium users add ada --role approver")
    command(made, remove, "praetorium users remove ada")


def list_users(json: AsJson = False) -> None:
    """List people, their roles and how many keys they have."""
    with opened_catalogue() as catalogue:
        from praetorium.accounts import Accounts

        accounts = Accounts(catalogue)
        people = accounts.all()
        if json:
            emit([person.dump() for person in people])
            return
        from praetorium.cli.views.prose import table
        from praetorium.cli.wording import when

        if not people:
            out().print("No accounts: the page belongs to whoever sits at this machine (praetorium status).")
            return
        keys = [key for key in accounts.all_keys() if key.revoked is None]
        shown = table("Name", "Role", "Keys", "Since", "", right=("Keys",))
        for person in people:
            count = sum(key.person == person.name for key in keys)
            closed = f"closed {when(person.revoked)}" if person.revoked else ""
            shown.add_row(person.name, person.role, str(count), when(person.created), closed)
        out().print(shown)


def add(
    name: Name,
    role: Annotated[
        str,
        typer.Option(
            "--role",
            metavar="ROLE",
            help="viewer: sees everything; requester: asks, and sees own requests; approver: sees everything, asks "
            "and decides; operator: everything.",
        ),
    ] = "requester",
    json: AsJson = False,
) -> None:
    """Add a person, with a first key; or give one another role.

    The key is shown once. With the first account the page asks everybody for a key, and Prefect's own pages and API for
    a password (praetorium keys prefect); services that run start anew with it.
    """
    with opened_catalogue() as catalogue:
        from praetorium.accounts import Accounts, Role

        if role not in list(Role):
            raise typer.BadParameter(f"'{role}' is no role; it is one of: {', '.join(Role)}")
        accounts = Accounts(catalogue)
        new = not any(person.name == name and not person.revoked for person in accounts.all())
        person = accounts.add(name, Role(role))
        issued = accounts.issue(name, "first") if new else None
        closed = _close_prefect()
        if json:
            emit(person.dump() | ({"key": issued.secret} if issued else {}))
            return
        out().print(f"✓ {person.name} is {person.role}.", style="good")
        if issued:
            out().print(f"  Key, shown this once: {issued.secret}", soft_wrap=True)
        if closed:
            out().print(f"  {closed}", soft_wrap=True)


def _close_prefect() -> str:
    """Guard Prefect's own API from now on; what to say of it, where anything has changed."""
    settings = chosen_settings()
    from praetorium.engine import password, services

    if settings.foreign_prefect is not None:
        return (
            f"Prefect at {settings.foreign_prefect} is your team's: whoever reaches its API walks around these roles, "
            "unless it asks for a password itself (PREFECT_SERVER_API_AUTH_STRING)."
        )
    if not password.ensure(settings):
        return ""
    anew = " The services start anew with it: ten seconds." if services.status(settings).running else ""
    return f"Prefect's own pages and API ask for a password from now on: praetorium keys prefect.{anew}"


def remove(name: Name, json: AsJson = False) -> None:
    """Close an account, with its keys and sessions; what the person did stays on record."""
    with opened_catalogue() as catalogue:
        from praetorium.accounts import Accounts

        accounts = Accounts(catalogue)
        accounts.remove(name)
        if json:
            emit({"removed": name})
        else:
            out().print(f"✓ {name} can no longer come in.")
