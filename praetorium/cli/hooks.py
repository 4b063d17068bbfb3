"""``praetorium hooks``: webhooks, by which other systems ask for something."""

from __future__ import annotations

from typing import Annotated

import typer

from praetorium.cli.helping import command, group
from praetorium.cli.opening import chosen_settings
from praetorium.cli.options import AsJson, Settings
from praetorium.cli.screen import emit, out

Name = Annotated[str, typer.Argument(metavar="NAME", help="The hook's name: /hooks/NAME.")]


def add_to(app: typer.Typer) -> None:
    made = group(app, "hooks", "Webhooks by which other systems ask for something.", list_hooks)
    command(made, list_hooks, "praetorium hooks list --json", name="list")
    command(made, add, 'praetorium hooks add sales --words "sales report from {{ payload.file }}"')
    command(made, remove, "praetorium hooks remove sales")


def list_hooks(json: AsJson = False) -> None:
    """List hooks."""
    from praetorium.accounts import hooks

    settings = chosen_settings()
    found = hooks.names(settings.home)
    if json:
        emit(found)
    elif not found:
        out().print('No hooks yet. Make one: praetorium hooks add NAME --words "…"')
    for name in [] if json else found:
        out().print(f"{name}  POST /hooks/{name}")


def add(
    name: Name,
    words: Annotated[str, typer.Option("--words", help="What a call asks for; {{ payload.x }} is filled in.")],
    playbook: Annotated[str | None, typer.Option("--playbook", help="The playbook to use.")] = None,
    set: Settings = None,
    json: AsJson = False,
) -> None:
    """Make a hook. Its secret is shown, and kept in the home, in hooks/NAME.yaml.

    A call carries X-Praetorium-Timestamp and X-Praetorium-Signature, see docs/api.md.
    """
    from praetorium.accounts import hooks
    from praetorium.cli.options import parameters

    settings = chosen_settings()
    hook = hooks.add(settings.home, name, words, playbook, parameters(set))
    if json:
        emit({"name": name, "path": f"/hooks/{name}", "secret": hook.secret})
        return
    out().print(f"✓ POST /hooks/{name}", style="good")
    out().print(f"  Secret: {hook.secret}", soft_wrap=True)


def remove(name: Name, json: AsJson = False) -> None:
    """Remove a hook: calls are refused from now on."""
    from praetorium.accounts import hooks

    hooks.remove(chosen_settings().home, name)
    if json:
        emit({"removed": name})
    else:
        out().print(f"✓ Removed {name}.")
