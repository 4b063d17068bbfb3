"""The ``page-renders`` proof: pages are opened in a real browser, wide and narrow, and looked at.

Where there is no browser, nothing is claimed: no check comes back, and a note says that nobody looked.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model, Product
from praetorium.proofs.base import Proof, Verdict
from praetorium.proofs.browsing import Look, arguments, file_name, look

DESKTOP = (1280, 800)
PHONE = (390, 844)
EVIDENCE = Path("evidence")
"""Folder in the workspace for what proofs keep."""
UNSEEN = "Nobody looked at the pages in a browser"


class PageRendersParameters(Model):
    url: str
    """Home of the application or site."""
    paths: tuple[str, ...] = ("/",)
    """Pages to look at, from the root of the host."""
    name: str = "Application"
    """What the screenshots are of, for people."""


class PageRenders(Proof[PageRendersParameters]):
    name = "page-renders"
    summary = "Pages are opened in a browser at desktop and phone width: visible, complete, no errors, nothing foreign."
    Parameters = PageRendersParameters

    async def run(self, parameters: PageRendersParameters, context: Context, result: dict[str, Any]) -> Verdict:
        if context.browser is None:
            return Verdict(checks=(), notes=(f"{UNSEEN}: there is no Chromium on this machine.",))
        if importlib.util.find_spec("playwright") is None:
            return Verdict(checks=(), notes=(f"{UNSEEN}: the package 'playwright' (praetorium[browser]) is missing.",))
        looks = await _browse(context.browser, [urljoin(parameters.url, path) for path in parameters.paths])
        folder = context.inside(EVIDENCE)
        products = await asyncio.to_thread(_keep, looks, folder, parameters)
        return Verdict(checks=(_judge(looks, DESKTOP[0]), _judge(looks, PHONE[0])), products=products)


async def _browse(browser: Path, urls: list[str]) -> list[Look]:
    from playwright.async_api import async_playwright

    async with async_playwright() as driver:
        chromium = await driver.chromium.launch(executable_path=browser, args=arguments(os.geteuid() == 0))
        try:
            contexts = [
                await chromium.new_context(viewport={"width": width, "height": height}, locale="en-GB")
                for width, height in (DESKTOP, PHONE)
            ]
            return list(
                await asyncio.gather(
                    *(
                        look(context, url, size[0])
                        for context, size in zip(contexts, (DESKTOP, PHONE), strict=True)
                        for url in urls
                    )
                )
            )
        finally:
            await chromium.close()


def _judge(looks: list[Look], width: int) -> CheckResult:
    seen = [look for look in looks if look.width == width]
    problems = [f"{look.url} {problem}" for look in seen for problem in dict.fromkeys(look.problems)]
    name = f"pages render in a browser at {width} px"
    if problems:
        more = f" and {len(problems) - 6} more" if len(problems) > 6 else ""
        return CheckResult(name=name, passed=False, evidence="; ".join(problems[:6]) + more)
    headings = ", ".join(f"'{look.heading}'" for look in seen)
    return CheckResult(name=name, passed=True, evidence=f"{len(seen)} pages seen: {headings}; no errors")


def _keep(looks: list[Look], folder: Path, parameters: PageRendersParameters) -> tuple[Product, ...]:
    """Write all screenshots beside the work; the home page's are worth keeping as assets."""
    folder.mkdir(parents=True, exist_ok=True)
    products = []
    for seen in looks:
        path = folder / file_name(seen.url, seen.width)
        path.write_bytes(seen.screenshot)
        if seen.url == urljoin(parameters.url, parameters.paths[0]):
            screen = "on a phone" if seen.width == PHONE[0] else "on a desktop"
            products.append(Product(name=f"{parameters.name} {screen}", kind="image", path=path, mime="image/png"))
    return tuple(products)
