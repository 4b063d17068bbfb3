"""Looking at pages in a real browser, as a person would see it. Used by the ``page-renders`` proof."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, Response

DESKTOP = (1280, 800)
PHONE = (390, 844)
"""Widths and heights in CSS pixels: a small laptop, and the most common width of phones."""
AT_ONCE = 4
"""Pages looked at at the same time."""
SETTLE_MS = 20_000
"""Most milliseconds a page may take to load."""

BLANK = 1.0
"""Standard deviation of brightness (0-255) below which a page shows nothing; a page with one line of text has more."""

# One pass over the page: what a person would stumble over, measured where only the browser knows it.
_MEASURE = """() => {
  const shown = [...document.querySelectorAll('h1')].filter(h => h.textContent.trim() && h.checkVisibility({
    opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }));
  const width = document.documentElement.clientWidth;
  const held = e => e !== document.body && (getComputedStyle(e).overflowX !== 'visible' || held(e.parentElement));
  const wide = [...document.body.querySelectorAll('*')].filter(
    e => e.getBoundingClientRect().right > width + 1 && !held(e.parentElement));
  return {
    heading: shown.length ? shown[0].textContent.trim() : '',
    overflow: document.scrollingElement.scrollWidth - width,
    widest: wide.length ? wide[0].tagName.toLowerCase() + (wide[0].className ? '.' + wide[0].className : '') : '',
    text: document.body.innerText.trim().length,
  };
}"""


class NoBrowser(Exception):
    """There is a browser, and it cannot be used."""


@dataclass
class Look:
    """One page at one width, and what was wrong with it."""

    url: str
    width: int
    heading: str = ""
    problems: list[str] = field(default_factory=list)
    screenshot: bytes = b""


async def browse(browser: Path, urls: Sequence[str]) -> list[Look]:
    """Look at every page on a desktop and on a phone, in one Chromium started for it.

    Raises NoBrowser when it does not start.
    """
    from playwright.async_api import Error, async_playwright

    async with async_playwright() as driver:
        try:
            chromium = await driver.chromium.launch(executable_path=browser, args=_arguments(root=os.geteuid() == 0))
        except Error as error:
            raise NoBrowser(f"{browser} does not start: {error.message.splitlines()[0]}") from error
        turn = asyncio.Semaphore(AT_ONCE)

        async def in_turn(context: BrowserContext, url: str, width: int) -> Look:
            async with turn:
                return await look(context, url, width)

        try:
            looks: list[Coroutine[Any, Any, Look]] = []
            for width, height in (DESKTOP, PHONE):
                context = await chromium.new_context(viewport={"width": width, "height": height}, locale="en-GB")
                looks += [in_turn(context, url, width) for url in urls]
            return list(await asyncio.gather(*looks))
        finally:
            await chromium.close()


async def look(context: BrowserContext, url: str, width: int) -> Look:
    """Open a page in a context of that width and judge it."""
    from playwright.async_api import Error

    seen = Look(url, width)
    page = await context.new_page()
    _listen(page, seen)
    try:
        answer = await page.goto(url, wait_until="load", timeout=SETTLE_MS)
        if answer is None or answer.status != 200:
            seen.problems.append(f"answered {answer.status if answer else 'nothing'}")
        found = await page.evaluate(_MEASURE)
        seen.heading = str(found["heading"])
        if not seen.heading:
            seen.problems.append("shows no main heading (h1)")
        if not found["text"]:
            seen.problems.append("shows no text")
        if found["overflow"] > 1:
            seen.problems.append(f"is {found['overflow']} px wider than the screen of {width} px ({found['widest']})")
        seen.screenshot = await page.screenshot(type="png", animations="disabled")
        if _blank(seen.screenshot):
            seen.problems.append("is blank: every pixel has nearly the same colour")
    except Error as error:
        seen.problems.append(f"could not be looked at: {error.message.splitlines()[0]}")
    finally:
        await page.close()
    return seen


def _listen(page: Page, seen: Look) -> None:
    """Collect what goes wrong while the page loads."""
    host = urlsplit(seen.url).netloc

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            seen.problems.append(f"console error: {message.text[:200]}")

    def on_request(request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme in ("http", "https") and target.netloc != host:
            seen.problems.append(f"asks another host: {request.url[:200]}")

    def on_response(response: Response) -> None:
        if response.status >= 400 and response.url != urljoin(seen.url, "/favicon.ico"):
            seen.problems.append(f"{urlsplit(response.url).path} answered {response.status}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: seen.problems.append(f"script error: {str(error)[:200]}"))
    page.on("request", on_request)
    page.on("requestfailed", lambda request: seen.problems.append(f"could not load {request.url[:200]}"))
    page.on("response", on_response)


def _blank(png: bytes) -> bool:
    """Whether a screenshot shows nothing: the brightness of its pixels hardly varies."""
    from PIL import Image, ImageStat

    with Image.open(io.BytesIO(png)) as image:
        return float(ImageStat.Stat(image.convert("L")).stddev[0]) < BLANK


def _arguments(root: bool) -> list[str]:
    """How Chromium is started: nothing fetched in the background, and without its sandbox only for root, for whom it
    refuses to start otherwise."""
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    return [*quiet, "--disable-component-update", "--disable-sync", *(["--no-sandbox"] if root else [])]


def file_name(url: str, width: int) -> Path:
    """Where a screenshot is kept: ``deals-board-390.png``."""
    name = "-".join(part for part in urlsplit(url).path.split("/") if part) or "home"
    return Path(f"{name}-{width}.png")
