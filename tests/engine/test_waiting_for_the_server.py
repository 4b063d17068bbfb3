"""Registering waits for a server that is not ready, in good order, and not without end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deployments import bootstrap
from praetorium.engine import transport
from praetorium.errors import ExternalError
from praetorium.settings import Settings


class Server(ThreadingHTTPServer):
    """Answers with that status until it was asked so often, then that all is well."""

    status = 401
    refusals = 1_000_000
    asked = 0


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked += 1
        self.send_response(self.server.status if self.server.asked <= self.server.refusals else 200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(bootstrap, "_SERVER_SECONDS", 1.0)
    with Server(("127.0.0.1", 0), Handler) as found:
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        with transport.at(Settings(home=tmp_path, prefect_api_url=f"http://127.0.0.1:{found.server_port}")):
            yield found
        found.shutdown()
        thread.join()


@pytest.mark.parametrize(("status", "told"), [(401, "answered 401"), (404, "is not well")])
def test_it_gives_up_in_time_and_asks_seldom(server: Server, status: int, told: str) -> None:
    server.status = status
    begun = time.monotonic()
    with pytest.raises(ExternalError, match=told) as refused:
        bootstrap._wait_for_server()
    assert time.monotonic() - begun < 30
    assert ("PREFECT_API_AUTH_STRING" in refused.value.next) == (status == 401)
    assert server.asked <= 6


def test_it_goes_on_as_soon_as_the_server_is_well(server: Server) -> None:
    server.refusals = 2
    bootstrap._wait_for_server()
    assert server.asked == 3
