"""The site's own server, started as a process and asked over HTTP; and its pages in a real browser."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from praetorium.proofs import prove
from tests.sites.conftest import Workshop, brief

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PAGES = ("home", "about", "services", "contact", "faq", "gallery", "press")


@pytest.fixture
async def served(workshop: Workshop) -> AsyncIterator[str]:
    result = await workshop.build(brief("Dental clinic", pages=PAGES), "website for a dental clinic")
    with serving(result.python, workshop.folder / "site") as url:
        yield url


@contextmanager
def serving(python: str, folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"HOST": "127.0.0.1", "PORT": str(port), "INSTANCE": "token-1", "PATH": os.environ["PATH"]}
    process = subprocess.Popen([python, "-m", "serve"], cwd=folder, env=environment, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        _until_up(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def _until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + 20
    while time.monotonic() < limit:
        assert process.poll() is None, "the server ended"
        try:
            get(f"{url}/health")
        except OSError:
            continue
        return
    raise AssertionError("the server did not come up in 20 s")


def get(url: str) -> tuple[int, str, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read()


async def test_pages_health_and_what_is_not_there(served: str) -> None:
    assert get(f"{served}/")[0] == 200
    assert json.loads(get(f"{served}/health")[2]) == {"status": "ok", "instance": "token-1"}
    assert get(f"{served}/style.css")[1].startswith("text/css")
    for path in ("/nowhere", "/a/b/c", "/../serve.py", "/%2e%2e/serve.py", "/serve.py"):
        status, kind, body = get(f"{served}{path}")
        assert status == 404, path
        assert kind.startswith("text/html") and b"This page is not here" in body


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
async def test_pages_render_and_are_accessible(workshop: Workshop, served: str) -> None:
    from axe_playwright_python.async_playwright import Axe
    from playwright.async_api import async_playwright

    paths = ["/" if page == "home" else f"/{page}.html" for page in PAGES]
    context = replace(workshop.context(brief("Dental clinic"), ""), browser=Path(str(CHROMIUM)))
    verdict = await prove("page-renders", {"url": served, "paths": paths, "name": "Clinic"}, context, {})
    assert [check.evidence for check in verdict.checks if not check.passed] == []
    assert len(verdict.checks) == 2

    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for scheme in ("light", "dark"):
            page = await browser.new_page(color_scheme=scheme)
            for path in ("/", "/services.html", "/contact.html", "/faq.html", "/nowhere"):
                await page.goto(served + path)
                found = (await Axe().run(page)).response["violations"]
                serious = [v["id"] for v in found if v["impact"] in ("serious", "critical")]
                assert serious == [], (scheme, path)
            await page.close()
        await browser.close()
