"""The chat block: a webhook of Slack, of Discord, or of anything that takes what they take.

A Prefect notification block: automations in Prefect may use it too. Its type is registered by
``deployments/bootstrap.py``. Prefect's own Slack and Discord blocks serve as well; this one has buttons to press, and
reaches servers of one's own.
"""

from __future__ import annotations

import re
from typing import Any, Literal

import httpx
from prefect.blocks.abstract import NotificationBlock, NotificationError
from pydantic import Field, SecretStr

PATIENCE = 10.0
"""Seconds the other side has to answer."""
_MOST = {"slack": 2900, "discord": 1900}
"""Characters of a message: Slack takes 3,000 in a section, Discord 2,000 in all."""
_LINK = re.compile(r"^(?P<text>[^\n:]{2,60}): (?P<url>https?://\S+)$", re.MULTILINE)


class PraetoriumChat(NotificationBlock):
    """Tells a Slack or Discord channel what waits, failed or was delivered."""

    _block_type_name = "Praetorium chat"
    _block_type_slug = "praetorium-chat"
    _description = "Sends notifications to a Slack or Discord channel, or to a server that takes the same."

    service: Literal["slack", "discord"] = Field(title="Service", description="Whose form messages have.")
    url: SecretStr = Field(title="Webhook", description="The incoming webhook's address. Whoever has it may post.")

    def notify(self, body: str, subject: str | None = None) -> None:  # type: ignore[override]  # Prefect's own do so too
        """Post it. Raises NotificationError when it was not taken."""
        message = self._slack(body, subject) if self.service == "slack" else self._discord(body, subject)
        try:
            answer = httpx.post(self.url.get_secret_value(), json=message, timeout=PATIENCE)
        except httpx.HTTPError as problem:
            # The address is a secret and stands in the error's request, not in its words.
            raise NotificationError(f"{self.service} does not answer: {type(problem).__name__}") from None
        if answer.status_code >= 300:
            raise NotificationError(f"{self.service} answered {answer.status_code}: {answer.text[:200]}")

    def _slack(self, body: str, subject: str | None) -> dict[str, Any]:
        text = _escaped(_LINK.sub("", body).strip())[: _MOST["slack"]]
        buttons = [
            {"type": "button", "text": {"type": "plain_text", "text": found["text"][:75]}, "url": found["url"]}
            for found in _LINK.finditer(body)
        ][:5]
        blocks: list[dict[str, Any]] = []
        if subject:
            blocks.append({"type": "header", "text": {"type": "plain_text", "text": subject[:150]}})
        if text:
            blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": text}})
        if buttons:
            blocks.append({"type": "actions", "elements": buttons})
        return {"text": _escaped(subject or body[:200]), "blocks": blocks}

    def _discord(self, body: str, subject: str | None) -> dict[str, Any]:
        text = _LINK.sub(r"[\g<text>](\g<url>)", body)[: _MOST["discord"]]
        # Words of a request must not call everybody.
        return {"content": f"**{subject}**\n{text}" if subject else text, "allowed_mentions": {"parse": []}}


def _escaped(text: str) -> str:
    """Slack's three characters: nothing in a request becomes a link or calls anybody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def register(**options: Any) -> str:
    """Make the block's type known to Prefect, or bring it up to date; gives its name. Any number of times."""
    PraetoriumChat.register_type_and_schema(**options)
    return "block praetorium-chat"
