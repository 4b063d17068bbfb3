"""Where messages to people leave the application.

No mail server is connected: :class:`OutboxFolder` stands in its place and keeps each message as an ``.eml`` file in
``DATA_DIR/outbox``, which administrators read at ``/account/outbox``. To send real mail, write a class with the same
``send`` around :mod:`smtplib` and put it in its place in ``app/accounts/start.py``.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from app.settings import NAME, TITLE


class Mail(Protocol):
    """Whatever brings messages to people."""

    def send(self, to: str, subject: str, text: str) -> None:
        """Send ``text`` to the address ``to``."""
        ...


@dataclass(frozen=True)
class Letter:
    """A message in the outbox."""

    to: str
    subject: str
    date: str
    text: str


class OutboxFolder:
    """Keeps messages as files instead of sending them."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "outbox"

    def send(self, to: str, subject: str, text: str) -> None:
        """Put the message into the folder."""
        letter = EmailMessage()
        letter["From"] = f"{TITLE} <no-reply@{NAME}.example>"
        letter["To"] = to
        letter["Subject"] = subject
        letter["Date"] = dt.datetime.now(dt.UTC)
        letter.set_content(text)
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.eml"
        path.touch(mode=0o600)
        path.write_bytes(letter.as_bytes())

    def letters(self, most: int = 50) -> Sequence[Letter]:
        """The newest messages, newest first."""
        paths = sorted(self._folder.glob("*.eml"), reverse=True)[:most]
        return [_read(path) for path in paths]


def _read(path: Path) -> Letter:
    told = message_from_bytes(path.read_bytes(), policy=policy.default)
    text = told.get_content() if isinstance(told, EmailMessage) else ""
    return Letter(str(told["To"]), str(told["Subject"]), str(told["Date"]), text)
