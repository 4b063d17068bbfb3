"""``praetorium undo``: what a request did is taken back, after it was shown what that comes to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from praetorium.cli.ending import Code
from praetorium.cli.helping import command
from praetorium.cli.opening import opened
from praetorium.cli.options import AsJson, RequestId
from praetorium.cli.screen import emit, err, out

if TYPE_CHECKING:
    from rich.console import Console

    from praetorium.house import House
    from praetorium.models import Reversal

SHOWN = 40
"""Paths that are listed; the rest is counted."""


def add_to(app: typer.Typer) -> None:
    command(app, undo, "praetorium undo req-01", "praetorium undo req-01 --to source --yes")


def undo(
    id: RequestId,
    to: Annotated[
        str | None, typer.Option("--to", metavar="STEP", help="Only what came after this step; it stays itself.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")] = False,
    json: AsJson = False,
) -> None:
    """Take back what a request did.

    First it shows what that comes to, what would be kept because somebody changed it since, and what cannot be taken
    back; then it asks. It is a request of its own in the same thread; the diff is shown afterwards.
    """
    with opened() as house:
        from praetorium.stages.undoing import look

        told = look(house, id, to)
        console = err() if json else out()
        _show(told, console)
        if not yes and (json or not sys.stdin.isatty() or not typer.confirm("Take it back?", default=False)):
            if json:
                emit({"undone": None, "preview": told.dump()})
            else:
                console.print("Nothing was done. To do it without being asked: --yes", style="quiet")
            return
        _do(house, told, json=json)


def _do(house: House, told: Reversal, *, json: bool) -> None:
    from praetorium.cli.views.diff import diff_view
    from praetorium.cli.watching import follow
    from praetorium.engine.undoing import undo as ask_for
    from praetorium.models import RequestState
    from praetorium.stages.changes import changes

    handle = ask_for(house, told.request, told.to)
    report = follow(house, handle.id, err() if json else out(), plain=True)
    found = changes(house, handle.id)
    if json:
        emit(
            {
                "undone": handle.id,
                "state": report.state,
                "preview": told.dump(),
                "notes": list(report.notes),
                "diff": [change.dump() for change in found],
            }
        )
    else:
        console = out()
        for note in report.notes:
            console.print(f"  {note}", soft_wrap=True)
        if found:
            console.print(diff_view(found, stat=False), crop=False)
        end = "✓ Taken back" if report.state is RequestState.DELIVERED else f"✗ It is {report.state}"
        console.print(f"{end}: praetorium show {handle.id}", soft_wrap=True)
    raise typer.Exit(Code.DONE if report.state is RequestState.DELIVERED else Code.FAILED)


def _show(told: Reversal, console: Console) -> None:
    """What would be done, kept and not done."""
    console.print(f"To take back: {told.title} ({told.request})", style="title")
    console.print(f"  Steps, the last one first: {', '.join(told.steps)}", soft_wrap=True)
    for touched in told.files[:SHOWN]:
        console.print(f"  {touched.change:9}{touched.path}", soft_wrap=True)
    if len(told.files) > SHOWN:
        console.print(f"  and {len(told.files) - SHOWN} more paths")
    for app in told.apps:
        console.print(f"  stopped  the app {app}")
    for touched in told.kept[:SHOWN]:
        console.print(f"  kept     {touched.path}: {touched.why}", style="wait", soft_wrap=True)
    if len(told.kept) > SHOWN:
        console.print(f"  and {len(told.kept) - SHOWN} more that are kept", style="wait")
    for sentence in told.impossible:
        console.print(f"  ✗ {sentence}", style="bad", soft_wrap=True)
    if told.empty:
        console.print("  Nothing of it is there any more.")
