"""``page-renders``: a real Chromium looks at real pages; each way in which a page can be bad to look at is found."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

from praetorium.executors.base import Context
from praetorium.proofs import Verdict, prove
from praetorium.proofs.browsing import Look, browse

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">%s</head>
<body><h1>Orders</h1><p>Three of them.</p>%s</body></html>"""


BAD = {
    "hidden": (PAGE % ("<style>body { opacity: 0 }</style>", ""), "no main heading", "blank"),
    "white": (PAGE % ("<style>* { color: white !important }</style>", ""), "blank"),
    "headless": ((PAGE % ("", "")).replace("h1", "h2"), "no main heading"),
    "console": (PAGE % ("<script>console.error('out of stock')</script>", ""), "console error: out of stock"),
    "script": (PAGE % ("<script>undefinedThing()</script>", ""), "script error", "undefinedThing"),
    "foreign": (PAGE % ('<script src="http://127.0.0.2:9/x.js"></script>', ""), "asks another host: http://127.0.0.2"),
    "missing": (PAGE % ('<link rel="stylesheet" href="/gone.css">', ""), "/gone.css answered 404"),
    "wide": (
        PAGE % ("", '<table class="prices"><tr><td style="min-width: 700px">9.90</td></tr></table>'),
        "wider than the screen of 390 px",
    ),
    "wider": (
        PAGE
        % (
            "",
            '<nav style="overflow-x: auto"><b style="display: block; width: 900px">Here and there</b></nav>'
            '<p><i class="far" style="display: block; width: 700px">9.90</i></p>',
        ),
        "wider than the screen of 390 px (i.far)",
    ),
}
"""Name of the page → its source, and words that the evidence must have."""


@pytest.fixture(scope="module")
def chromium() -> Path:
    found = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium on this machine")
    return Path(found)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name, (content, *_) in BAD.items():
        (folder / f"{name}.html").write_text(content)
    for name in ("index", "orders"):
        (folder / f"{name}.html").write_text(PAGE % ("", ""))
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def looks(site: str, chromium: Path) -> dict[tuple[str, int], Look]:
    """Every bad page at both widths, seen with one browser."""
    names = [*BAD, "absent"]
    seen = asyncio.run(browse(chromium, [f"{site}{name}.html" for name in names]))
    return {(look.url.removeprefix(site).removesuffix(".html"), look.width): look for look in seen}


async def look(context: Context, url: str, *paths: str) -> Verdict:
    return await prove("page-renders", {"url": url, "paths": paths, "name": "Shop"}, context, {})


async def test_without_a_browser_nothing_is_claimed(context: Context) -> None:
    verdict = await look(context, "http://127.0.0.1:9/", "/")
    assert verdict.checks == ()
    assert verdict.products == ()
    assert "no Chromium" in verdict.notes[0]


async def test_a_browser_that_does_not_start_is_no_browser(context: Context, tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    verdict = await look(replace(context, browser=broken), "http://127.0.0.1:9/", "/")
    assert verdict.checks == ()
    assert "does not start" in verdict.notes[0]


@pytest.mark.browser
async def test_nobody_at_the_address_is_a_failed_check(context: Context, chromium: Path) -> None:
    verdict = await look(replace(context, browser=chromium), "http://127.0.0.1:9/", "/")
    assert [check.passed for check in verdict.checks] == [False, False]
    assert "could not be looked at" in verdict.checks[0].evidence
    assert verdict.products == ()


@pytest.mark.browser
async def test_good_pages_pass_and_are_kept_as_pictures(context: Context, site: str, chromium: Path) -> None:
    verdict = await look(replace(context, browser=chromium), site, "/", "/orders.html")
    assert [check.passed for check in verdict.checks] == [True, True], verdict.checks
    assert "2 pages seen: 'Orders', 'Orders'" in verdict.checks[0].evidence
    assert [product.name for product in verdict.products] == ["Shop on a desktop", "Shop on a phone"]
    for product, width in zip(verdict.products, (1280, 390), strict=True):
        assert product.path is not None
        with Image.open(context.workspace / product.path) as image:
            assert image.width == width


@pytest.mark.browser
@pytest.mark.parametrize("name", [*BAD, "absent"])
def test_says_what_is_bad(looks: dict[tuple[str, int], Look], name: str) -> None:
    said = BAD[name][1:] if name in BAD else ("answered 404",)
    for words in said:
        assert words in "; ".join(looks[name, 390].problems)
    assert bool(looks[name, 1280].problems) == (name not in ("wide", "wider"))


@pytest.mark.browser
async def test_a_bad_page_fails_at_the_width_at_which_it_is_bad(context: Context, site: str, chromium: Path) -> None:
    desktop, phone = (await look(replace(context, browser=chromium), site, "/", "/wide.html")).checks
    assert desktop.passed, desktop.evidence
    assert not phone.passed
    assert "/wide.html is 3" in phone.evidence
    assert "(td)" in phone.evidence or "(table.prices)" in phone.evidence
