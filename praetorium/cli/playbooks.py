"""``praetorium playbooks``: the plan templates there are, and whether a file is one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from praetorium.cli.ending import Code
from praetorium.cli.helping import command, group
from praetorium.cli.opening import chosen_settings, opened
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, err, out

if TYPE_CHECKING:
    from praetorium.errors import PlaybookError
    from praetorium.planning.playbooks import Playbook


def add_to(app: typer.Typer) -> None:
    made = group(app, "playbooks", "Playbooks, plan templates in files.", list_playbooks)
    command(made, list_playbooks, "praetorium playbooks list --json", name="list")
    command(made, show, "praetorium playbooks show data-report")
    command(made, check, "praetorium playbooks check mine.yaml")


def list_playbooks(json: AsJson = False) -> None:
    """List playbooks, built in and your own.

    Files that are broken are named on stderr.
    """
    with opened() as house:
        from praetorium.planning.playbooks import find

        found, broken = find(house.playbook_folders)
        own = house.settings.own_playbooks
        if json:
            emit([_told(p) for p in found.values()])
        else:
            from rich.text import Text

            from praetorium.cli.views.prose import table

            shown = table("Name", "For", "Where", fold=("For",))
            for p in found.values():
                where = "yours" if p.file and p.file.is_relative_to(own) else "built in"
                shown.add_row(Text(p.name, style="title"), p.purpose, where)
            out().print(shown)
            out().print(f"\nYour own go into {own}", style="quiet", soft_wrap=True)
        for error in broken:
            err().print(f"✗ {error}", style="bad", soft_wrap=True)


def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The playbook's name.")], json: AsJson = False
) -> None:
    """Show a playbook: purpose, parameters, steps."""
    with opened() as house:
        from praetorium.errors import UnknownError

        known = house.playbooks
        if name not in known:
            raise UnknownError("playbook", name, known)
        playbook = known[name]
        if json:
            emit(_told(playbook))
        else:
            _show(playbook)


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Playbook files.")], json: AsJson = False
) -> None:
    """Check playbook files.

    The message names file, line and field. Ends with 2 when one is broken.
    """
    chosen_settings()
    from praetorium.errors import PlaybookError
    from praetorium.planning.playbooks import load
    from praetorium.telling.amounts import count

    results = []
    for file in files:
        try:
            playbook = load(file)
            results.append({"file": str(file), "ok": True, "name": playbook.name, "error": None})
            if not json:
                steps = count(len(playbook.steps), "step")
                out().print(f"✓ {file}: playbook '{playbook.name}', {steps}", style="good", soft_wrap=True)
        except PlaybookError as error:
            results.append({"file": str(file), "ok": False, "name": None, "error": _broken(error)})
            if not json:
                err().print(f"✗ {error}", style="bad", soft_wrap=True)
    if json:
        emit(results)
    if not all(result["ok"] for result in results):
        raise typer.Exit(Code.REJECTED)


def _show(playbook: Playbook) -> None:
    from rich.text import Text

    from praetorium.cli.views.prose import block, bullets, facts, table, unwrapped
    from praetorium.telling.amounts import listed

    console = out()
    console.print(Text.assemble((playbook.name, "title"), f"  {playbook.title}"))
    console.print(Text(playbook.purpose))
    if playbook.examples:
        console.print(block("Asked for by", bullets(f'"{said}"' for said in playbook.examples)))
    if playbook.parameters:
        rows = []
        for name, p in playbook.parameters.items():
            more = [
                p.type,
                *(["required"] if p.required else []),
                *([f"default {p.default}"] if p.default is not None else []),
            ]
            more += [f"one of {listed(list(p.choices))}"] if p.choices else []
            rows.append((name, Text(f"{p.help}{' ' if p.help else ''}({', '.join(more)})")))
        console.print(block("Parameters", facts(rows)))
    shown = table("Step", "By", "After", "What for", fold=("What for", "After"))
    for step in playbook.steps:
        shown.add_row(step.id, step.executor, listed(list(step.needs)), step.why)
    console.print(block("Steps", shown))
    if playbook.file:
        console.print()
        console.print(unwrapped(("File  ", "label"), str(playbook.file)), soft_wrap=True)


def _told(playbook: Playbook) -> dict[str, object]:
    return playbook.dump() | {"file": str(playbook.file) if playbook.file else None}


def _broken(error: PlaybookError) -> dict[str, object]:
    return {"line": error.line, "field": error.field, "message": str(error)}
