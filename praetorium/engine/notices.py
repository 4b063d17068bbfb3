"""Notices: what people are told outside of the page, by channels of their own choice.

A fact that Prefect was told of (an approval that waits, an ending) becomes one notice for each channel that wants it,
in the transaction in which the fact leaves the outbox. ``deployments/notify.py`` sends them through Prefect's
notification blocks, in a process of its own: a peer that is dead or slow holds nobody up but itself.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from praetorium.accounts import Accounts, Permission
from praetorium.accounts.channels import Channel, Occasion, all_of
from praetorium.catalogue import Approval, Message
from praetorium.catalogue.outbox import NOTICE
from praetorium.engine.page import url as page_url
from praetorium.errors import UserError
from praetorium.house import House
from praetorium.models import now
from praetorium.report import report

log = logging.getLogger(__name__)

LINK = timedelta(days=3)
"""How long a link in a message is good for at most; shorter where the approval expires before."""


@dataclass(frozen=True)
class Notice:
    """What a channel is told."""

    subject: str
    body: str


def put(house: House, connection: Connection, message: Message) -> None:
    """One notice for each channel that wants to hear of this message's fact."""
    occasion = _occasion(house, message)
    if occasion is not None:
        _put(house, connection, message.request, occasion, message.id, {"approval": message.payload.get("approval")})


def remind(house: House, connection: Connection, approval: Approval) -> None:
    """The same once more, to all who were told that it waits."""
    occasion = Occasion.BUDGET if approval.kind == "budget" else Occasion.APPROVAL
    _put(house, connection, approval.request, occasion, approval.id, {"approval": approval.id, "again": True})


def _put(
    house: House, connection: Connection, request: str, occasion: Occasion, key: str, payload: dict[str, Any]
) -> None:
    try:
        channels = all_of(house.settings.home)
    except UserError as error:
        log.error("nobody is notified: %s", error)
        return
    for channel in channels:
        if occasion in channel.occasions:
            told = {"channel": channel.name, "occasion": str(occasion)} | payload
            house.catalogue.outbox.put(connection, request, NOTICE, f"{key}:{channel.name}", told)


def notice(house: House, channel: Channel, message: Message) -> Notice | None:
    """What that channel is told now; None when it is no longer of interest. A link to answer by is made for it."""
    occasion = Occasion(message.payload["occasion"])
    base = page_url(house.settings)
    if occasion in (Occasion.APPROVAL, Occasion.BUDGET):
        approval = house.catalogue.approvals.get(message.payload["approval"])
        again = bool(message.payload.get("again"))
        return _asking(house, channel, approval, base, again=again) if approval.state == "waiting" else None
    told = report(house, message.request)
    lines: list[str] = []
    if occasion is Occasion.DELIVERED:
        lines.append(told.summary or "It is done.")
        lines += [f"{address.name}: {address.url}" for address in told.urls]
        lines.append(f"It took {told.seconds:.0f} s and cost {told.cost:.2f} {house.settings.currency}.")
    elif told.error is not None:
        lines += [told.error.what, told.error.why, f"Next: {told.error.next}" if told.error.next else ""]
    if base:
        lines.append(f"Open the request: {base}/requests/{message.request}")
    return Notice(f"{occasion.capitalize()}: {told.title}", "\n".join(line for line in lines if line))


def _occasion(house: House, message: Message) -> Occasion | None:
    if message.kind == "approval":
        kind = house.catalogue.approvals.get(message.payload["approval"]).kind
        return Occasion.BUDGET if kind == "budget" else Occasion.APPROVAL
    if message.kind == "ending" and message.payload.get("state") in (Occasion.FAILED, Occasion.DELIVERED):
        return Occasion(message.payload["state"])
    return None


def _asking(house: House, channel: Channel, approval: Approval, base: str | None, *, again: bool) -> Notice:
    shown = approval.shown
    title, asked_by = house.catalogue.browsing.owners([approval.request]).get(approval.request, ("", ""))
    lines = [approval.question, _sentence(shown.get("expected"))]
    lines.append("This cannot be undone." if shown.get("reversible") is False else "")
    if isinstance(shown.get("cost"), int | float) and shown["cost"]:
        lines.append(f"It costs about {shown['cost']:.2f} {house.settings.currency}.")
    if shown.get("why"):
        lines.append(f"Asked because {shown['why']}.")
    lines.append(f"Asked for by {asked_by}.")
    if base:
        lines += _way(house, channel, approval, base)
    what = "A budget is used up" if approval.kind == "budget" else "Your answer is wanted"
    what = "Still waiting for your answer" if again else what
    return Notice(f"{what}: {title}", "\n".join(line for line in lines if line))


def _way(house: House, channel: Channel, approval: Approval, base: str) -> list[str]:
    """How to answer: by a link of that person's own, once, or by signing in."""
    accounts = Accounts(house.catalogue)
    person = channel.person if accounts.exist() else channel.person or house.actor
    if person is None or approval.kind == "question" or not _decides(accounts, person):
        return [f"Look at it and answer: {base}/approvals/{approval.id}"]
    until = min(filter(None, (approval.expires, now() + LINK)))
    token = accounts.link("approval", person, approval.id, (until - now()).total_seconds())
    return [
        f"Look at it and answer: {base}/answer/{token}",
        f"The link is {person}'s alone: it takes one answer, until {until:%d %B %H:%M} UTC. Do not pass it on.",
    ]


def _decides(accounts: Accounts, person: str) -> bool:
    if not accounts.exist():
        return True
    role = accounts.role(person)
    return role is not None and Permission.DECIDE in role.permissions


def _sentence(told: Any) -> str:
    text = str(told or "").strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".") if text else ""
