"""Where letters leave the application. No mail server is connected: :class:`LetterFolder` stands in its place and keeps
each letter as an ``.eml`` file in ``DATA_DIR/letters``.

To send real mail, write a class with the same ``send`` around :mod:`smtplib` and use it in ``app/web/newsletter.py``.
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


class LetterSender(Protocol):
    """Whatever brings letters to readers."""

    def send(self, to: str, subject: str, text: str) -> None:
        """Send ``text`` to the address ``to``."""
        ...


@dataclass(frozen=True)
class Letter:
    """A letter in the folder."""

    to: str
    subject: str
    text: str


class LetterFolder:
    """Keeps letters as files instead of sending them."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "letters"

    def send(self, to: str, subject: str, text: str) -> None:
        """Put a letter into the folder."""
        letter = EmailMessage()
        letter["From"] = f"no-reply@{NAME}.example"
        letter["To"] = to
        letter["Subject"] = f"{TITLE}: {subject}"
        letter.set_content(text)
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.eml"
        (self._folder / name).write_bytes(letter.as_bytes())

    def letters(self, most: int = 20) -> Sequence[Letter]:
        """The newest letters, the newest first."""
        files = sorted(self._folder.glob("*.eml"), reverse=True)[:most]
        return [_read(file.read_bytes()) for file in files]


def _read(source: bytes) -> Letter:
    message = message_from_bytes(source, policy=policy.default)
    return Letter(str(message["To"]), str(message["Subject"]), str(message.get_content()).strip())
