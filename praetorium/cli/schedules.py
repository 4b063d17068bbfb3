"""``praetorium schedules``: requests that are done again, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from praetorium.cli.helping import command, group
from praetorium.cli.opening import opened
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out

if TYPE_CHECKING:
    from praetorium.catalogue import Repetition
    from praetorium.engine.schedules import Standing
    from praetorium.house import House

Id = Annotated[str, typer.Argument(metavar="ID", help="The request that is repeated, or the beginning of its id.")]


def add_to(app: typer.Typer) -> None:
    made = group(app, "schedules", "Requests that are done again, and when.", list_schedules)
    command(made, list_schedules, "praetorium schedules list --json", name="list")
    command(made, show, "praetorium schedules show req-01")
    command(made, pause, "praetorium schedules pause req-01")
    command(made, resume, "praetorium schedules resume req-01")
    command(made, remove, "praetorium schedules remove req-01")


def list_schedules(json: AsJson = False) -> None:
    """List what is done again, with the next time of each.

    The times are those that Prefect has, with whatever was changed there.
    """
    with opened() as house:
        known = house.catalogue.repetitions.find()
        standing = _standing(house) if known else {}
        rows = [_told(house, repetition, standing) for repetition in known]
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
            shown.add_row(row["request"], row["title"], row["when"], row["state"], next(iter(row["next"]), ""))
        out().print(shown)


def show(id: Id, json: AsJson = False) -> None:
    """Show a schedule: its next three times, where Prefect shows it, and how its runs went."""
    with opened() as house:
        repetition = house.catalogue.repetitions.get(id)
        told = _told(house, repetition, _standing(house))
        thread = house.catalogue.requests.get(repetition.request).request.thread
        runs = [s for s in house.catalogue.requests.find(thread=thread, limit=10) if s.request.repeats]
        past = [{"request": s.request.id, "state": s.state, "at": s.request.created.isoformat()} for s in runs]
        if json:
            emit(told | {"runs": past})
            return
        from rich.text import Text

        from praetorium.cli.views.prose import block, bullets, facts, indented, unwrapped
        from praetorium.cli.wording import when

        console = out()
        console.print(Text.assemble((told["title"], "title"), f"  {told['request']}"))
        lines = {
            "Asked": f'"{told["words"]}"',
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


def pause(id: Id, json: AsJson = False) -> None:
    """Do not do it again until it is resumed."""
    _switch(id, active=False, json=json)


def resume(id: Id, json: AsJson = False) -> None:
    """Let a paused schedule go on, from its next time."""
    _switch(id, active=True, json=json)


def remove(id: Id, json: AsJson = False) -> None:
    """Do not do it again, for good. What its runs made stays."""
    with opened() as house:
        from praetorium.engine import client, schedules

        repetition = house.catalogue.repetitions.get(id)
        with client.at(house.settings):
            known = schedules.standing().get(repetition.request)
            if known is not None:
                schedules.remove(known)
        with house.catalogue.write() as connection:
            house.catalogue.repetitions.end(connection, repetition.request)
            title = f"Is not repeated any more: {house.actor} removed its schedule"
            house.catalogue.events.append(connection, repetition.request, "request.unscheduled", title)
        _say(house, repetition.request, "is not repeated any more", json=json)


def _switch(id: str, *, active: bool, json: bool) -> None:
    from praetorium.errors import UserError

    with opened() as house:
        from praetorium.engine import client, schedules
        from praetorium.schedules.standing import parameters_of

        repetition = house.catalogue.repetitions.get(id)
        with client.at(house.settings):
            known = schedules.standing().get(repetition.request)
            if known is None:
                raise UserError(
                    f"Prefect has no schedule for {repetition.request} (any more)",
                    next=f"praetorium schedules show {repetition.request}",
                )
            asked = house.catalogue.requests.get(repetition.request).request
            schedules.set_active(known, active, parameters_of(asked))
        _say(house, repetition.request, "goes on" if active else "is paused", json=json)


def _say(house: House, id: str, what: str, *, json: bool) -> None:
    repetition = house.catalogue.repetitions.get(id)
    if json:
        emit(_told(house, repetition, _standing(house)))
    else:
        out().print(f"✓ {house.catalogue.requests.get(id).title} {what}.", soft_wrap=True)


def _standing(house: House) -> dict[str, Standing]:
    from praetorium.engine import client, schedules

    with client.at(house.settings):
        return schedules.standing()


def _told(house: House, repetition: Repetition, standing: dict[str, Standing]) -> dict[str, Any]:
    """One schedule as an object: the keys of ``--json``."""
    from praetorium.engine import client, schedules
    from praetorium.models.secret import discreet
    from praetorium.schedules.times import told, upcoming

    asked = house.catalogue.requests.get(repetition.request)
    known = standing.get(repetition.request)
    state = "removed" if repetition.ended or known is None else "active" if known.active else "paused"
    times: list[str] = []
    if known is not None and state == "active":
        if known.cron is not None:
            times = [told(t) for t in upcoming(known.cron, known.timezone)]
        else:
            with client.at(house.settings):
                times = [told(t.astimezone()) for t in schedules.laid_out(known)]
    changed = known is not None and known.cron != repetition.schedule.cron
    url = None
    if known is not None:
        with client.at(house.settings):
            url = schedules.page_of(known)
    return {
        "request": repetition.request,
        "title": asked.title,
        "words": discreet(asked.request.words),
        "when": known.when if known is not None and changed else repetition.schedule.words,
        "cron": known.cron if known is not None else repetition.schedule.cron,
        "timezone": known.timezone if known is not None else repetition.schedule.timezone,
        "state": state,
        "next": times,
        "files": [a.origin or a.name for a in asked.request.attachments],
        "url": url,
    }


def _why(failure: Any) -> str:
    return f": {failure.why}" if failure is not None else ""
