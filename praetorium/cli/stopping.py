"""Holding back and going on: pause, continue, halt, resume, retry."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from praetorium.cli.helping import command
from praetorium.cli.opening import opened
from praetorium.cli.options import AsJson, RequestId
from praetorium.cli.screen import emit, out

if TYPE_CHECKING:
    from praetorium.house import House

PATIENCE = 3.5
"""Seconds to watch how what runs comes to its end."""


def add_to(app: typer.Typer) -> None:
    command(app, pause, "praetorium pause req-01")
    command(app, go_on, "praetorium continue req-01", name="continue")
    command(app, retry, "praetorium retry req-01", "praetorium retry req-01 --from tests")
    command(app, halt, "praetorium halt", "praetorium halt --apps")
    command(app, resume, "praetorium resume")


def pause(id: RequestId, json: AsJson = False) -> None:
    """Let a request begin no further step.

    What runs is finished; then it waits, and holds no worker. 'praetorium continue' lets it go on.
    """
    with opened() as house:
        from praetorium.engine import holding

        id = holding.pause(house, id, house.actor).request.id
        running = holding.running_steps(house, id)
        if json:
            emit({"request": id, "paused": True, "running": running})
            return
        out().print(f"■ Paused {id}. Let it go on: praetorium continue {id}", soft_wrap=True)
        for title in running:
            out().print(f"  Still running, and finished first: {title}")


def go_on(id: RequestId, json: AsJson = False) -> None:
    """Let a paused request go on."""
    with opened() as house:
        from praetorium.engine import holding

        standing = holding.go_on(house, id, house.actor)
        id = standing.request.id
        if json:
            emit({"request": id, "paused": False, "state": standing.state})
            return
        out().print(f"● {id} goes on: praetorium follow {id}", soft_wrap=True)
        _say_halted(house)


def retry(
    id: RequestId,
    step: Annotated[
        str | None, typer.Option("--from", metavar="STEP", help="Do this step anew, and all that needs it.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Go on with a request that failed or was cancelled.

    It goes on from the step that failed, with the plan as it is now; what is done stays done.
    """
    with opened() as house:
        from praetorium.engine.retrying import retry as go_on_with

        standing = go_on_with(house, id, step, house.actor)
        id = standing.request.id
        if json:
            emit({"request": id, "state": standing.state, "from": step})
            return
        out().print(f"● {id} goes on: praetorium follow {id}", soft_wrap=True)
        _say_halted(house)


def halt(
    apps: Annotated[bool, typer.Option("--apps", help="Stop launched apps too.")] = False, json: AsJson = False
) -> None:
    """Stop everything, at once.

    No step begins anywhere, and those that run are ended within three seconds, with all they started. It holds until
    'praetorium resume', whatever is restarted; requests then go on by themselves.
    """
    with opened() as house:
        from praetorium.engine import holding

        before = {app.name for app in house.catalogue.apps.find() if app.wanted}
        half = holding.halt(house, house.actor, apps=apps)
        left = _until_ended(house, half)
        stopped = sorted(before - {app.name for app in house.catalogue.apps.find() if app.wanted})
        if json:
            emit(
                {
                    "halted": True,
                    "half_done": [{"request": id, "step": title} for id, title in half],
                    "still_running": [{"request": id, "step": title} for id, title in left],
                    "apps": stopped,
                }
            )
            return
        console = out()
        console.print("■ Everything is halted. Let it go on: praetorium resume")
        for id, title in half:
            end = "is being ended" if (id, title) in left else "was ended half done"
            console.print(f"  {id}: {title} {end}", soft_wrap=True)
        if half:
            console.print("  When it goes on that is done anew, or asked about where repeating is not safe.")
        for name in stopped:
            console.print(f"  Stopped the app {name}.")
        if not apps and before:
            console.print("  Launched apps keep running; to stop them: praetorium halt --apps")


def resume(json: AsJson = False) -> None:
    """Lift the halt: what was halted goes on by itself."""
    with opened() as house:
        from praetorium.engine import holding

        going, started = holding.resume(house, house.actor)
        if json:
            emit({"halted": False, "requests": going, "apps": started})
            return
        out().print("● The halt is lifted.")
        for id in going:
            out().print(f"  {id} goes on: praetorium follow {id}", soft_wrap=True)
        for name in started:
            out().print(f"  Started the app {name} again.")


def _until_ended(house: House, half: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the steps that still run when the time is over."""
    from praetorium.engine import holding

    deadline = time.monotonic() + PATIENCE
    while True:
        running = {id: holding.running_steps(house, id) for id, _ in half}
        left = [(id, title) for id, title in half if title in running[id]]
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.05)


def _say_halted(house: House) -> None:
    from praetorium.catalogue.switches import HALT

    if HALT in house.catalogue.switches.on():
        out().print("  But everything is halted: praetorium resume", style="wait")
