"""``praetorium web``: the page alone, beside a Prefect that a team already has."""

from __future__ import annotations

from typing import Annotated

import typer

from praetorium.cli.helping import command
from praetorium.cli.opening import chosen_settings, opened_catalogue
from praetorium.cli.screen import out


def add_to(app: typer.Typer) -> None:
    command(app, web, "praetorium web", "praetorium web --host 0.0.0.0 --address https://praetorium.example.org")


def web(
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help="Where the page listens; 4300 by default.")
    ] = None,
    host: Annotated[
        str, typer.Option("--host", help="The address it listens on; beyond this machine it takes an account.")
    ] = "127.0.0.1",
    address: Annotated[
        str | None,
        typer.Option("--address", metavar="URL", help="The URL under which people reach it, behind a proxy."),
    ] = None,
) -> None:
    """Run the page alone, until Ctrl-C.

    'praetorium up' starts it too; this is for a page beside a team's own Prefect, or on an address that others reach.
    """
    settings = chosen_settings()
    from praetorium.accounts import Accounts
    from praetorium.accounts.listening import may_listen
    from praetorium.engine import page

    with opened_catalogue() as catalogue:
        may_listen(Accounts(catalogue), host, address)
    code = page.run(settings, host, port or settings.page_port, address, lambda text: out().print(text, soft_wrap=True))
    if code:
        raise typer.Exit(code)
