"""Channels on the overview: an operator adds one, tries it, gives it up. What is secret goes in and never comes out."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from praetorium.accounts import Identity, channels
from praetorium.accounts.channels import Occasion
from praetorium.engine import connecting
from praetorium.engine.connecting import CHAT, MAIL, Security
from praetorium.errors import RefusedError
from praetorium.web.access import TheHouse
from praetorium.web.security import Operating

router = APIRouter(include_in_schema=False)

Name = Annotated[str, Form(max_length=64)]
On = Annotated[list[Occasion], Form()]
Text = Annotated[str, Form(max_length=2000)]


@router.post("/channels/chat")
def add_chat(
    house: TheHouse,
    who: Operating,
    name: Name,
    service: Annotated[Literal["slack", "discord"], Form()],
    webhook: Text,
    on: On,
    mine: Text = "",
) -> Response:
    """Tell a Slack or Discord channel by a webhook."""
    return _add(house, who, name, CHAT, on, mine, connecting.chat(service, webhook.strip()))


@router.post("/channels/mail")
def add_mail(
    house: TheHouse,
    who: Operating,
    name: Name,
    to: Text,
    server: Text,
    security: Annotated[Security, Form()],
    on: On,
    sender: Text = "",
    user: Text = "",
    password: Text = "",
    mine: Text = "",
) -> Response:
    """Tell people by mail."""
    host, _, port = server.strip().rpartition(":") if server.strip().rpartition(":")[2].isdigit() else (server, "", "")
    data = connecting.mail(
        to,
        host.strip(),
        security=security,
        port=int(port) if port else None,
        sender=sender.strip() or None,
        user=user.strip() or None,
        password=password,
    )
    return _add(house, who, name, MAIL, on, mine, data)


@router.post("/channels/{name}/test")
def test(name: str, house: TheHouse, who: Operating) -> Response:
    """Send it a message that says that it is a test."""
    connecting.send_test(house.settings, name)
    return RedirectResponse(f"/overview?tried={name}#notifications", 303)


@router.post("/channels/{name}/remove")
def remove(name: str, house: TheHouse, who: Operating) -> Response:
    """Tell it nothing more, and forget its address."""
    connecting.disconnect(house.settings, name)
    return RedirectResponse("/overview#notifications", 303)


def _add(
    house: TheHouse, who: Identity, name: str, kind: str, on: list[Occasion], mine: str, data: dict[str, object]
) -> Response:
    """A channel is whose it is by their own wish alone: its links answer in that person's name."""
    name = name.strip()
    if name in [one.name for one in channels.all_of(house.settings.home)]:
        raise RefusedError(f"there is a channel '{name}' already", next="remove that one first, or take another name")
    channel = connecting.described(name, f"{kind}/{name}", tuple(on), who.name if mine else None)
    connecting.connect(house.settings, channel, data)
    return RedirectResponse("/overview#notifications", 303)
