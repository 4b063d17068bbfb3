"""The two work pools: ours, whose worker forks, and the stock process pool it falls back to."""

from __future__ import annotations

import hashlib
import socket
from pathlib import Path
from typing import NamedTuple


class Pool(NamedTuple):
    """A work pool's name and type."""

    name: str
    type: str


FORKING = Pool("praetorium", "praetorium")
PROCESS = Pool("praetorium-process", "process")


def worker_name(home: Path) -> str:
    """The worker's name: the same again after a restart, another one for another home or machine."""
    return f"praetorium on {socket.gethostname()} ({hashlib.sha256(str(home).encode()).hexdigest()[:6]})"
