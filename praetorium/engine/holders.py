"""Who works on a request: a flow run, and the process in which it is carried out.

The process is named so that its death can be seen at once, and so that one that is merely slow is not taken for dead.
"""

from __future__ import annotations

import os
import signal
import time

from praetorium.engine import processes

_SEPARATOR = " in "
_KILL_SECONDS = 2.0


def holder_of(run: str) -> str:
    """This process as the holder of a lease, for a flow run."""
    return f"{run}{_SEPARATOR}{processes.identity(os.getpid())}"


def lives(holder: str) -> bool | None:
    """Whether the holder's process is there; None when this machine cannot know."""
    return processes.is_alive(_process(holder))


def end(holder: str) -> None:
    """Kill a holder's process that no longer answers, so that it cannot wake up beside its successor.

    What it started ends with it: guards notice, and its worker sweeps up. Another machine's is left alone; there the
    epoch of its lease keeps it from writing.
    """
    name = _process(holder)
    if not processes.is_alive(name):
        return
    try:
        os.kill(int(name.rsplit(":", 2)[1]), signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
    deadline = time.monotonic() + _KILL_SECONDS
    while processes.is_alive(name) and time.monotonic() < deadline:
        time.sleep(0.01)


def _process(holder: str) -> str:
    return holder.partition(_SEPARATOR)[2]
