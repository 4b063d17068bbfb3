"""More of ``praetorium assets``: versions compared, where they come from, checked, pinned, written out whole."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from praetorium.cli.ending import Code
from praetorium.cli.helping import command
from praetorium.cli.opening import opened
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out

if TYPE_CHECKING:
    from praetorium.catalogue import Version

Name = Annotated[str, typer.Argument(metavar="NAME", help="The asset's name, its file's name, or its id.")]
Number = Annotated[
    int | None, typer.Option("--version", min=1, help="Which version; the newest by default.", show_default=False)
]


def add_to(made: typer.Typer) -> None:
    """Add the commands to the group ``assets``."""
    command(made, compare, "praetorium assets compare totals.xlsx --from 1")
    command(made, lineage, "praetorium assets lineage totals.xlsx")
    command(made, verify, "praetorium assets verify")
    command(made, pin, "praetorium assets pin totals.xlsx --version 1")
    command(made, unpin, "praetorium assets unpin totals.xlsx --version 1")
    command(made, export, "praetorium assets export totals.xlsx --to handover")


def compare(
    name: Name,
    start: Annotated[
        int | None, typer.Option("--from", min=1, help="The older version; the one before by default.")
    ] = None,
    to: Annotated[int | None, typer.Option("--to", min=1, help="The newer version; the newest by default.")] = None,
    json: AsJson = False,
) -> None:
    """Compare two versions of an asset.

    Text line by line, tables row by row, folders file by file; of pictures one is made with both side by side.
    """
    from praetorium.errors import UserError

    with opened() as house:
        from praetorium.kept.comparison import compare as compared
        from praetorium.kept.finding import find

        new = find(house.catalogue, name, to)
        if start is None and new.version == 1:
            raise UserError(f"'{new.name}' has one version alone", next="name two versions: --from 1 --to 2")
        old = find(house.catalogue, new.asset, start or new.version - 1)
        found = compared(house, old, new)
        if json:
            emit(found.dump() | {"asset": new.asset, "from": old.version, "to": new.version})
            return
        console = out()
        console.print(f"{new.name}: version {old.version} → {new.version}", style="title")
        console.print(found.summary)
        for line in found.lines:
            style = "good" if line.startswith("+") else "bad" if line.startswith(("-", "−")) else None
            console.print(line, style=style, markup=False, highlight=False, soft_wrap=True)
        if found.picture:
            console.print(found.picture, soft_wrap=True)


def lineage(name: Name, version: Number = None, json: AsJson = False) -> None:
    """Show what a version was made from, all the way up, and what was made from it, all the way down."""
    with opened() as house:
        from praetorium.kept.finding import find
        from praetorium.kept.lineage import descendants, origins

        chosen = find(house.catalogue, name, version)
        above = [o.dump() for o in origins(house.catalogue, chosen.asset, chosen.version)]
        below = [d.dump() for d in descendants(house.catalogue, chosen.asset, chosen.version)]
        if json:
            emit(chosen.dump() | {"made_from": above, "led_to": below})
            return
        from rich.tree import Tree

        tree = Tree(f"{chosen.name} v{chosen.version} ({chosen.kind}, request {chosen.request})")
        for label, items, below_it in (("made from", above, "made_from"), ("led to", below, "led_to")):
            if items:
                _grow(tree.add(label), items, below_it)
        out().print(tree)


def verify(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="An asset's name, its file's or its id; all by default.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Read everything that is kept again and look whether it still has its checksum. Ends with 1 when not."""
    with opened() as house:
        from praetorium.kept.finding import every
        from praetorium.kept.verifying import verify as verified

        assets = house.catalogue.assets
        named = every(house.catalogue, name) or [assets.get(name)] if name else []
        chosen = [v for one in named for v in assets.versions(one.asset)] if name else assets.every()
        found = list(verified(house, [v for v in chosen if v.removed is None]))
        broken = [one for one in found if one.broken]
        if json:
            emit({"verified": len(found), "broken": [one.dump() for one in broken]})
        else:
            for one in broken:
                out().print(f"✗ {one.name} v{one.version}: {', '.join(one.broken)}", soft_wrap=True)
            told = f"{len(broken)} of {len(found)} versions are not what they were." if broken else ""
            out().print(told or f"✓ {len(found)} versions are what they were, byte for byte.")
        if broken:
            raise typer.Exit(Code.FAILED)


def pin(name: Name, version: Number = None, json: AsJson = False) -> None:
    """Keep a version for good, however old it gets."""
    _pin(name, version, pinned=True, json=json)


def unpin(name: Name, version: Number = None, json: AsJson = False) -> None:
    """Let the retention have a version again."""
    _pin(name, version, pinned=False, json=json)


def export(
    name: Name,
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="The folder to make.")],
    version: Number = None,
    json: AsJson = False,
) -> None:
    """Write a version out with all it was made from: assets, files that came along, words, plan, checksums."""
    with opened() as house:
        from praetorium.kept.exporting import export as exported
        from praetorium.kept.finding import find

        chosen = find(house.catalogue, name, version)
        place = exported(house, chosen, to)
        if json:
            emit(chosen.dump() | {"path": str(place.resolve())})
        else:
            out().print(f"✓ {chosen.name} version {chosen.version} with its lineage → {place}", soft_wrap=True)


def _pin(name: str, version: int | None, *, pinned: bool, json: bool) -> None:
    with opened() as house:
        from praetorium.kept.finding import find

        assets = house.catalogue.assets
        chosen = find(house.catalogue, name, version)
        with house.catalogue.write() as connection:
            assets.pin(connection, chosen.asset, chosen.version, house.actor if pinned else None)
        told: Version = assets.get(chosen.asset, chosen.version)
        if json:
            emit(told.dump())
        else:
            what = "is kept for good" if pinned else "is kept as long as the retention says"
            out().print(f"✓ {told.name} version {told.version} {what}.", soft_wrap=True)


def _grow(tree: Any, items: Iterable[dict[str, Any]], below: str) -> None:
    for item in items:
        number = f" v{item['version']}" if item["version"] else ""
        _grow(tree.add(f"{item['name']}{number} ({item['kind']})"), item.get(below) or (), below)
