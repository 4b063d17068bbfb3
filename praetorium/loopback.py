"""What lies on this very machine: one place that says so, for whoever asks there.

A proxy that is configured for the outside world is of no use on the way to one's own services, and a question to them
does not leave the machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

HOSTS = ("localhost", "127.0.0.1", "::1")
DIRECT: Mapping[str, None] = {"all://localhost": None, "all://127.0.0.1": None, "all://[::1]": None}
"""``mounts`` for a client of httpx: no proxy to these hosts, the configured one to all others."""


def is_loopback(url: str) -> bool:
    """Whether that address is one of this machine's own."""
    return urlsplit(url).hostname in HOSTS


def without_proxy(known: str) -> str:
    """The value of ``NO_PROXY`` by which loopback is asked directly; ``known`` is what it was, and stays."""
    named = [name.strip() for name in known.split(",") if name.strip()]
    return known if "*" in named else ",".join([*named, *(host for host in HOSTS if host not in named)])
