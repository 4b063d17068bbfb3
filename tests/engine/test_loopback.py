"""Behind a proxy: our own services are asked directly, by every client of ours and by the processes we start."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from praetorium import loopback
from praetorium.catalogue import App
from praetorium.engine import client, environment, foreign_server, standing, transport
from praetorium.models import Address
from praetorium.settings import Settings
from praetorium.stages import ending
from praetorium.web import running


class Well(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"true")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[str]:
    """Something of our own that answers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Well) as found:
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()
        thread.join()


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outside world is behind a proxy, which is not there, and nothing is said of this machine."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


def test_every_client_of_ours_asks_this_machine_directly(service: str, proxied: None, tmp_path: Path) -> None:
    with pytest.raises(httpx.HTTPError):
        httpx.get(service)
    with transport.at(Settings(home=tmp_path, prefect_api_url=service)):
        assert client.is_healthy()
        assert asyncio.run(client.is_healthy.aio())
    assert standing.answers(standing.ServicesInfo(api=service, page=service))
    assert foreign_server.greet(service)[0].startswith("using the Prefect server at")
    asyncio.run(ending._open(Address(name="It", url=service)))


def test_an_app_is_healthy_behind_a_proxy(service: str, proxied: None) -> None:
    app = App.model_construct(name="it", url=service)
    assert running._healthy(app)


def test_the_processes_we_start_ask_it_directly_too(service: str, proxied: None, tmp_path: Path) -> None:
    given = environment.of_parent(Settings(home=tmp_path))
    script = f"import httpx; print(httpx.get({service!r}).status_code)"
    done = subprocess.run([sys.executable, "-c", script], env=given, capture_output=True, text=True, timeout=60)
    assert done.stdout == "200\n", done.stderr


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ("", "localhost,127.0.0.1,::1"),
        ("example.org, 127.0.0.1", "example.org,127.0.0.1,localhost,::1"),
        ("*", "*"),
        ("localhost,127.0.0.1,::1", "localhost,127.0.0.1,::1"),
    ],
)
def test_what_is_excepted_already_stays(known: str, wanted: str) -> None:
    assert loopback.without_proxy(known) == wanted


@pytest.mark.parametrize(
    ("url", "own"),
    [
        *[("http://127.0.0.1:4300/x", True), ("https://LOCALHOST", True), ("http://[::1]:1/", True)],
        *[("http://127.0.0.1.example.org", False), ("http://example.org/127.0.0.1", False), ("nothing", False)],
    ],
)
def test_what_lies_on_this_machine(url: str, own: bool) -> None:
    assert loopback.is_loopback(url) is own
