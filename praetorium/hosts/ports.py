"""Ports for launched things: free on loopback, and never handed out twice, however many ask at once."""

from __future__ import annotations

import itertools
import json
import random
import socket
import time
from collections.abc import Collection
from pathlib import Path

from praetorium.errors import ExternalError
from praetorium.hosts.locking import locked

FIRST, LAST = 18_000, 27_999
"""Below the range from which the kernel takes ports for outgoing connections (from 32768 on)."""
_HELD = 300.0
"""Seconds a port stays reserved for who asked for it, until a service is known to use it."""


def allot(folder: Path, taken: Collection[int] = ()) -> int:
    """A loopback port on which nobody listens. ``folder`` keeps the record; ``taken`` belong to stopped services.

    Raises ExternalError when no port is left.
    """
    record = folder / "ports.json"
    with locked(folder / "ports.lock"):
        now = time.time()
        given = {int(port): when for port, when in _read(record).items() if 0 <= now - when < _HELD}
        start = random.randrange(FIRST, LAST + 1)  # two installations on one machine should not meet
        for port in itertools.chain(range(start, LAST + 1), range(FIRST, start)):
            if port not in given and port not in taken and is_free(port):
                record.write_text(json.dumps(given | {port: now}))
                return port
    raise ExternalError(
        f"no free port between {FIRST} and {LAST}", next="stop an application: praetorium apps stop NAME"
    )


def is_free(port: int) -> bool:
    """Whether nobody listens on that port, on loopback or on all addresses."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "0.0.0.0")):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # Connections that linger after a listener has gone do not occupy the port; a listener does.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                return False
    return True


def _read(record: Path) -> dict[str, float]:
    try:
        return dict(json.loads(record.read_text()))
    except (OSError, ValueError):
        return {}
