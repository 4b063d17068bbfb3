"""The page over a large catalogue: how long its views and the API take, and how soon an event is on the screen.

``python -m benchmarks.page [REQUESTS] [EVENTS] [TABS]``: 10,000 requests, 1,000,000 events, 20 open pages by default.
For comparison: the Prefect UI asks its server every 5 seconds, so what happens there is seen 2.5 s later on average.
"""

from __future__ import annotations

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from benchmarks.bench import table
from benchmarks.screens import part, rows
from praetorium.accounts import Accounts, Role
from praetorium.catalogue import page_tables as _page  # noqa: F401 - its indexes belong to the tables
from praetorium.catalogue import tables
from praetorium.catalogue.tables import events, ledger, requests, steps, versions
from praetorium.house import House
from praetorium.models import Estimate, Plan, Request, RequestState, Step, new_id, now
from praetorium.settings import Settings

ROOT = Path(__file__).parents[1]
ROUNDS = 40
CHUNK = 20_000
UI_POLLING = 5.0
STATES = (RequestState.DELIVERED,) * 8 + (RequestState.FAILED, RequestState.CANCELLED)


def fill(house: House, number: int, total: int) -> list[str]:
    """Requests with plan, steps, events, assets and costs, written in bulk; gives their ids."""
    began, each, start = time.monotonic(), total // number, now() - timedelta(days=90)
    plan = Plan(
        title="CRM",
        playbook="web-app",
        estimate=Estimate(seconds=12),
        steps=tuple(
            Step(
                id=f"s{n}",
                title=f"Step {n}",
                why="it is needed",
                executor=e,
                expected="done",
                needs=(f"s{n - 1}",) * (n > 0),
            )
            for n, e in enumerate(("render", "packages", "tests", "launch", "http"))
        ),
    )
    rows: dict[Any, list[dict[str, Any]]] = {
        t: [] for t in (requests, tables.plans, steps, events, tables.assets, versions, ledger)
    }
    blob = house.store.put_bytes(b"ten bytes.")
    ids = []
    for n in range(number):
        at = start + timedelta(days=90) * (n / number)
        request = Request(
            id=f"req-{n:014d}", words=f"Build me a CRM, number {n}", asked_by=f"person{n % 40}", created=at
        )
        ids.append(request.id)
        state, asset = STATES[n % len(STATES)], f"ast-{n:014d}"
        done = at + timedelta(seconds=12)
        rows[requests].append(
            {"id": request.id, "thread": request.id, "state": state, "title": f"CRM {n}", "asked_by": request.asked_by}
            | {"body": request.dump(), "created": at, "finished": done, "position": each, "summary": "A CRM."}
        )
        rows[tables.plans].append(
            {"request": request.id, "version": 1, "brief_version": 1, "body": plan.dump(), "created": at}
        )
        for step in plan.steps:
            rows[steps].append(
                {"request": request.id, "step": step.id, "executor": step.executor, "title": step.title}
                | {"state": "succeeded", "plan_version": 1, "attempts": 1, "seconds": random.random() * 4}
                | {"finished": done}
            )
            rows[ledger].append(
                {"id": new_id("led"), "request": request.id, "step": step.id, "executor": step.executor}
                | {"what": "compute-seconds", "amount": 1.0, "cost": 0.0004, "at": done}
            )
        rows[events] += [
            {"request": request.id, "position": p, "kind": "step.said", "title": f"Line {p} of what happened"}
            | {"step": f"s{p % 5}", "facts": {"file": "app/main.py"}, "at": at}
            for p in range(1, each + 1)
        ]
        rows[tables.assets].append(
            {"id": asset, "project": "default", "kind": "app", "name": f"CRM {n}", "created": at}
        )
        rows[versions].append(
            {"asset": asset, "version": 1, "request": request.id, "step": "s0", "executor": "render"}
            | {"brief_version": 1, "plan_version": 1, "mime": "text/plain", "sha256": blob.sha256, "bytes": 10}
            | {"cost": 0.0, "key": f"{n:064d}", "created": at}
        )
        if len(rows[events]) >= CHUNK or n == number - 1:
            with house.catalogue.write() as connection:
                for table_, found in rows.items():
                    if found:
                        connection.execute(table_.insert(), found)
                        found.clear()
    with house.catalogue.write() as connection:
        connection.exec_driver_sql("ANALYZE")
    print(f"{number:,} requests and {number * each:,} events written in {time.monotonic() - began:.0f} s")
    return ids


