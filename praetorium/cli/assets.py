"""``praetorium assets``: results that were kept, with their versions and where they came from."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from praetorium.cli import library
from praetorium.cli.helping import command, group
from praetorium.cli.opening import opened
from praetorium.cli.options import AsJson
from praetorium.cli.screen import emit, out
from praetorium.errors import ExternalError
from praetorium.media.showing import PREVIEW, previews

if TYPE_CHECKING:
    from praetorium.catalogue import Version

Name = Annotated[str, typer.Argument(metavar="NAME", help="The asset's name, its file's name, or its id.")]
Number = Annotated[
    int | None, typer.Option("--version", min=1, help="Which version; the newest by default.", show_default=False)
]


def add_to(app: typer.Typer) -> None:
    made = group(app, "assets", "Results that were kept, with their versions.", list_assets)
    command(made, list_assets, "praetorium assets list --kind spreadsheet", name="list")
    command(made, show, "praetorium assets show totals.xlsx")
    command(made, get, "praetorium assets get totals.xlsx --version 1 --to old.xlsx")
    command(made, open_asset, "praetorium assets open totals.xlsx", name="open")
    library.add_to(made)


def list_assets(
    kind: Annotated[str | None, typer.Option("--kind", help="Only this kind: app, spreadsheet, report, …")] = None,
    project: Annotated[str | None, typer.Option("--project", help="Only this project's.")] = None,
    request: Annotated[str | None, typer.Option("--request", help="Only those this request made.")] = None,
    search: Annotated[
        str | None, typer.Option("--search", metavar="WORDS", help="Only those named so, or made for such a request.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many at most.")] = 50,
    json: AsJson = False,
) -> None:
    """List assets, the newest first.

    Of each asset the newest version; with --request every version that the request made. Previews, which are pictures
    of other assets, are listed with --kind preview.
    """
    with opened() as house:
        catalogue = house.catalogue
        id = catalogue.requests.get(request).request.id if request else None
        found = catalogue.assets.find(request=id, kind=kind, project=project, search=search, limit=limit)
        found = [version for version in found if kind == PREVIEW or version.kind != PREVIEW]
        if json:
            emit([version.dump() for version in found])
            return
        from praetorium.cli.views.prose import cut, table
        from praetorium.cli.wording import when

        if not found:
            out().print("No assets " + ("that fit." if kind or project or request or search else "yet."))
            return
        shown = table(
            "Name", "Kind", "Version", "Size", "Project", "When", right=("Version", "Size"), fold=("Name", "Project")
        )
        for v in found:
            shown.add_row(v.name, v.kind, str(v.version), _size(v), cut(v.project), when(v.created))
        out().print(shown)


def show(name: Name, version: Number = None, json: AsJson = False) -> None:
    """Show an asset, its versions and where it came from.

    Of the chosen version: who asked for it, in which words, and which step made it from what.
    """
    with opened() as house:
        from praetorium.kept.finding import find
        from praetorium.kept.lineage import origins

        catalogue = house.catalogue
        chosen = find(catalogue, name, version)
        versions = catalogue.assets.versions(chosen.asset)
        sources = catalogue.assets.sources(chosen.asset, chosen.version)
        above = origins(catalogue, chosen.asset, chosen.version, depth=0)
        asked = catalogue.requests.get(chosen.request).request
        path = None if chosen.removed else str(house.library.view(chosen))
        drawn = previews(catalogue, [chosen]).get((chosen.asset, chosen.version))
        preview = str(house.library.view(drawn)) if drawn else None
        if json:
            lineage = {"words": asked.words, "asked_by": asked.asked_by, "sources": [s.dump() for s in sources]}
            told = {"path": path, "preview": preview, "versions": [v.dump() for v in versions], "lineage": lineage}
            emit(chosen.dump() | told)
            return
        from rich.text import Text

        from praetorium.cli.views.prose import block, bullets, facts, indented, unwrapped
        from praetorium.cli.wording import when
        from praetorium.telling.amounts import listed

        origin = {
            "Kind": f"{chosen.kind}, {chosen.mime}",
            "Size": _size(chosen),
            "Asked": f'"{" ".join(asked.words.split())}"',
            "By": f"{asked.asked_by}, {when(chosen.created)}",
            "Request": f"{chosen.request}, plan {chosen.plan_version}, step {chosen.step} ({chosen.executor})",
            "From": listed([f"{o.name} v{o.version}" if o.version else o.source for o in above]),
            "SHA-256": chosen.sha256,
            "Given up": f"{when(chosen.removed)}; what it was stays known" if chosen.removed else "",
            "Preview": preview or "",
        }
        console = out()
        console.print(Text.assemble((chosen.name, "title"), f"  version {chosen.version} of {len(versions)}"))
        for place in filter(None, (chosen.url, path)):
            console.print(unwrapped(place), soft_wrap=True)
        console.print()
        console.print(indented(facts([(label, Text(value)) for label, value in origin.items() if value])))
        if len(versions) > 1:
            lines = (f"v{v.version}  {when(v.created)}  {_size(v)}  request {v.request}{_kept(v)}" for v in versions)
            console.print(block("Versions", bullets(lines)))


def get(
    name: Name,
    version: Number = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="PATH", help="Where to; a folder takes it under its own name.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Copy an asset out.

    By default into the folder you are in. What is there already is not overwritten.
    """
    with opened() as house:
        from praetorium.assets.naming import filename
        from praetorium.kept.finding import find

        chosen = find(house.catalogue, name, version)
        target = to or Path.cwd()
        target = target / filename(chosen.name, chosen.mime) if target.is_dir() else target
        written = house.library.export(chosen, target)
        if json:
            emit(chosen.dump() | {"path": str(written.resolve())})
        else:
            out().print(f"✓ {chosen.name} version {chosen.version} → {written}", soft_wrap=True)


def open_asset(name: Name, version: Number = None) -> None:
    """Open an asset in the browser or its program."""
    with opened() as house:
        from praetorium.kept.finding import find

        chosen = find(house.catalogue, name, version)
        place = chosen.url or str(house.library.view(chosen))
        out().print(place, soft_wrap=True)
        if not _launch(place):
            raise ExternalError("no program was found here that opens it", next="open it yourself: the place is above")


def _kept(version: Version) -> str:
    return "  given up" if version.removed else "  pinned" if version.pinned else ""


def _launch(place: str) -> bool:
    """Hand it to the desktop's own program for such things; False when there is none."""
    opener = shutil.which("xdg-open") or shutil.which("open")
    if opener:
        ended = subprocess.run([opener, place], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return ended.returncode == 0
    import webbrowser

    return webbrowser.open(place if "://" in place else Path(place).as_uri())


def _size(version: Version) -> str:
    from praetorium.assets.mime import LINK
    from praetorium.telling.amounts import size

    return "" if version.mime == LINK else size(version.bytes)
