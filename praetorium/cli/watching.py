"""Following a request until it ends or waits for a person, and what Ctrl-C means meanwhile.

The first Ctrl-C stops the following and nothing else: the request goes on. A second one within two seconds cancels it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import typer

from praetorium.cli.ending import Code
from praetorium.cli.screen import err, is_plain

if TYPE_CHECKING:
    from rich.console import Console

    from praetorium.handle import Handle
    from praetorium.house import House
    from praetorium.models import Report

SECOND_CHANCE = 2.0
"""Seconds in which a second Ctrl-C cancels the request."""
REDRAWS = 12
"""Per second."""


def follow(house: House, id: str, console: Console, *, plain: bool = False) -> Report:
    """Show what happens on ``console``; gives the report. Raises typer.Exit on Ctrl-C."""
    from praetorium.handle import Handle

    handle = Handle(house, id)
    try:
        if is_plain(console, plain):
            _lines(house, handle, console)
        else:
            _redrawn(house, handle, console)
    except KeyboardInterrupt:
        _interrupted(house, id)
    return handle.report()


def _lines(house: House, handle: Handle, console: Console) -> None:
    from praetorium.cli.views.progress import event_line

    since = house.catalogue.requests.get(handle.id).request.created
    for event in handle.events():
        console.print(event_line(event, since), crop=False)


def _redrawn(house: House, handle: Handle, console: Console) -> None:
    from rich.live import Live

    from praetorium.cli.views.progress import Progress

    progress = Progress(house.catalogue, handle.id)
    with Live(progress, console=console, refresh_per_second=REDRAWS, transient=False):
        for event in handle.events():
            progress.take(event)


def _interrupted(house: House, id: str) -> None:
    from rich.text import Text

    console = err()
    console.print(Text(f"Request {id} goes on.", style="title"))
    console.print(Text(f"  Follow it: praetorium follow {id}\n  Cancel it: praetorium cancel {id}, or Ctrl-C again now"))
    try:
        time.sleep(SECOND_CHANCE)
    except KeyboardInterrupt:
        from praetorium.engine.stopping import cancel

        cancel(house, id)
        console.print(Text("Cancelled.", style="title"))
        raise typer.Exit(Code.CANCELLED) from None
    raise typer.Exit(Code.INTERRUPTED)
