"""``praetorium projects``: the folders of yours that requests may work in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from praetorium.cli.helping import command, group
from praetorium.cli.opening import opened, opened_catalogue
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out


def add_to(app: typer.Typer) -> None:
    made = group(app, "projects", "Folders of yours that requests may work in.", list_projects)
    command(made, list_projects, "praetorium projects list --json", name="list")
    command(made, add, "praetorium projects add ~/src/shop")
    command(made, remove, "praetorium projects remove ~/src/shop")


def list_projects(json: AsJson = False) -> None:
    """List registered folders; one that has gone is said to be gone."""
    with opened_catalogue() as catalogue:
        found = catalogue.projects.find()
        if json:
            emit([project.dump() | {"there": Path(project.path).is_dir()} for project in found])
            return
        from praetorium.cli.views.prose import table
        from praetorium.cli.wording import when

        if not found:
            out().print("No folder is registered. Register one: praetorium projects add PATH")
            return
        shown = table("Name", "Folder", "By", "Since", fold=("Folder",))
        for p in found:
            gone = "" if Path(p.path).is_dir() else " (not there any more)"
            shown.add_row(p.name, f"{p.path}{gone}", p.who, when(p.created))
        out().print(shown)


def add(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The folder.")],
    name: Annotated[str | None, typer.Option("--name", help="What to call it; the folder's name by default.")] = None,
    json: AsJson = False,
) -> None:
    """Let requests work in a folder, from now on and without being asked each time."""
    from praetorium.errors import UserError

    place = path.expanduser().resolve()
    if not place.is_dir():
        raise UserError(f"there is no folder {place}", next="name one that exists")
    with opened() as house:
        with house.catalogue.write() as connection:
            new = house.catalogue.projects.register(connection, str(place), house.actor, name)
        if json:
            emit({"path": str(place), "new": new})
        else:
            out().print(f"✓ {'Registered' if new else 'Was registered already:'} {place}", soft_wrap=True)


def remove(
    path: Annotated[str, typer.Argument(metavar="PATH", help="The folder, or its name.")], json: AsJson = False
) -> None:
    """Take it back: requests that work there ask from now on. The folder itself stays as it is."""
    with opened() as house:
        known = {project.name for project in house.catalogue.projects.find()}
        name = path if path in known else str(Path(path).expanduser().resolve())
        project = house.catalogue.projects.revoke(name)
        if json:
            emit(project.dump())
        else:
            out().print(f"✓ {project.path} is not worked in any more without asking.", soft_wrap=True)
