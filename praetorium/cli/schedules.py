"""``praetorium schedules``: requests that are done again, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from praetorium.cli.helping import command, group
from praetorium.cli.opening import opened
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out

if TYPE_CHECKING:
    from praetorium.catalogue import Standing
    from praetorium.house import House

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="The request that is repeated, or a schedule's id in Prefect; the beginning is enough."
    ),
]


def add_to(app: typer.Typer) -> None:
    made = group(app, "schedules", "Requests that are done again, and when.", list_schedules)
    command(made, list_schedules, "praetorium schedules list --json", name="list")
    command(made, show, "praetorium schedules show req-01")
    command(made, pause, "praetorium schedules pause req-01")
    command(made, resume, "praetorium schedules resume req-01")
    command(made, remove, "praetorium schedules remove req-01")


def list_schedules(json: AsJson = False) -> None:
    """List what is done again, with the next time of each.

    The times are those that Prefect has, with whatever was changed there; schedules that were made there are listed
    too, by the beginning of their id in Prefect.
    """
    with opened() as house:
        from praetorium.cli import scheduled

        rows = [scheduled.told(house, one) for one in scheduled.find(house)]
        if json:
            emit(rows)
            return
        from praetorium.cli.views.prose import table

        if not rows:
            out().print(
                'Nothing is repeated. Ask for it: praetorium run "sales report from orders.csv every Monday at 9"'
            )
            return
        shown = table("Request", "What", "When", "State", "Next", fold=("What", "When"))
        for row in rows:
            name = row["request"] or f"{row['schedule'][:8]} (Prefect)"
            shown.add_row(name, row["title"], row["when"], row["state"], next(iter(row["next"]), ""))
        out().print(shown)


def show(id: Id, json: AsJson = False) -> None:
    """Show a schedule: its next three times, where Prefect shows it, and how its runs went."""
    with opened() as house:
        from praetorium.cli import scheduled

        one = scheduled.get(house, id)
        told = scheduled.told(house, one)
        runs = _runs(house, one.repetition.request) if one.repetition is not None else []
        if json:
            past = [{"request": s.request.id, "state": s.state, "at": s.request.created.isoformat()} for s in runs]
            emit(told | {"runs": past})
            return
        _show(told, one.name, runs)


def pause(id: Id, json: AsJson = False) -> None:
    """Do not do it again until it is resumed."""
    _switch(id, active=False, json=json)


def resume(id: Id, json: AsJson = False) -> None:
    """Let a paused schedule go on, from its next time."""
    _switch(id, active=True, json=json)


def remove(id: Id, json: AsJson = False) -> None:
    """Do not do it again, for good. What its runs made stays."""
    with opened() as house:
        from praetorium.cli import scheduled
        from praetorium.engine import client, schedules

        one = scheduled.get(house, id)
        told = scheduled.told(house, one) | {"state": "removed", "next": [], "url": None}
        if one.standing is not None:
            with client.at(house.settings):
                schedules.remove(one.standing)
        if one.repetition is not None:
            _end(house, one.repetition.request)
        _say(told, "is not repeated any more", json=json)


def _switch(id: str, *, active: bool, json: bool) -> None:
    from praetorium.errors import UserError

    with opened() as house:
        from praetorium.cli import scheduled
        from praetorium.engine import client, schedules
        from praetorium.schedules.standing import parameters_of

        one = scheduled.get(house, id)
        if one.standing is None:
            raise UserError(
                f"Prefect has no schedule for {one.name} (any more)", next=f"praetorium schedules show {one.name}"
            )
        repeated = one.repetition and house.catalogue.requests.get(one.repetition.request).request
        with client.at(house.settings):
            schedules.set_active(one.standing, active, parameters_of(repeated) if repeated else {})
        _say(scheduled.told(house, scheduled.get(house, one.name)), "goes on" if active else "is paused", json=json)


def _end(house: House, request: str) -> None:
    with house.catalogue.write() as connection:
        house.catalogue.repetitions.end(connection, request)
        title = f"Is not repeated any more: {house.actor} removed its schedule"
        house.catalogue.events.append(connection, request, "request.unscheduled", title)


def _runs(house: House, request: str) -> list[Standing]:
    """The requests that the schedule has started, newest first."""
    thread = house.catalogue.requests.get(request).request.thread
    return [s for s in house.catalogue.requests.find(thread=thread, limit=10) if s.request.repeats]


def _show(told: dict[str, Any], name: str, runs: list[Standing]) -> None:
    from rich.text import Text

    from praetorium.cli.views.prose import block, bullets, facts, indented, unwrapped
    from praetorium.cli.wording import when

    console = out()
    console.print(Text.assemble((told["title"], "title"), f"  {name}"))
    lines = {
        "Asked": f'"{told["words"]}"' if told["words"] else "",
        "When": f"{told['when']} ({told['timezone']})",
        "State": told["state"],
        "Next": "\n".join(told["next"]),
        "Reads": ", ".join(told["files"]),
    }
    console.print(indented(facts([(label, Text(value)) for label, value in lines.items() if value])))
    if told["url"]:
        console.print(unwrapped(f"  Change it in Prefect: {told['url']}"), soft_wrap=True)
    if runs:
        ended = (f"{when(s.request.created)}  {s.state}  {s.request.id}{_why(s.failure)}" for s in runs)
        console.print(block("Runs", bullets(ended)))


def _say(told: dict[str, Any], what: str, *, json: bool) -> None:
    if json:
        emit(told)
    else:
        out().print(f"✓ {told['title']} {what}.", soft_wrap=True)


def _why(failure: Any) -> str:
    return f": {failure.why}" if failure is not None else ""
