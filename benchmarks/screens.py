"""How soon an event is on the screen, with many pages open: a part of ``benchmarks.page``.

Twice. First as it is where people use it: one page is drawn here, and the others are open on machines of their own, so
that this one holds their sockets. Then with every page drawn on this one machine, which measures the browser as much as
the page: each is a window of its own that lays out and draws each event, without a graphics card.

An event counts as seen when the frame that shows it has been drawn, not when it has come or was put into the page.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from praetorium.house import House
from praetorium.models import Request, RequestState, now

ROOT = Path(__file__).parents[1]
RATE = 50
"""Events a second of the request that is watched."""
SECONDS = 20
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
SEEN = """() => {
window.drawn = [];
new MutationObserver((changes) => {
  const told = changes.flatMap((change) => [...change.addedNodes]).map((row) => row.querySelector?.("time"))
    .filter(Boolean).map((time) => Date.parse(time.dateTime));
  if (!told.length) return;
  const after = new MessageChannel();
  after.port1.onmessage = () => { const seen = Date.now(); drawn.push(...told.map((at) => seen - at)); };
  requestAnimationFrame(() => after.port2.postMessage(0));
}).observe(document.querySelector("[data-rows]"), { childList: true });
}"""


@dataclass(frozen=True)
class Seen:
    """What was measured, in milliseconds."""

    loads: list[float]
    """Until each page was loaded."""
    delays: list[float]
    """Event → drawn, on each drawn page."""
    sockets: list[float]
    """Event → at the other end of the line, on each page that is open elsewhere."""


def measure(house: House, url: str, key: str, drawn: int, elsewhere: int, seconds: int = SECONDS) -> Seen:
    """Open pages that watch one request which tells ``RATE`` things a second. Raises when one of them misses a row."""
    from playwright.sync_api import sync_playwright

    with house.catalogue.write() as connection:
        request = house.catalogue.requests.store(connection, Request(words="watched", asked_by="bench"))
        house.catalogue.requests.set(connection, request.id, state=RequestState.RUNNING)
    total = RATE * seconds
    with sync_playwright() as found, _listening(url, key, request.id, elsewhere, total) as listener:
        browser = found.chromium.launch(executable_path=str(house.browser), args=list(FLAGS))
        context = browser.new_context()
        entering = context.new_page()
        entering.goto(f"{url}/sign-in")
        entering.get_by_label("Your key").fill(key)
        entering.get_by_role("button", name="Sign in").click()
        entering.wait_for_url("**/requests/**")
        state = context.storage_state()
        context.close()
        loads, opened = [], []
        for _ in range(drawn):
            # A profile of its own each, as people have them: nothing is cached, and no process is shared.
            tab = browser.new_context(storage_state=state).new_page()
            began = time.perf_counter()
            tab.goto(f"{url}/requests/{request.id}", wait_until="load")
            loads.append((time.perf_counter() - began) * 1000)
            tab.wait_for_function("() => document.querySelector('[data-live]').textContent.includes('live')")
            tab.evaluate(SEEN)
            opened.append(tab)
        writer = subprocess.Popen([sys.executable, "-m", __name__, "write", request.id, str(seconds)], env=_at(house))
        while writer.poll() is None:
            opened[0].wait_for_timeout(100)
        deadline = time.monotonic() + 20
        for tab in opened:
            while tab.evaluate("drawn.length") < total and time.monotonic() < deadline:
                tab.wait_for_timeout(100)
        delays = [float(d) for tab in opened for d in tab.evaluate("drawn")]
        browser.close()
        sockets = json.loads(listener.communicate(timeout=30)[0]) if listener is not None else []
    if (len(delays), len(sockets)) != (drawn * total, elsewhere * total):
        raise RuntimeError(f"{len(delays)} rows drawn and {len(sockets)} heard of {drawn * total}, {elsewhere * total}")
    return Seen(loads, delays, sockets)


def rows(house: House, url: str, key: str, pages: int, seconds: int = SECONDS) -> list[tuple[str, float, float, float]]:
    """Both measurements as rows of a table: what, median, p95 of loads and p99 of events, most."""
    apart = measure(house, url, key, 1, pages - 1, seconds)
    here = measure(house, url, key, pages, 0, seconds)
    return [
        _row(f"event → drawn; {pages - 1} more pages open elsewhere", apart.delays, 0.99),
        _row(f"event → at the {pages - 1} pages elsewhere", apart.sockets, 0.99),
        _row(f"event → drawn; all {pages} drawn on this machine", here.delays, 0.99),
        _row("a page loaded", here.loads, 0.95),
    ]


def _row(name: str, values: list[float], quantile: float) -> tuple[str, float, float, float]:
    return name, statistics.median(values), part(values, quantile), max(values)


def part(values: list[float], quantile: float) -> float:
    """That quantile: 0.95 for p95."""
    return sorted(values)[min(int(len(values) * quantile), len(values) - 1)]


@contextmanager
def _listening(url: str, key: str, request: str, pages: int, total: int) -> Iterator[subprocess.Popen[str] | None]:
    if not pages:
        yield None
        return
    command = [sys.executable, "-m", __name__, "listen", url, request, str(pages), str(total)]
    environment = dict(os.environ) | {"PRAETORIUM_BENCH_KEY": key}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


async def _listen(url: str, key: str, request: str, pages: int, total: int) -> list[float]:
    """The sockets of pages that are open elsewhere: what the page's own script asks for, and the time it takes."""
    from websockets.asyncio.client import connect

    async def one() -> list[float]:
        delays: list[float] = []
        address = url.replace("http", "ws", 1) + "/ws"
        async with connect(address, additional_headers={"X-API-Key": key}) as line:
            follow = {"request": request, "position": 0, "page": True}
            await line.send(json.dumps({"type": "follow", "payload": follow}))
            while len(delays) < total:
                message: dict[str, Any] = json.loads(await line.recv())
                if message["type"] == "progress":
                    at = now()
                    told = (datetime.fromisoformat(log["at"]) for log in message["payload"]["logs"])
                    delays += [(at - moment).total_seconds() * 1000 for moment in told]
        return delays

    return [delay for found in await asyncio.gather(*(one() for _ in range(pages))) for delay in found]


def _write(house: House, request: str, seconds: int) -> None:
    """The watched request's process."""
    began = time.monotonic()
    for n in range(RATE * seconds):
        with house.catalogue.write() as connection:
            house.catalogue.events.append(connection, request, "step.said", f"Line {n}", facts={"file": "app/main.py"})
        time.sleep(max(began + (n + 1) / RATE - time.monotonic(), 0))


def _at(house: House) -> dict[str, str]:
    return dict(os.environ) | {"PRAETORIUM_HOME": str(house.settings.home)}


if __name__ == "__main__":
    if sys.argv[1] == "write":
        _write(House(), sys.argv[2], int(sys.argv[3]))
    else:
        told = asyncio.run(
            _listen(sys.argv[2], os.environ["PRAETORIUM_BENCH_KEY"], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
        )
        sys.stdout.write(json.dumps(told))
