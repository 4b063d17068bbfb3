"""Real peers on this machine: a receiver of webhooks, and a mail server. What they got is kept."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Webhooks:
    """Takes messages as Slack and Discord do; says ``503`` while it is not well."""

    def __init__(self) -> None:
        self.got: dict[str, list[dict[str, Any]]] = {}
        self.well = True
        self.asked = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.asked += 1
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                # Slack answers 200 and ok, Discord 204 and nothing; both refuse what they cannot show.
                slack = self.path.startswith("/services/")
                valid = ({"text", "blocks"} <= body.keys()) if slack else 0 < len(body.get("content", "")) <= 2000
                code = 503 if not outer.well else (400 if not valid else (200 if slack else 204))
                if code < 300:
                    outer.got.setdefault(self.path, []).append(body)
                self.send_response(code)
                self.send_header("content-length", "2" if code == 200 else "0")
                self.end_headers()
                if code == 200:
                    self.wfile.write(b"ok")

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Webhooks:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class Mailbox:
    """An SMTP server that keeps what it takes."""

    def __init__(self, port: int) -> None:
        self.got: list[Envelope] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=port)
        self.url = f"smtp://127.0.0.1:{port}"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.got.append(envelope)
        return "250 OK"

    def __enter__(self) -> Mailbox:
        self._controller.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._controller.stop()
