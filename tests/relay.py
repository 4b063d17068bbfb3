"""An HTTP server on loopback in front of another, which passes everything on, and misbehaves when it is told to."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


class Relay:
    """What it does to the next requests; each fault is used up as it happens."""

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target).netloc
        self.url = ""
        self.refusals = 0
        """So many requests are answered 503."""
        self.spoils = 0
        """Of so many uploads one byte is changed."""
        self.cuts: list[int] = []
        """Answers that break off after so many bytes of theirs."""
        self.before: Callable[[str], None] = lambda line: None
        """Called with the method and path of each request before it is passed on."""
        self.seen: list[str] = []

    def take(self, fault: str) -> bool:
        """Use up one fault of that name, if any is left."""
        left = getattr(self, fault)
        if left:
            setattr(self, fault, left - 1)
        return bool(left)


@contextmanager
def relay(target: str) -> Iterator[Relay]:
    """A relay to that address, for as long as the context lasts."""
    found, lock = Relay(target), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            line = f"{self.command} {self.path}"
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            with lock:
                found.seen.append(line)
                refused = found.take("refusals")
                spoilt = bool(body) and found.take("spoils")
            if refused:
                self.answer(503, {"content-length": "0"}, b"")
                return
            found.before(line)
            if spoilt:
                body = bytes([body[0] ^ 1]) + body[1:]
            headers = {name: value for name, value in self.headers.items() if name.lower() != "expect"}
            peer = http.client.HTTPConnection(found.target, timeout=30)
            try:
                peer.request(self.command, self.path, body, headers)
                got = peer.getresponse()
                told = {n: v for n, v in got.getheaders() if n.lower() not in ("connection", "transfer-encoding")}
                data = got.read()
            except (OSError, http.client.HTTPException):
                self.close_connection = True  # as if there were nobody between
                return
            finally:
                peer.close()
            if self.command != "HEAD":
                told["Content-Length"] = str(len(data))
            self.answer(got.status, told, data)

        def answer(self, status: int, headers: dict[str, str], data: bytes) -> None:
            with lock:
                cut = found.cuts.pop(0) if found.cuts and data and status < 300 else None
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data[:cut])
            self.close_connection = self.close_connection or cut is not None

        def log_message(self, *told: Any) -> None:
            """Nobody reads it."""

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = handle_any

    class Server(ThreadingHTTPServer):
        def handle_error(self, *told: Any) -> None:
            """Clients may go away."""

    with Server(("127.0.0.1", 0), Handler) as server:
        found.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()
