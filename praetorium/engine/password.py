"""The password of our own Prefect server: from the first account on, its API and its pages answer to nobody without it.

It is one string (``name:secret``, Prefect's *auth string*) in a file of the home, for its owner's eyes. The services
are started with it, our own calls carry it, and it stays in force once it is there. A team's own server keeps its own.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from praetorium.settings import Settings

FILE = "prefect-password"


def file_of(settings: Settings) -> Path:
    """Where it is kept."""
    return settings.home / FILE


def known(settings: Settings) -> str | None:
    """The password; None while our server is open, and where a team's server is used."""
    if settings.foreign_prefect is not None:
        return None
    try:
        return file_of(settings).read_text(encoding="ascii").strip() or None
    except OSError:
        return None


def ensure(settings: Settings) -> bool:
    """Have one from now on; True when it was made just now. Services that run start anew with it by themselves."""
    if settings.foreign_prefect is not None or known(settings):
        return False
    settings.folder()
    path = file_of(settings)
    draft = path.with_name(f"{FILE}.{os.getpid()}.draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(f"praetorium:{secrets.token_urlsafe(24)}")
    try:
        # A link, not a rename: of two that make one at the same moment, the first counts.
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()
    return True
