"""``python -m praetorium.web --port N``: the page, with the supervisor beside it, until SIGTERM."""

from __future__ import annotations

import argparse
import logging
import threading

import uvicorn

from praetorium.engine.supervisor import Supervisor
from praetorium.house import House
from praetorium.web.app import create_app


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m praetorium.web", description=__doc__)
    arguments.add_argument("--host", default="127.0.0.1")
    arguments.add_argument("--port", type=int, default=4300)
    given = arguments.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    house = House()
    supervisor = Supervisor(house)
    thread = threading.Thread(target=supervisor.run, name="supervisor", daemon=True)
    thread.start()
    try:
        uvicorn.run(create_app(house), host=given.host, port=given.port, log_level="warning", server_header=False)
    finally:
        supervisor.stop()
        thread.join(timeout=5)
        house.close()


if __name__ == "__main__":
    main()
