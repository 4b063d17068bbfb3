"""``up``, ``down`` and ``status``: the services that carry requests out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from praetorium.cli.helping import command
from praetorium.cli.opening import chosen_settings, opened
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, err, out

if TYPE_CHECKING:
    from praetorium.engine.services import ServicesInfo
    from praetorium.house import House


def add_to(app: typer.Typer) -> None:
    command(app, up, "praetorium up --detach", "praetorium up --port 4400")
    command(app, down, "praetorium down")
    command(app, status, "praetorium status --json")


def up(
    detach: Annotated[bool, typer.Option("--detach", help="Leave them running and give the terminal back.")] = False,
    port: Annotated[
        int | None,
        typer.Option("--port", min=1, max=65535, help="Where the Prefect server is wanted; 4200 by default."),
    ] = None,
) -> None:
    """Start the services.

    Prefect's server, the worker and the page, reachable from this machine alone. A port that is in use is passed over
    for the next, which is said. With PREFECT_API_URL set, that server is used and none is started. Without --detach
    they run until Ctrl-C.
    """
    settings = chosen_settings()
    from praetorium.engine import services

    console = out()
    if detach:
        with console.status("Starting the services") as shown:
            found = services.up(settings, True, port, lambda text: _step(text, shown))
    else:
        found = services.up(settings, False, port, lambda text: console.print(text, soft_wrap=True))
        if not found.already:
            console.print("■ The services have stopped. Apps that were launched keep running: praetorium apps")
            return
    console.print("The services run already." if found.already else "✓ The services are ready.", style="good")
    console.print(_addresses(found), soft_wrap=True)


def down() -> None:
    """Stop the services.

    What is not finished goes on after the next 'up'; launched apps keep running.
    """
    settings = chosen_settings()
    from praetorium.engine import services

    with out().status("Stopping the services"):
        stopped = services.down(settings)
    out().print("■ The services have stopped." if stopped else "The services were not running.")
    with opened() as house:
        running = _running_apps(house)
    if running:
        from praetorium.telling.amounts import count

        out().print(
            f"  {count(running, 'app')} still running: praetorium apps; to end them: praetorium apps stop --all"
        )


def status(json: AsJson = False) -> None:
    """Show what runs, and what waits.

    Prefect, the page, the worker, apps; how commands are confined; where the state lives.
    """
    with opened() as house:
        from praetorium import __version__
        from praetorium.engine import services
        from praetorium.workspace import confinement_status

        found = services.status(house.settings)
        confined = confinement_status(house.settings.home, house.settings.confinement)
        told: dict[str, Any] = {
            "prefect": found.prefect,
            "page": found.page,
            "worker": {"running": found.worker.running},
            "apps": _running_apps(house),
            "home": str(house.settings.home),
            "version": __version__,
            "confinement": {"level": confined.level, "missing": confined.missing},
            "catalogue": house.catalogue.database.url.render_as_string(hide_password=True),
            "store": house.store_place,
            "requests": _open_requests(house),
        }
        if json:
            emit(told)
        else:
            _show(told, found)


def _show(told: dict[str, Any], found: ServicesInfo) -> None:
    from rich.text import Text

    from praetorium.cli.views.prose import unwrapped
    from praetorium.telling.amounts import count

    console = out()
    up_now = (
        Text("✓ running", style="good")
        if found.running
        else Text("○ not running; start them: praetorium up", style="wait")
    )
    console.print(Text.assemble(("Praetorium ", "title"), told["version"], "  ", up_now))
    console.print()
    confined = told["confinement"]
    rows = {
        "Prefect": (told["prefect"] or "–") + (" (yours)" if found.foreign else ""),
        "Page": _door() or told["page"] or "–",
        "Worker": "running" if found.worker.running else "–",
        "Apps": f"{told['apps']} running",
        "Requests": ", ".join(f"{number} {state}" for state, number in told["requests"].items()),
        "Commands": f"confined, level {confined['level']}"
        + (f" ({confined['missing']})" if confined["missing"] else ""),
        "Home": told["home"],
        "Catalogue": told["catalogue"],
        "Assets": told["store"],
    }
    wide = max(map(len, rows))
    for label, value in rows.items():
        console.print(unwrapped((label.ljust(wide), "label"), f"  {value}"), soft_wrap=True)
    if found.running and not found.ready:
        console.print(f"\nNot ready yet: {count(len(found.pids), 'process', 'processes')} of it run.", style="wait")
    if found.worker.reason:
        console.print(f"\nRuns start more slowly here: {found.worker.reason}", style="quiet")


def _door() -> str | None:
    """The link that opens the page once, for the person at this machine; None where people have accounts."""
    from praetorium.engine.page import link

    return link(chosen_settings())


def _addresses(found: ServicesInfo) -> Any:
    from rich.console import Group

    from praetorium.cli.views.prose import unwrapped

    rows = {"Prefect": found.prefect, "Page": _door() or found.page, "Stop": "praetorium down"}
    return Group(*(unwrapped((f"{label:8}", "label"), value) for label, value in rows.items() if value))


def _step(text: str, shown: Any) -> None:
    shown.update(text)
    if not text.startswith(("Prefect: ", "page: ")):  # the addresses are told at the end
        err().print(f"  {text}", soft_wrap=True)


def _open_requests(house: House) -> dict[str, int]:
    from praetorium.models import RequestState

    states = (RequestState.QUEUED, RequestState.RUNNING, RequestState.WAITING)
    return {str(state): len(house.catalogue.requests.find(state=state, limit=1000)) for state in states}


def _running_apps(house: House) -> int:
    from praetorium.cli.apps import is_running

    return sum(is_running(house, app) for app in house.catalogue.apps.find())
