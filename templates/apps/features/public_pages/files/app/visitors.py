"""Visitors of the public site stay on it: what leads to a record leads to its public page when they came from there."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request

BROWSE = "/browse"


def as_visitor(request: Request, address: str) -> str:
    """``address``, or its public counterpart when the form that was sent stood there."""
    came_from = urlsplit(request.headers.get("referer", "")).path
    return f"{BROWSE}{address}" if came_from == f"{BROWSE}{urlsplit(address).path}" else address
