"""A home with something of everything in it, the page over it as a real process, and clients of every role."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from playwright.sync_api import Page as Tab

from praetorium.accounts import Accounts, Role
from praetorium.house import House
from praetorium.settings import Settings
from tests.waiting import until

from .seeding import ME, Seeded, fill

ROOT = Path(__file__).parents[2]
BROWSER_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
Open = Callable[..., Tab]


def made(folder: Path) -> House:
    return House(Settings(home=folder, actor=ME))


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Seeded]]:
    """Filled once; tests that only look share it."""
    house = made(tmp_path_factory.mktemp("stock") / "home")
    yield house, fill(house)
    house.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An empty home of a test's own."""
    found = made(tmp_path / "home")
    yield found
    found.close()


@dataclass
class Page:
    """The page as a process."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]
    log: Path
    clients: list[httpx.Client] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """What it keeps for the command line."""
        return json.loads((self.home / "run" / "page.json").read_text())

    def client(self, **options: Any) -> httpx.Client:
        """A client that is closed with the page."""
        made = httpx.Client(base_url=self.url, timeout=20, verify=False, **options)
        self.clients.append(made)
        return made

    def entered(self) -> httpx.Client:
        """A client with the session that the one-time link opens."""
        client = self.client(follow_redirects=True, headers={"Accept": "text/html"})
        assert client.get(self.told()["enter"]).status_code == 200
        return client


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class served:
    """The page over a home, from entering to leaving."""

    def __init__(self, home: Path, *options: str, port: int = 0) -> None:
        self._home, self._options, self._port = home, options, port

    def __enter__(self) -> Page:
        log = self._home / "page.log"
        environment = dict(os.environ) | {"PRAETORIUM_HOME": str(self._home), "PRAETORIUM_ACTOR": ME}
        # Its socket is handed over: a port that was only free a moment ago may be somebody else's by now.
        with log.open("ab") as file, socket.create_server(("127.0.0.1", self._port)) as listener:
            number = str(listener.fileno())
            command = [sys.executable, "-m", "praetorium.web", "--fd", number, "--no-supervisor", *self._options]
            process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=file, stderr=file, pass_fds=[listener.fileno()]
            )
            port = listener.getsockname()[1]
        self._page = Page(f"http://localhost:{port}", self._home, process, log)
        with self._page.client() as asking:
            until(lambda: answers(self._page, asking), 60)
        return self._page

    def __exit__(self, *exc: object) -> None:
        for client in self._page.clients:
            client.close()
        self._page.process.terminate()
        assert self._page.process.wait(15) == 0
        assert not (self._home / "run" / "page.json").exists()


def answers(page: Page, asking: httpx.Client) -> bool:
    assert page.process.poll() is None, page.log.read_text()
    try:
        return asking.get("/health", timeout=1).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(scope="session")
def page(stock: tuple[House, Seeded]) -> Iterator[Page]:
    """The page over the stock; it belongs to the person at this machine."""
    with served(stock[0].settings.home) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; of a module, for no other event loop may run beside the one that drives it."""
    with sync_playwright() as found:
        browser = found.chromium.launch(executable_path=str(House().browser), args=list(BROWSER_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def entered(browser: Browser, page: Page) -> dict[str, object]:
    """A session, as the one-time link opens it."""
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(page.told()["enter"])
    expect(tab.get_by_role("navigation", name="Views")).to_be_visible()
    state = context.storage_state()
    context.close()
    return dict(state)


@pytest.fixture
def opened(browser: Browser, page: Page, entered: dict[str, object]) -> Iterator[Open]:
    """Opens a path in a tab of its own. Anything the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open(path: str, size: str = "desk", scheme: str = "light", **options: object) -> Tab:
        width, height = SIZES[size]
        context = browser.new_context(
            storage_state=entered, viewport={"width": width, "height": height}, color_scheme=scheme, **options
        )
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(page.url + path)
        return tab

    yield open
    for context in contexts:
        context.close()
    assert [c for c in complaints if "sandboxed" not in c and "status of 409" not in c] == []


@pytest.fixture(scope="session")
def with_accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Seeded, dict[Role, str], Page]]:
    """See ``peopled``; tests share it, and leave alone what others count."""
    yield from peopled(tmp_path_factory.mktemp("accounts") / "home")


def peopled(home: Path) -> Iterator[tuple[House, Seeded, dict[Role, str], Page]]:
    """A filled home whose requests are a requester's, with a person of each role and their keys, and its page."""
    house = made(home)
    seeded = fill(house, "requester")
    accounts = Accounts(house.catalogue)
    keys = {}
    for role in Role:
        accounts.add(str(role), role)
        keys[role] = accounts.issue(str(role)).secret
    with served(house.settings.home) as found:
        yield house, seeded, keys, found
    house.close()
