"""Looking at pages in a real browser, as a person would see it. Used by the ``page-renders`` proof."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from playwright.async_api import Browser, ConsoleMessage, Page, Request, Response

DESKTOP = (1280, 800)
PHONE = (390, 844)
"""Widths and heights in CSS pixels: a small laptop, and the most common width of phones."""
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


async def browse(browser: Path, urls: Sequence[str], cookies: Sequence[tuple[str, str]] = ()) -> list[Look]:
    """Look at every page on a desktop and on a phone, in one Chromium started for it, with these cookies.

    Raises NoBrowser when it does not start.
    """
    from playwright.async_api import Error, async_playwright

    async with async_playwright() as driver:
        try:
            chromium = await driver.chromium.launch(executable_path=browser, args=_arguments(root=os.geteuid() == 0))
        except Error as error:
            raise NoBrowser(f"{browser} does not start: {error.message.splitlines()[0]}") from error
        try:
            widths = await asyncio.gather(*(_walk(chromium, urls, size, cookies) for size in (DESKTOP, PHONE)))
            return [seen for looks in widths for seen in looks]
        finally:
            await chromium.close()


async def _walk(
    chromium: Browser, urls: Sequence[str], size: tuple[int, int], cookies: Sequence[tuple[str, str]]
) -> list[Look]:
    """Every page on a screen of that size, one after the other in one tab: a new one costs more than most pages."""
    width, height = size
    context = await chromium.new_context(viewport={"width": width, "height": height}, locale="en-GB")
    await context.add_cookies([{"name": name, "value": value, "url": urls[0]} for name, value in cookies])
    page = await context.new_page()
    seen = [Look(url, width) for url in urls]
    for now in seen:
        with _listening(page, now):
            await look(page, now)
    return seen


async def look(page: Page, seen: Look) -> None:
    """Open the page in a tab of that width, and judge it."""
    from playwright.async_api import Error

    try:
        answer = await page.goto(seen.url, wait_until="load", timeout=SETTLE_MS)
        if answer is None or answer.status != 200:
            seen.problems.append(f"answered {answer.status if answer else 'nothing'}")
        found = await page.evaluate(_MEASURE)
        seen.heading = str(found["heading"])
        if not seen.heading:
            seen.problems.append("shows no main heading (h1)")
        if not found["text"]:
            seen.problems.append("shows no text")
        if found["overflow"] > 1:
            seen.problems.append(
                f"is {found['overflow']} px wider than the screen of {seen.width} px ({found['widest']})"
            )
        seen.screenshot = await page.screenshot(type="png", animations="disabled")
        if await asyncio.to_thread(_blank, seen.screenshot):
            seen.problems.append("is blank: every pixel has nearly the same colour")
    except Error as error:
        seen.problems.append(f"could not be looked at: {error.message.splitlines()[0]}")


@contextmanager
def _listening(page: Page, seen: Look) -> Iterator[None]:
    """Collect what goes wrong while the page loads."""
    host = urlsplit(seen.url).netloc

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            seen.problems.append(f"console error: {message.text[:200]}")

    def on_error(error: Exception) -> None:
        seen.problems.append(f"script error: {str(error)[:200]}")

    def on_request(request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme in ("http", "https") and target.netloc != host:
            seen.problems.append(f"asks another host: {request.url[:200]}")

    def on_failure(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # by the browser itself: the page was left before it had come
            seen.problems.append(f"could not load {request.url[:200]}: {request.failure}")

    def on_response(response: Response) -> None:
        if response.status >= 400 and response.url != urljoin(seen.url, "/favicon.ico"):
            seen.problems.append(f"{urlsplit(response.url).path} answered {response.status}")

    listeners: dict[str, Callable[[Any], None]] = {
        "console": on_console,
        "pageerror": on_error,
        "request": on_request,
        "requestfailed": on_failure,
        "response": on_response,
    }
    for event, listener in listeners.items():
        page.on(event, listener)  # type: ignore[call-overload]  # one literal per overload there
    yield
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


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
