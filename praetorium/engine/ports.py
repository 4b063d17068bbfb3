"""Ports on this machine alone: the wanted one if it is free, else the next."""

from __future__ import annotations

import socket

from praetorium.errors import ExternalError

_TRIES = 200
HOST = "127.0.0.1"


def listen(wanted: int) -> socket.socket:
    """A socket that listens on loopback at ``wanted`` or the next free port. Raises ExternalError after 200 tries."""
    for port in range(wanted, min(wanted + _TRIES, 65536)):
        try:
            return socket.create_server((HOST, port), backlog=512)
        except OSError:
            continue
    raise ExternalError(
        f"no free port from {wanted} to {wanted + _TRIES - 1} on {HOST}", next="choose another range: --port N"
    )
