"""``python -m praetorium.web --port N``: the page, with the supervisor beside it, until SIGTERM.

Whoever starts it for others hands over the socket it listens on (``--fd``): a port that is only known to be free can be
taken by somebody else in between.
"""

from __future__ import annotations

import argparse
import logging
import signal
import socket
import sys
import threading
from types import FrameType

import uvicorn

from praetorium import loopback
from praetorium.accounts import Accounts
from praetorium.accounts.listening import may_listen
from praetorium.engine.supervisor import Supervisor
from praetorium.errors import PraetoriumError
from praetorium.house import House
from praetorium.web.app import create_app
from praetorium.web.entrance import Entrance


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m praetorium.web", description=__doc__)
    arguments.add_argument("--host", default="127.0.0.1", help="where to listen; beyond loopback it takes an account")
    arguments.add_argument("--port", type=int, default=4300)
    arguments.add_argument("--fd", type=int, help="file descriptor of a listening socket, instead of a port")
    arguments.add_argument("--address", help="the URL under which people reach it, behind a proxy")
    arguments.add_argument("--no-supervisor", action="store_true", help="where another page has one already")
    given = arguments.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    house = House()
    try:
        may_listen(Accounts(house.catalogue), given.host, given.address)
    except PraetoriumError as error:
        logging.getLogger("praetorium.web").error("%s; %s", error, error.next)
        sys.exit(2)
    listener = socket.socket(fileno=given.fd) if given.fd is not None else None
    serve(house, given.host, given.port, given.address, listener, supervised=not given.no_supervisor)


def serve(
    house: House, host: str, port: int, address: str | None, listener: socket.socket | None, *, supervised: bool
) -> None:
    """Until SIGTERM or SIGINT."""
    port = listener.getsockname()[1] if listener is not None else port
    app = create_app(house, host=host, port=port, address=address)
    # Apps run on 127.0.0.1: a page that is opened under another name does not share its cookies with them.
    named = "localhost" if host in loopback.HOSTS else host
    entrance = Entrance(house, app.state.guard.accounts, address or f"http://{named}:{port}")
    app.state.new_link = entrance.write
    entrance.write()
    app.state.supervisor = supervisor = Supervisor(house) if supervised else None
    thread = threading.Thread(target=supervisor.run, name="supervisor", daemon=True) if supervisor else None
    if thread is not None:
        thread.start()
    # The server raises the signal that ended it once more: it has to lead out of here, not to the end of the process.
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    try:
        configuration = uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="warning",
            access_log=False,  # a one-time link is a path
            server_header=False,
            ws_max_size=1_000_000,
            ws_ping_interval=20,
            ws_per_message_deflate=False,  # small messages, many sockets: packing each anew costs more than it saves
            proxy_headers=address is not None,
            timeout_graceful_shutdown=2,
        )
        uvicorn.Server(configuration).run(sockets=[listener] if listener is not None else None)
    finally:
        entrance.remove()
        if supervisor is not None and thread is not None:
            supervisor.stop()
            thread.join(timeout=5)
        house.close()


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
