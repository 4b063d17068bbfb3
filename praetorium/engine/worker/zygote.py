"""The warm parent of flow runs: it has Prefect and the flows imported, one thread, no event loop, and only forks.

It talks to the worker over one socket. A run's process is forked twice, so that it becomes the worker's own child
(the worker adopts orphans): the worker sees it end at once, and it outlives this process. When the worker is gone, the
socket ends, and the zygote kills whatever the worker's runs left behind.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import logging
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from praetorium.engine import processes
from praetorium.engine.worker import child, preload, wire

logger = logging.getLogger(__name__)

NAME = "praetorium-zyg"
MARK = "PRAETORIUM__WORKER"
"""Environment variable that all processes of one worker carry, whatever group they moved to."""


def mark_of(home: Path, worker: int | None = None) -> str:
    """The mark of a worker of this home, by its process id; without it what the marks of all of them begin with."""
    begins = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12] + "@"
    return begins if worker is None else f"{begins}{processes.identity(worker)}"


def serve(connection: socket.socket, worker: int, mark: str, project: Path, flows: dict[str, Any]) -> None:
    """Fork on request until the worker is gone, then clean up after it."""
    processes.rename(NAME)
    wire.send(
        connection,
        {"pid": os.getpid(), "threads": processes.thread_count(), "sources": preload.sources(project)},
    )
    while (received := wire.receive(connection)) is not None:
        message, fd = received
        if message["do"] == "quit":
            return
        if processes.thread_count() != 1:
            wire.send(connection, {"error": f"{processes.thread_count()} threads: forking would not be safe"})
        elif message["do"] == "fork":
            pid = _fork_twice(worker, lambda order=message: _run(connection, order, worker, project, flows))
            wire.send(connection, {"pid": pid})
        elif message["do"] == "sibling" and fd is not None:
            pid = _fork_twice(worker, lambda end=fd: _be_sibling(connection, end, worker, mark, project, flows))
            os.close(fd)
            wire.send(connection, {"pid": pid})
    killed = processes.kill_marked(MARK, mark, spare=NAME)
    logger.warning("worker %s is gone; ended %d processes of its runs", worker, killed)


def _run(connection: socket.socket, order: wire.Message, worker: int, project: Path, flows: dict[str, Any]) -> None:
    connection.close()
    processes.die_with_parent(worker)
    child.run(order, project, flows)


def _be_sibling(
    connection: socket.socket, end: int, worker: int, mark: str, project: Path, flows: dict[str, Any]
) -> None:
    connection.close()
    serve(socket.socket(fileno=end), worker, mark, project, flows)


def _fork_twice(worker: int, work: Any) -> int:
    """Run ``work`` in a new process that is the worker's child and leads its own session; returns its pid."""
    reader, writer = os.pipe()
    middle = os.fork()
    if middle == 0:
        os.close(reader)
        pid = os.fork()
        if pid:
            os.write(writer, str(pid).encode())
            os._exit(0)
        os.close(writer)
        _begin(worker, work)
    os.close(writer)
    pid = int(os.read(reader, 32))
    os.close(reader)
    os.waitpid(middle, 0)
    return pid


def _begin(worker: int, work: Any) -> None:
    code = 90
    try:
        os.setsid()
        child.wait_for_parent(worker)
        work()
        code = 0
    except BaseException:
        # The edge of a process: nothing above it could report this.
        logger.exception("a forked process failed before its work")
    finally:
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Started by the worker, with one end of a socket pair."""
    parser = argparse.ArgumentParser(prog="praetorium.engine.worker.zygote")
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--worker", type=int, required=True)
    parser.add_argument("--mark", required=True)
    parser.add_argument("--project", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    flows = preload.load(arguments.project)
    gc.collect()
    gc.freeze()
    serve(socket.socket(fileno=arguments.fd), arguments.worker, arguments.mark, arguments.project, flows)


if __name__ == "__main__":
    main()
