"""Requests that were made: shown, listed, followed, compared, cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from praetorium.cli.helping import command
from praetorium.cli.opening import opened, opened_catalogue
from praetorium.cli.options import AsJson, Plain, RequestId
from praetorium.cli.screen import emit, emit_line, err, out

if TYPE_CHECKING:
    from praetorium.catalogue import Standing


def add_to(app: typer.Typer) -> None:
    command(app, show, "praetorium show req-01", "praetorium show req-01 --json")
    command(app, list_requests, "praetorium list --state failed", name="list")
    command(app, follow, "praetorium follow req-01")
    command(app, events, "praetorium events req-01 --json | tail -n 1")
    command(app, diff, "praetorium diff req-01", "praetorium diff req-01 source --stat")
    command(app, cancel, "praetorium cancel req-01")


def show(id: RequestId, json: AsJson = False) -> None:
    """Show a request: its state, steps and delivery.

    What was delivered, or what failed, why, and what can be done next.
    """
    with opened() as house:
        from praetorium.report import report

        found = report(house, house.catalogue.requests.get(id).request.id)
        if json:
            emit(found.dump())
            return
        from praetorium.cli.views.brief import headline
        from praetorium.cli.views.report import report_view
        from praetorium.cli.watching import launched

        console = out()
        console.print(headline(found.words, found.request))
        console.print()
        console.print(
            report_view(found, house.settings.currency, apps=launched(house, found.request), detailed=True), crop=False
        )


def list_requests(
    state: Annotated[
        str | None, typer.Option("--state", help="Only those that stand so: queued, running, waiting, delivered, …")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many at most.")] = 20,
    json: AsJson = False,
) -> None:
    """List requests, the newest first."""
    with opened_catalogue() as catalogue:
        found = catalogue.requests.find(state=_state(state), limit=limit)
        if json:
            emit([_row(standing) for standing in found])
            return
        from praetorium.cli.views.marks import word
        from praetorium.cli.views.prose import cut, table
        from praetorium.cli.wording import when
        from praetorium.telling.amounts import took

        console = out()
        if not found:
            console.print("No requests" + (f" that are {state}." if state else " yet."))
            console.print('  Ask for something: praetorium run "Build me a CRM with contacts and leads"')
            return
        shown = table("Request", "State", "What", "When", "Took", right=("Took",), fold=("What",))
        for s in found:
            shown.add_row(s.request.id, word(s.state), cut(s.title or "–"), when(s.request.created), took(s.seconds))
        console.print(shown)


def follow(id: RequestId, json: AsJson = False, plain: Plain = False) -> None:
    """Follow a request until it ends or waits for a person.

    Ends with the same exit code as 'run'. Ctrl-C stops following; the request goes on. A second Ctrl-C within two
    seconds cancels it.
    """
    with opened() as house:
        from praetorium.cli import watching

        id = house.catalogue.requests.get(id).request.id
        report = watching.follow(house, id, err() if json else out(), plain=plain)
        watching.finish(house, report, json=json)


def events(
    id: RequestId,
    after: Annotated[int, typer.Option("--after", min=0, help="Only those after this position.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List what has happened to a request, in order."""
    with opened_catalogue() as catalogue:
        standing = catalogue.requests.get(id)
        while rows := catalogue.events.after(standing.request.id, after):
            for event in rows:
                if json:
                    emit_line(event.dump())
                else:
                    from praetorium.cli.views.progress import event_line

                    out().print(event_line(event, standing.request.created), soft_wrap=True)
            after = rows[-1].position


def diff(
    id: RequestId,
    step: Annotated[str | None, typer.Argument(help="Only what this step changed.", show_default=False)] = None,
    stat: Annotated[bool, typer.Option("--stat", help="Only which files, and how many lines.")] = False,
    json: AsJson = False,
) -> None:
    """Show what a request, or a step of it, changed."""
    with opened() as house:
        from praetorium.stages.changes import changes

        id = house.catalogue.requests.get(id).request.id
        found = changes(house, id, step)
        if json:
            emit([change.dump() for change in found])
            return
        from praetorium.cli.views.diff import diff_view

        if not found:
            out().print("Nothing was changed.")
            return
        out().print(diff_view(found, stat=stat), crop=False)


def cancel(id: RequestId, json: AsJson = False) -> None:
    """End a request where it stands; what was finished stays."""
    with opened() as house:
        from praetorium.engine import stopping
        from praetorium.report import report

        id = house.catalogue.requests.get(id).request.id
        stopping.cancel(house, id)
        if json:
            emit(report(house, id).dump())
        else:
            out().print(f"■ Cancelled {id}. What was finished stays: praetorium show {id}", soft_wrap=True)


def _state(name: str | None) -> Any:
    from praetorium.errors import UnknownError
    from praetorium.models import RequestState

    if name is None:
        return None
    try:
        return RequestState(name)
    except ValueError:
        raise UnknownError("state", name, list(RequestState)) from None


def _row(standing: Standing) -> dict[str, Any]:
    from praetorium.models.secret import discreet

    request = standing.request
    return {
        "request": request.id,
        "thread": request.thread,
        "state": standing.state,
        "title": standing.title,
        "words": discreet(request.words),
        "asked_by": request.asked_by,
        "door": request.door,
        "project": request.project,
        "created": request.created.isoformat(),
        "seconds": round(standing.seconds, 2),
    }
