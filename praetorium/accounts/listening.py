"""Where the page may listen, and under which address people may reach it."""

from __future__ import annotations

from urllib.parse import urlsplit

from praetorium import loopback
from praetorium.accounts.accounts import Accounts
from praetorium.errors import RefusedError, UserError


def may_listen(accounts: Accounts, host: str, address: str | None = None) -> None:
    """Raises RefusedError for a place that others can reach while there is nobody who may come in, and UserError for an
    address that is none."""
    if host not in loopback.HOSTS and not accounts.exist():
        raise RefusedError(
            f"the page does not listen on {host}: others could reach it, and there is no account yet",
            next="make one first: praetorium users add NAME --role operator",
        )
    if address is not None and not _is_address(address):
        raise UserError(
            f"'{address}' is no address of a page",
            next="give the whole of it, without a path: https://praetorium.example.org",
        )


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.path in ("", "/") and not parts.query
