"""The ``links-resolve`` proof: every page of a static site is whole, well built, and every link leads somewhere."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.sites.links import Leaf, broken, counted, read_site

TOLD = 4
NEEDED = ("index.html", "404.html", "style.css", "favicon.svg", "sitemap.xml", "robots.txt")


class LinksResolveParameters(Model):
    folder: str
    """The folder of the site's public files, in the workspace."""


class LinksResolve(Proof[LinksResolveParameters]):
    name = "links-resolve"
    summary = "Every page parses to its end and is accessible in structure; every link and anchor leads to what exists."
    Parameters = LinksResolveParameters

    async def run(self, parameters: LinksResolveParameters, context: Context, result: dict[str, Any]) -> Verdict:
        folder = context.inside(parameters.folder)
        missing = [name for name in NEEDED if not (folder / name).is_file()]
        if missing:
            return _verdict("the site is complete", [f"{name} does not exist" for name in missing], "")
        try:
            pages = await asyncio.to_thread(read_site, folder)
        except UnicodeDecodeError as error:
            return _verdict("the pages are whole", [str(error)], "")
        faults = [f"{name}: {fault}" for name, leaf in pages.items() for fault in leaf.faults]
        wrong = broken(folder, pages)
        whole = _verdict("the pages are whole", faults, f"{len(pages)} pages read to their end, nothing amiss")
        links = _verdict("every link leads somewhere", wrong, f"{counted(pages)} links, all lead to what exists")
        listed = _verdict("the site map lists the pages", _unlisted(folder, pages), "every page is listed")
        return Verdict(checks=(*whole.checks, *links.checks, *listed.checks))


def _unlisted(folder: Path, pages: dict[str, Leaf]) -> list[str]:
    try:
        tree = ElementTree.fromstring((folder / "sitemap.xml").read_bytes())
        ElementTree.fromstring((folder / "favicon.svg").read_bytes())
    except ElementTree.ParseError as error:
        return [f"sitemap.xml or favicon.svg is not whole: {error}"]
    listed = {(location.text or "").rsplit("/", 1)[-1] or "index.html" for location in tree.iter() if location.text}
    return [f"{page} is not in sitemap.xml" for page in pages if page != "404.html" and page not in listed]


def _verdict(name: str, faults: list[str], fine: str) -> Verdict:
    more = f" (and {len(faults) - TOLD} more)" if len(faults) > TOLD else ""
    evidence = "; ".join(faults[:TOLD]) + more if faults else fine
    return Verdict(checks=(CheckResult(name=name, passed=not faults, evidence=evidence),))
