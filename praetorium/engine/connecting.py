"""Channels are connected, tried and given up: a line in the home's file, and a Prefect block that holds the secrets."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Literal

from pydantic import ValidationError

from praetorium.accounts import channels
from praetorium.accounts.channels import Channel
from praetorium.engine import block_documents, client, environment
from praetorium.errors import ExternalError, UserError
from praetorium.models import problem_of
from praetorium.settings import Settings, project_root

CHAT, MAIL = "praetorium-chat", "praetorium-mail"
PORTS = {"starttls": 587, "tls": 465, "none": 25}
_SECONDS = 60.0
_AGAIN = "correct it: remove it and add it again"
log = logging.getLogger(__name__)

Security = Literal["starttls", "tls", "none"]


def described(name: str, block: str, occasions: tuple[str, ...], person: str | None) -> Channel:
    """The channel of that name. Raises UserError naming what cannot be used."""
    try:
        return Channel.model_validate({"name": name, "block": block, "occasions": occasions, "person": person})
    except ValidationError as error:
        where, problem = problem_of(error)
        raise UserError(f"{'.'.join(map(str, where))}: {problem}", next="correct it and add it again") from None


def chat(service: str, url: str) -> dict[str, Any]:
    """What the chat block keeps. Raises UserError, which does not repeat the address: whoever has it may post."""
    if not url.startswith(("https://", "http://")):
        raise UserError("this is no webhook: its address begins with https://", next="copy it from where you made it")
    return {"service": service, "url": url}


def mail(
    to: str,
    host: str,
    *,
    security: Security,
    port: int | None = None,
    sender: str | None = None,
    user: str | None = None,
    password: str | None = None,
) -> dict[str, Any]:
    """What the mail block keeps. ``to``: addresses with commas between them. Raises UserError."""
    addresses = [one.strip() for one in to.split(",") if one.strip()]
    wrong = next((one for one in (*addresses, *filter(None, [sender])) if "@" not in one.strip("@")), None)
    if wrong or not addresses:
        raise UserError(f"'{wrong or ''}' is no mail address", next="write it like ada@example.org")
    data: dict[str, Any] = {"to": addresses, "sender": sender or addresses[0], "host": host, "security": security}
    data["port"] = port or PORTS[security]
    return data | ({"user": user, "password": password or ""} if user else {})


def connect(settings: Settings, channel: Channel, data: Mapping[str, Any] | None) -> None:
    """Keep the channel, in place of one of the same name, and what its own block holds; None: the block is there.

    Raises ExternalError without Prefect.
    """
    if data is not None:
        kind, _, name = channel.block.partition("/")
        with client.at(settings):
            block_documents.keep(kind, name, data)
    channels.add(settings.home, channel)


def disconnect(settings: Settings, name: str) -> None:
    """Give the channel up, with the block that was made for it. Raises UnknownError; ExternalError without Prefect."""
    channel = channels.get(settings.home, name)
    kind, _, block = channel.block.partition("/")
    if kind in (CHAT, MAIL) and block == name:
        with client.at(settings):
            block_documents.remove(kind, block)
    channels.remove(settings.home, name)


def send_test(settings: Settings, name: str) -> None:
    """Tell the channel that this is a test. Raises UnknownError; ExternalError when the other side did not take it."""
    channel = channels.get(settings.home, name)
    command = [sys.executable, str(project_root() / "deployments" / "notify.py"), "--test", channel.name]
    try:
        done = subprocess.run(
            command,
            cwd=project_root(),
            env=environment.of_parent(settings),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ExternalError(f"{channel.block} did not end within {_SECONDS:.0f} s") from None
    if done.returncode:
        raise ExternalError(_said(done.stderr) or f"{channel.block} could not be used", next=_AGAIN)


def _said(errors: str) -> str:
    """What the process said that it ended by, which stands before what can be done; around it Prefect logs."""
    lines = errors.splitlines()
    told = [before for before, line in pairwise(lines) if line.startswith("next: ")]
    if not told:
        log.warning("a test of a channel ended with: %s", errors[-2000:])
    return told[-1] if told else ""
