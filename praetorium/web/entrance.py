"""How one comes in: the one-time link that the command line shows."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from praetorium.accounts import Accounts
from praetorium.house import House

FILE = "page.json"


class Entrance:
    """The file ``run/page.json`` in the home: for its owner's eyes, where the page is and a link that opens it once."""

    def __init__(self, house: House, accounts: Accounts, url: str) -> None:
        self._house, self._accounts, self._url = house, accounts, url.rstrip("/")
        self._lock = threading.Lock()

    @property
    def file(self) -> Path:
        return self._house.settings.folder("run") / FILE

    def write(self) -> str | None:
        """Make a new link and keep it; None where people have accounts and need none."""
        with self._lock:
            link = None
            if not self._accounts.exist():
                token = self._accounts.link("enter", self._house.actor)
                link = f"{self._url}/enter/{token}"
            told = {"url": self._url, "enter": link, "pid": os.getpid()}
            draft = self.file.with_suffix(".draft")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                json.dump(told, file)
            draft.replace(self.file)
            return link

    def remove(self) -> None:
        """The page is going."""
        self.file.unlink(missing_ok=True)