@contextmanager
def page(house: House) -> Iterator[str]:
    """The page as a process; gives its URL."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    environment = dict(os.environ) | {"PRAETORIUM_HOME": str(house.settings.home)}
    command = [sys.executable, "-m", "praetorium.web", "--port", str(port), "--no-supervisor"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    url = f"http://localhost:{port}"
    try:
        for _ in range(600):
            try:
                httpx.get(f"{url}/health", timeout=1)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(15)


def timed(call: Callable[[], httpx.Response], rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of each call."""
    found: list[float] = []
    while len(found) < rounds:
        began = time.perf_counter()
        answer = call()
        took = (time.perf_counter() - began) * 1000
        if answer.status_code == 429:
            # We ask faster than anybody may; what is refused is no answer.
            time.sleep(float(answer.headers["retry-after"]))
            continue
        assert answer.status_code < 400, answer.text
        found.append(took)
    return found


def views(url: str, key: str, ids: list[str]) -> None:
    """Pages and answers of the API, asked one after the other."""
    one = ids[len(ids) // 2]
    paths = [f"/requests/{one}", "/requests", "/approvals", "/assets", "/overview"]
    paths += ["/api/v1/requests", "/api/v1/requests?state=failed", "/api/v1/requests?search=CRM%20777"]
    paths += [f"/api/v1/requests/{one}", f"/api/v1/requests/{one}/events?after=50", f"/api/v1/requests/{one}/plan"]
    paths += ["/api/v1/assets", "/api/v1/approvals", "/api/v1/executors", "/api/v1/overview", "/api/v1/ledger"]
    paths += ["/api/v1/audit", "/admin/metrics", "/metrics"]
    rows = []
    with httpx.Client(base_url=url, headers={"X-API-Key": key, "Accept": "text/html"}, timeout=60) as client:
        for path in paths:
            found = timed(partial(client.get, path))
            rows.append((path.replace(one, "…"), statistics.median(found), part(found, 0.95)))
    table("Answers, milliseconds", ("path", "median", "p95"), rows)


def live(house: House, url: str, key: str, pages: int) -> None:
    """Pages that watch one request which tells 50 things a second."""
    found = rows(house, url, key, pages)
    polled = ("the same in the Prefect UI (asks each 5 s)", UI_POLLING * 500, UI_POLLING * 990, UI_POLLING * 1000)
    table("In the browser, milliseconds", ("", "median", "p95 / p99", "most"), (*found, polled))
    print(f"ratio: {UI_POLLING * 500 / max(found[0][1], 0.1):.0f} × sooner than asking each 5 s; none missed")


def main(number: int = 10_000, total: int = 1_000_000, tabs: int = 20) -> None:
    """Fill, ask, watch."""
    with tempfile.TemporaryDirectory(prefix="praetorium-bench-") as home:
        house = House(Settings(home=Path(home)))
        ids = fill(house, number, total)
        accounts = Accounts(house.catalogue)
        accounts.add("bench", Role.OPERATOR)
        key = accounts.issue("bench").secret
        try:
            with page(house) as url:
                views(url, key, ids)
                live(house, url, key, tabs)
        finally:
            house.close()
        size = sum(path.stat().st_size for path in Path(home).glob("catalogue.sqlite3*"))
    print(json.dumps({"requests": number, "events": total, "megabytes": round(size / 1e6)}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
