"""``praetorium run``: words in, delivery out. What was understood is shown before anything is done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from praetorium.cli import options
from praetorium.cli.ending import Code, code_of, explain, told
from praetorium.cli.helping import command
from praetorium.cli.opening import opened
from praetorium.cli.options import AsJson, Files, Plain, PlaybookName, Project, Words
from praetorium.cli.screen import emit, err, is_plain, out
from praetorium.errors import PraetoriumError

if TYPE_CHECKING:
    from rich.console import Console

    from praetorium.catalogue import Standing
    from praetorium.house import House
    from praetorium.models import Failure


def add_to(app: typer.Typer) -> None:
    command(
        app,
        run,
        'praetorium run "Build me a CRM with contacts and leads"',
        'praetorium run "sales report from orders.csv" --file orders.csv --yes --json',
    )


def run(
    words: Words,
    project: Project = None,
    playbook: PlaybookName = None,
    set: options.Settings = None,
    file: Files = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Unattended: take the stated assumptions, do what policy lets run by itself.")
    ] = False,
    budget: Annotated[
        str | None, typer.Option("--budget", metavar="MONEY", help="Most it may cost; beyond that it asks.")
    ] = None,
    detach: Annotated[bool, typer.Option("--detach", help="Do not follow it; end when it is accepted.")] = False,
    json: AsJson = False,
    plain: Plain = False,
) -> None:
    """Ask for something, watch it being made, and get it.

    Starts the services if they are not up. Ctrl-C stops watching and the request goes on; a second Ctrl-C within two
    seconds cancels it. Ends with 0 delivered (with --detach: accepted), 1 failed, 2 rejected, 3 denied, 4 cancelled,
    5 waiting for a person.
    """
    given, most = options.parameters(set), options.amount(budget)
    console = err() if json else out()
    with opened() as house:
        from praetorium.intake import take
        from praetorium.models import Door

        try:
            standing = take(
                house,
                options.said(words),
                project=project,
                playbook=playbook,
                parameters=given,
                files=file or (),
                folder=Path.cwd(),
                unattended=yes,
                budget=most,
                door=Door.CLI,
            )
        except PraetoriumError as error:
            _rejected(house, error, json)
        except KeyboardInterrupt as stopped:
            _goes_on(house, stopped)
        else:
            ask = sys.stdin.isatty() and not (yes or json or is_plain(console, plain))
            with _interruptible(house, standing.request.id):
                _show(house, standing, console, ask=ask)
                _start(house, standing.request.id, console, json=json, plain=is_plain(console, plain))
            _end(house, standing, console, detach=detach, json=json, plain=plain, ask=ask)


@contextmanager
def _interruptible(house: House, id: str) -> Iterator[None]:
    """Ctrl-C while it is shown or started means what it means while it is followed. Raises typer.Exit."""
    from praetorium.cli.watching import interrupted

    try:
        yield
    except KeyboardInterrupt:
        interrupted(house, id)


def _goes_on(house: House, stopped: KeyboardInterrupt) -> None:
    """Ctrl-C while it was being kept and read: what is kept goes on by itself, and is told."""
    from praetorium.cli.watching import interrupted

    id = next(iter(getattr(stopped, "__notes__", ())), None)
    if id is None:
        raise stopped
    interrupted(house, id)


def _show(house: House, standing: Standing, console: Console, *, ask: bool) -> None:
    """What was understood, the questions it leaves open, and the plan: all of it before anything is done."""
    from praetorium.cli.planning import show_brief, show_plan
    from praetorium.cli.questions import answered

    request, catalogue = standing.request, house.catalogue
    brief = catalogue.briefs.get(request.id)
    if brief is not None:
        show_brief(request.words, brief, console, id=request.id, unattended=request.unattended)
        if ask:
            answered(house, request, brief, console)
    plan = catalogue.plans.get(request.id)
    if plan is not None:
        show_plan(house, plan, request.project, console)
    console.print()


def _start(house: House, id: str, console: Console, *, json: bool, plain: bool) -> None:
    """Queue it, with the services started if they are not up. What cannot be started now is kept and said so."""
    from praetorium.engine.services import ensure_up
    from praetorium.engine.starting import start
    from praetorium.report import report

    try:
        with console.status("Starting") as shown:
            ensure_up(house.settings, partial(console.print, style="quiet") if plain else shown.update)
            start(house, id)
    except PraetoriumError as error:
        if json:
            what, why, next = told(error)
            emit(report(house, id).model_copy(update={"error": _failure(what, why, next)}).dump())
        explain(error)
        err().print(f"  The request is kept as {id} and is started as soon as the services are up.")
        raise typer.Exit(Code.FAILED) from None


def _end(
    house: House, standing: Standing, console: Console, *, detach: bool, json: bool, plain: bool, ask: bool
) -> None:
    from praetorium.cli.attending import follow_attended
    from praetorium.cli.watching import finish, follow
    from praetorium.report import report

    id = standing.request.id
    if detach:
        finish(house, report(house, id), json=json)
    elif ask:
        finish(house, follow_attended(house, id, console, after=standing.position), json=json)
    else:
        finish(house, follow(house, id, console, plain=plain, after=standing.position), json=json)


def _rejected(house: House, error: PraetoriumError, json: bool) -> None:
    """Tell why; the request is on record all the same, unless it could not even be stored."""
    from praetorium.report import report

    id = next(iter(getattr(error, "__notes__", ())), None)
    if id is None:
        raise error
    if json:
        emit(report(house, id).dump())
    explain(error)
    err().print(f"  It is kept as {id}: praetorium show {id}", style="quiet", soft_wrap=True)
    raise typer.Exit(code_of(error))


def _failure(what: str, why: str, next: str) -> Failure:
    from praetorium.models import Failure
    from praetorium.telling.sentences import joined

    return Failure(what="The request could not be started", why=joined(what, why), next=next)
