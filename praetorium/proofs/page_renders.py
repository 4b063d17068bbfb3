"""The ``page-renders`` proof: pages are opened in a real browser, wide and narrow, and looked at.

Where there is no browser, nothing is claimed: no check comes back, and a note says that nobody looked.
"""

from __future__ import annotations

import asyncio
import importlib.util
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model, Product
from praetorium.proofs.application import description as descriptions
from praetorium.proofs.application.entrance import session_cookies
from praetorium.proofs.base import Proof, Verdict, given_or
from praetorium.proofs.browsing import DESKTOP, PHONE, Look, NoBrowser, browse, file_name

EVIDENCE = Path(".praetorium/evidence")
"""Folder in the workspace for what belongs to the work and not to what is made."""
UNSEEN = "Nobody looked at the pages in a browser"


class PageRendersParameters(Model):
    url: str = ""
    """Home of the application or site; by default what the step's result names as ``url``."""
    paths: tuple[str, ...] = ("/",)
    """Pages to look at, from the root of the host."""
    description: str = ""
    """An application's ``app.json``, in the workspace: its own pages are looked at too."""
    name: str = "Application"
    """What the screenshots are of, for people."""


class PageRenders(Proof[PageRendersParameters]):
    name = "page-renders"
    summary = "Pages are opened in a browser at desktop and phone width: visible, complete, no errors, nothing foreign."
    Parameters = PageRendersParameters

    async def run(self, parameters: PageRendersParameters, context: Context, result: dict[str, Any]) -> Verdict:
        url = given_or(parameters.url, result, "url")
        paths = list(parameters.paths)
        description = descriptions.read(context.inside(parameters.description)) if parameters.description else None
        if description:
            paths += description.main_pages
        if context.browser is None:
            return Verdict(checks=(), notes=(f"{UNSEEN}: there is no Chromium on this machine.",))
        if importlib.util.find_spec("playwright") is None:
            return Verdict(checks=(), notes=(f"{UNSEEN}: the package 'playwright' (praetorium[browser]) is missing.",))
        try:
            cookies = await session_cookies(url, description) if description else []
            looks = await browse(context.browser, [urljoin(url, path) for path in paths], cookies)
        except NoBrowser as error:
            return Verdict(checks=(), notes=(f"{UNSEEN}: {error}.",))
        products = await asyncio.to_thread(
            _keep, looks, context.inside(EVIDENCE), urljoin(url, paths[0]), parameters.name
        )
        return Verdict(checks=(_judge(looks, DESKTOP[0]), _judge(looks, PHONE[0])), products=products)


def _judge(looks: list[Look], width: int) -> CheckResult:
    seen = [look for look in looks if look.width == width]
    problems = [f"{look.url} {problem}" for look in seen for problem in dict.fromkeys(look.problems)]
    name = f"pages render in a browser at {width} px"
    if problems:
        more = f" and {len(problems) - 6} more" if len(problems) > 6 else ""
        return CheckResult(name=name, passed=False, evidence="; ".join(problems[:6]) + more)
    headings = ", ".join(f"'{look.heading}'" for look in seen)
    return CheckResult(name=name, passed=True, evidence=f"{len(seen)} pages seen: {headings}; no errors")


def _keep(looks: list[Look], folder: Path, home: str, name: str) -> tuple[Product, ...]:
    """Write all screenshots beside the work; the home page's are worth keeping as assets."""
    folder.mkdir(parents=True, exist_ok=True)
    products = []
    for seen in looks:
        if not seen.screenshot:
            continue
        path = folder / file_name(seen.url, seen.width)
        path.write_bytes(seen.screenshot)
        if seen.url == home:
            screen = "on a phone" if seen.width == PHONE[0] else "on a desktop"
            kept = EVIDENCE / path.name
            products.append(Product(name=f"{name} {screen}", kind="image", path=kept, mime="image/png"))
    return tuple(products)
