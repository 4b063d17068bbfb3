"""Following a request until it ends or waits for a person, and what Ctrl-C means meanwhile.

The first Ctrl-C stops the following and nothing else: the request goes on. A second one within two seconds cancels it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NoReturn

import typer

from praetorium.cli.ending import Code, code_for
from praetorium.cli.screen import emit, err, is_plain, out

if TYPE_CHECKING:
    from rich.console import Console

    from praetorium.handle import Handle
    from praetorium.house import House
    from praetorium.models import Report

SECOND_CHANCE = 2.0
"""Seconds in which a second Ctrl-C cancels the request."""
REDRAWS = 12
"""Per second."""


def follow(house: House, id: str, console: Console, *, plain: bool = False, after: int = 0) -> Report:
    """Show on ``console`` what happens, from event ``after`` on; gives the report. Raises typer.Exit on Ctrl-C."""
    from praetorium.handle import Handle

    handle = Handle(house, id)
    try:
        if is_plain(console, plain):
            _lines(house, handle, console, after)
        else:
            _redrawn(house, handle, console, after)
    except KeyboardInterrupt:
        interrupted(house, id)
    return handle.report()


def finish(house: House, report: Report, *, json: bool) -> None:
    """Tell the end (or where it stands), and leave with the exit code that says the same. Raises typer.Exit."""
    if json:
        emit(report.dump())
    else:
        from praetorium.cli.views.report import report_view

        out().print()
        out().print(report_view(report, house.settings.currency, apps=launched(house, report.request)), crop=False)
    raise typer.Exit(code_for(report.state))


def launched(house: House, id: str) -> list[str]:
    """Names of the apps that a request launched and nothing has replaced."""
    return [app.name for app in house.catalogue.apps.find() if app.request == id]


def _lines(house: House, handle: Handle, console: Console, after: int) -> None:
    from praetorium.cli.views.progress import event_line

    since = house.catalogue.requests.get(handle.id).request.created
    for event in handle.events(after):
        console.print(event_line(event, since), soft_wrap=True)


def _redrawn(house: House, handle: Handle, console: Console, after: int) -> None:
    from rich.live import Live

    from praetorium.cli.views.progress import Progress

    progress = Progress(house.catalogue, handle.id, house.settings.home)
    with Live(progress, console=console, refresh_per_second=REDRAWS, transient=False):
        for event in handle.events(after):
            progress.take(event)


def interrupted(house: House, id: str) -> NoReturn:
    """What Ctrl-C means: the request goes on, unless it is pressed again at once. Raises typer.Exit."""
    from rich.text import Text

    console = err()
    try:
        console.print(Text(f"Request {id} goes on.", style="title"))
        console.print(Text(f"  Follow it: praetorium follow {id}"))
        console.print(Text(f"  Cancel it: praetorium cancel {id}, or Ctrl-C again now"))
        time.sleep(SECOND_CHANCE)
    except KeyboardInterrupt:
        from praetorium.engine.stopping import cancel

        cancel(house, id)
        console.print(Text("Cancelled.", style="title"))
        raise typer.Exit(Code.CANCELLED) from None
    raise typer.Exit(Code.INTERRUPTED)
