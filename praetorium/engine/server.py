"""The embedded Prefect server: one process, one uvicorn, SQLite under our home, loopback only.

Started by ``praetorium up``, which hands over the listening socket: the port cannot be lost between two starts, and
callers wait for a restart instead of being refused.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from praetorium.engine import environment, garbage, immediate
from praetorium.engine.transport import authorization
from praetorium.settings import Settings, settings

logger = logging.getLogger(__name__)


def serve(configuration: Settings, listener: socket.socket) -> None:
    """Run the server on a bound socket until SIGTERM or SIGINT; the first start creates and migrates the database."""
    port = listener.getsockname()[1]
    environment.adopt_as_server(configuration, port)

    import uvicorn
    from prefect.server.api.server import create_app

    refusal = immediate.install()
    app = create_app(final=True)
    starts = app.router.lifespan_context
    status = configuration.folder("run") / "server.json"
    proof = _prove(f"http://127.0.0.1:{port}/api", refusal, status, authorization(configuration))

    @contextlib.asynccontextmanager
    async def lifespan(application: Any) -> AsyncIterator[None]:
        async with starts(application):
            check = asyncio.create_task(proof)
            try:
                yield
            finally:
                check.cancel()

    app.router.lifespan_context = lifespan
    garbage.collect_aside()
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_keep_alive=30, timeout_graceful_shutdown=1, lifespan="on"
    )
    uvicorn.Server(config).run(sockets=[listener])


async def _prove(api_url: str, refusal: str | None, status: Path, headers: dict[str, str]) -> None:
    """Prove that concurrent writes are not refused; without the proof the server runs as Prefect made it."""
    reason = refusal or await immediate.self_test(api_url, headers)
    if reason:
        immediate.remove()
        logger.warning("Prefect's database runs without immediate transactions (%s): expect refused calls", reason)
    status.write_text(json.dumps({"pid": os.getpid(), "immediate": reason is None, "reason": reason}))


def main() -> None:
    """``python -m praetorium.engine.server --fd N``: serve on an inherited socket, or on ``--port``."""
    parser = argparse.ArgumentParser(prog="praetorium.engine.server")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--fd", type=int, help="file descriptor of a listening socket")
    where.add_argument("--port", type=int, help="port on 127.0.0.1")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    if arguments.fd is not None:
        listener = socket.socket(fileno=arguments.fd)
    else:
        listener = socket.create_server(("127.0.0.1", arguments.port), backlog=512)
    serve(settings(), listener)
    # Prefect's leftover threads would hold the exit for seconds; SQLite has committed what it accepted.
    logging.shutdown()
    os._exit(0)


if __name__ == "__main__":
    main()
