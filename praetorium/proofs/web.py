"""HTTP clients for proofs: never through a proxy, because what is proved runs on this machine."""

from __future__ import annotations

import ssl
from functools import cache

import httpx


def client(timeout: float, **options: str | httpx.Limits) -> httpx.AsyncClient:
    """A client with cookies of its own; ``options`` are httpx's: ``base_url``, ``limits``."""
    return httpx.AsyncClient(timeout=timeout, trust_env=False, verify=_tls(), **options)  # type: ignore[arg-type]


@cache
def _tls() -> ssl.SSLContext:
    # Reading the certificates takes 0.1 s: as long as the answers of ten pages.
    return ssl.create_default_context()
