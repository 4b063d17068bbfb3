"""``praetorium apps``: what was launched, from which version of which asset, on which data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from praetorium.cli.helping import command, group
from praetorium.cli.opening import opened
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out

if TYPE_CHECKING:
    from praetorium.catalogue import App
    from praetorium.house import House

Name = Annotated[str, typer.Argument(metavar="NAME", help="The app's name, as 'praetorium apps' lists it.")]


def add_to(app: typer.Typer) -> None:
    made = group(app, "apps", "Apps that were launched.", list_apps)
    command(made, list_apps, "praetorium apps list --json", name="list")
    command(made, start, "praetorium apps start crm")
    command(made, stop, "praetorium apps stop crm", "praetorium apps stop --all")
    command(made, logs, "praetorium apps logs crm -n 20")


def list_apps(json: AsJson = False) -> None:
    """List apps and whether they run.

    With the address, the version of the asset that runs, and the folder of its data.
    """
    with opened() as house:
        found = [_told(house, app) for app in house.catalogue.apps.find()]
        if json:
            emit(found)
            return
        from rich.text import Text

        from praetorium.cli.views.prose import unwrapped

        console = out()
        if not found:
            console.print('No apps yet.\n  Have one built: praetorium run "Build me a CRM with contacts and leads"')
            return
        for app in found:
            seen = Text("● running", style="good") if app["running"] else Text("○ stopped", style="quiet")
            console.print(Text.assemble((app["name"], "title"), "  ", seen, "  ", app["title"]))
            rows = {
                "Open": app["url"] if app["running"] else f"praetorium apps start {app['name']}",
                "Version": f"{app['version']} of asset {app['asset']}" if app["asset"] else "",
                "Data": app["data"],
                "Request": app["request"],
            }
            for label, value in rows.items():
                if value:
                    console.print(unwrapped((f"{label:8}", "label"), value), soft_wrap=True)


def start(name: Name, json: AsJson = False) -> None:
    """Start an app again, on the data it had."""
    with opened() as house:
        from praetorium import launched

        app = house.catalogue.apps.get(name)
        launched.start(house, app)
        _said(house, app, f"● Started {name}: {app.url}", json)


def stop(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="The app's name.", show_default=False)] = None,
    all: Annotated[bool, typer.Option("--all", help="Stop every app.")] = False,
    json: AsJson = False,
) -> None:
    """Stop an app, or all of them.

    The data stays; 'praetorium apps start' brings it back.
    """
    if (name is None) is not all:
        raise typer.BadParameter("name one app, or give --all; not both")
    with opened() as house:
        from praetorium import launched

        chosen = house.catalogue.apps.find() if name is None else [house.catalogue.apps.get(name)]
        for app in chosen:
            launched.stop(house, app)
            if not json:
                out().print(
                    f"■ Stopped {app.name}. Its data stays; start it again: praetorium apps start {app.name}",
                    soft_wrap=True,
                )
        if json:
            emit([_told(house, app) for app in chosen])
        elif not chosen:
            out().print("No apps to stop.")


def logs(
    name: Name,
    lines: Annotated[int, typer.Option("--lines", "-n", min=1, help="How many of the last lines.")] = 100,
) -> None:
    """Show the last lines an app has written."""
    with opened() as house:
        from praetorium import launched

        app = house.catalogue.apps.get(name)
        out().print(launched.log(house, app, lines), soft_wrap=True)


def is_running(house: House, app: App) -> bool:
    """Whether its host says that it runs now."""
    host = house.hosts.get(app.host)
    state = host.state(app.name) if host else None
    return state is not None and state.running


def _said(house: House, app: App, text: str, json: bool) -> None:
    if json:
        emit(_told(house, app))
    else:
        out().print(text, soft_wrap=True)


def _told(house: House, app: App) -> dict[str, Any]:
    from praetorium.models.secret import masked

    return app.dump() | {"definition": masked(app.definition), "running": is_running(house, app)}
