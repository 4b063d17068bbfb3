"""The page as a process of its own: started by hand, and where one finds it whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from praetorium.engine import ports, processes
from praetorium.engine.standing import read_json
from praetorium.errors import ExternalError
from praetorium.settings import Settings, project_root

_READY_SECONDS = 60.0


def link(settings: Settings) -> str | None:
    """The link that opens the page once, for the person at this machine; None while no page runs, and where people
    have accounts."""
    told = read_json(settings.home / "run" / "page.json")
    alive = isinstance(told.get("pid"), int) and processes.start_ticks(told["pid"]) is not None
    return told["enter"] if alive and isinstance(told.get("enter"), str) else None


def url(settings: Settings) -> str | None:
    """Where people reach the page; None while none runs."""
    told = read_json(settings.home / "run" / "page.json")
    alive = isinstance(told.get("pid"), int) and processes.start_ticks(told["pid"]) is not None
    return told["url"] if alive and isinstance(told.get("url"), str) else None


def run(settings: Settings, host: str, port: int, address: str | None, announce: Callable[[str], None]) -> int:
    """Run the page until it ends or Ctrl-C; gives its exit code. Raises ExternalError when it does not get ready."""
    listener = ports.listen(port) if host == ports.HOST else None
    chosen = listener.getsockname()[1] if listener is not None else port
    if chosen != port:
        announce(f"port {port} is in use; the page takes {chosen}")
    where = ["--fd", str(listener.fileno())] if listener is not None else ["--port", str(port)]
    told = ["--host", host, *where, *(["--address", address] if address else [])]
    log, parent = settings.folder("logs") / "page.log", os.getpid()
    with log.open("ab") as file:
        # The command line's own folder stays out of the way: `python -m` would import whatever lies there.
        process = subprocess.Popen(
            [sys.executable, "-m", "praetorium.web", *told],
            cwd=project_root(),
            stdout=file,
            stderr=file,
            pass_fds=[listener.fileno()] if listener is not None else (),
            # The command line has one thread here, so that a function before exec is safe.
            preexec_fn=lambda: processes.die_with_parent(parent),
        )
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        _wait(settings, process)
        announce(f"Page     {address or f'http://{host}:{chosen}'}")
        if (once := link(settings)) is not None:
            announce(f"Open     {once}  (works once)")
        announce("Stop     Ctrl-C")
        return process.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        process.terminate()
        process.wait(10)
        if listener is not None:
            listener.close()


def _interrupted(number: int, frame: FrameType | None) -> None:
    """Asked to end by a signal, the command line ends its page as with Ctrl-C."""
    raise KeyboardInterrupt


def _wait(settings: Settings, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while read_json(settings.home / "run" / "page.json").get("pid") != process.pid:
        if process.poll() is not None or time.monotonic() > deadline:
            lines = (settings.home / "logs" / "page.log").read_text(errors="replace").strip().splitlines()
            raise ExternalError(
                f"the page did not start: {lines[-1] if lines else 'it did not say why'}",
                next=f"see {settings.home / 'logs' / 'page.log'}",
            )
        time.sleep(0.05)
