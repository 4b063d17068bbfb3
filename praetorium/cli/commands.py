"""The tree of commands. Each module imports what it needs when it is called, so that help is there at once."""

from __future__ import annotations

from typing import Annotated

import typer

from praetorium.cli import (
    approvals,
    apps,
    assets,
    budgets,
    deciding,
    executors,
    grants,
    hooks,
    keys,
    notifications,
    page,
    planning,
    playbooks,
    policy,
    projects,
    requests,
    running,
    schedules,
    services,
    stopping,
    undoing,
    users,
)
from praetorium.cli.helping import command, root
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out


def application() -> typer.Typer:
    """All commands, in the order in which the help lists them."""
    app = root(
        "The command centre for Prefect: say it in plain words, get it running, proven and kept.",
        'praetorium run "Build me a CRM with contacts and leads"',
        before,
    )
    asking = (approvals, deciding, policy, grants, projects, budgets)
    for part in (
        running,
        planning,
        requests,
        stopping,
        undoing,
        assets,
        schedules,
        apps,
        playbooks,
        executors,
        *asking,
        users,
        keys,
        hooks,
        notifications,
        services,
        page,
    ):
        part.add_to(app)
    command(app, version, "praetorium version")
    return app


def _version_alone(wanted: bool) -> None:
    if wanted:
        from praetorium import __version__

        out().print(__version__)
        raise typer.Exit


def before(
    verbose: Annotated[bool, typer.Option("--verbose", help="Say on stderr, in detail, what is going on.")] = False,
    show_version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version_alone, help="Show the version, and end.")
    ] = False,
) -> None:
    """What holds for every command."""
    if verbose:
        from praetorium.cli.opening import be_verbose

        be_verbose()


def version(json: AsJson = False) -> None:
    """Show the versions of Praetorium, Prefect and Python."""
    import platform
    from importlib.metadata import version as installed

    from praetorium import __version__

    versions = {"praetorium": __version__, "prefect": installed("prefect"), "python": platform.python_version()}
    if json:
        emit(versions)
        return
    for name, number in versions.items():
        out().print(f"{name:12}{number}")
