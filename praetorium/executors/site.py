"""The ``site`` executor: a website of static files, from the words to a folder that any web server can serve."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from praetorium.data.confined import confined
from praetorium.data.locating import located
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Product, Undo
from praetorium.sites.build import PUBLIC, files
from praetorium.sites.content import plan
from praetorium.sites.menu import Listing, Menu, listed


class SiteParameters(Model):
    folder: str
    """Where the site is put, in the workspace; what an earlier version left in its public folder is removed."""
    name: str | None = None
    """What the site is called, when the words do not say it."""
    menu: str = ""
    """A file of rows with what is offered: names, prices, texts, headings. Without one, examples are shown."""


class SiteResult(Result):
    folder: str
    name: str
    """What the site is called."""
    paths: tuple[str, ...]
    """Its pages, from the root of the host."""
    python: str
    """An interpreter that can run the site's own server, which needs nothing but the standard library."""


class Site(Executor[SiteParameters]):
    name = "site"
    summary = (
        "Writes a website without data: pages, style sheet, illustration, sitemap, and a small server to look at it."
    )
    Parameters = SiteParameters
    Returns = SiteResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    typical = Estimate(seconds=0.3)
    example: ClassVar[Mapping[str, Any]] = {"folder": "site", "name": "Corner Bakery"}

    async def run(self, parameters: SiteParameters, context: Context) -> SiteResult:
        folder = context.inside(parameters.folder)
        templates = context.templates / "sites"
        menu = await _read(parameters.menu, context) if parameters.menu else None
        site = plan(context.brief, context.request.words, templates, parameters.name, menu)
        made = files(site, context.brief.style, templates, year=context.request.created.year)
        await asyncio.to_thread(_write, folder, made)
        for page in site.pages:
            context.say(f"Wrote the page {page.title}", file=f"{parameters.folder}/{PUBLIC}/{page.file}")
        return SiteResult(
            folder=parameters.folder,
            name=site.name,
            paths=tuple("/" if page.file == "index.html" else f"/{page.file}" for page in site.pages),
            python=str(_interpreter()),
            products=(Product(name=site.name, kind="folder", path=folder, mime="inode/directory"),),
            created={"pages": [page.title for page in site.pages]},
            notes=site.assumed,
        )


async def _read(file: str, context: Context) -> Menu:
    path = located(file, context)
    menu = await confined(listed, Listing(path=path, name=Path(file).name), context, reads=(path,))
    headings = [section.title for section in menu.sections if section.title]
    under = f" under {', '.join(headings)}" if headings else ""
    context.say(f"Read {len(menu.items)} lines of the menu{under}", file=file)
    return menu


def _write(folder: Path, made: Mapping[str, str]) -> None:
    shutil.rmtree(folder / PUBLIC, ignore_errors=True)
    for relative, text in made.items():
        path = folder / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _interpreter() -> Path:
    """The interpreter below any virtual environment: a confined process sees its folder and nothing of ours."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    below = Path(sys.base_prefix) / "bin" / name
    return below if below.exists() else Path(sys.executable)
