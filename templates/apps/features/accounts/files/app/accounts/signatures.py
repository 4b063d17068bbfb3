"""Signed texts with an end: sessions in cookies, links in messages. Only this installation's key makes and opens them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import time
from pathlib import Path


class Signer:
    """Signs with a key that lies in the data folder, readable for its owner alone; it is made when it is missing."""

    def __init__(self, data_dir: Path) -> None:
        path = data_dir / "secret.key"
        if not path.exists():
            data_dir.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(secrets.token_bytes(32))
        self._key = path.read_bytes()

    def sign(self, purpose: str, text: str, seconds: int) -> str:
        """``text`` for ``purpose``, good for ``seconds``; safe in cookies and addresses."""
        told = f"{int(time.time()) + seconds}:{text}".encode()
        return f"{_encoded(told)}.{_encoded(self._mark(purpose, told))}"

    def open(self, purpose: str, signed: str) -> str | None:
        """The text, when it was signed here for ``purpose`` and has not ended."""
        try:
            told, mark = (base64.urlsafe_b64decode(f"{part}==") for part in signed.split("."))
        except (ValueError, binascii.Error):
            return None
        if not hmac.compare_digest(mark, self._mark(purpose, told)):
            return None
        end, text = told.decode().split(":", 1)
        return text if int(end) > time.time() else None

    def _mark(self, purpose: str, told: bytes) -> bytes:
        return hmac.digest(self._key, purpose.encode() + b"\0" + told, hashlib.sha256)


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
