"""The mail block: notifications as plain mail through any SMTP server.

A Prefect notification block: automations in Prefect may use it too. Its type is registered by
``deployments/bootstrap.py``.
"""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any, Literal

from prefect.blocks.abstract import NotificationBlock, NotificationError
from pydantic import Field, SecretStr

PATIENCE = 10.0
"""Seconds the server has for each answer."""


class PraetoriumMail(NotificationBlock):
    """Sends a mail for what waits, failed or was delivered."""

    _block_type_name = "Praetorium mail"
    _block_type_slug = "praetorium-mail"
    _description = "Sends notifications as mail, through an SMTP server."

    to: list[str] = Field(title="To", description="Addresses that are written to.", min_length=1)
    sender: str = Field(title="From", description="The address it comes from.")
    host: str = Field(title="Server")
    port: int = Field(default=587, title="Port", ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", title="Encryption", description="none: for a server on this machine alone."
    )
    user: str | None = Field(default=None, title="User")
    password: SecretStr | None = Field(default=None, title="Password")

    def notify(self, body: str, subject: str | None = None) -> None:  # type: ignore[override]  # Prefect's own do so too
        """Send it. Raises NotificationError when the server took it for no address."""
        message = EmailMessage()
        # A subject has one line: a title with two would be a header of its own.
        message["Subject"] = " ".join((subject or body.partition("\n")[0][:100]).split())
        message["From"], message["To"] = self.sender, ", ".join(self.to)
        message["Date"], message["Message-ID"] = formatdate(localtime=True), make_msgid(domain="praetorium")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body)
        try:
            with self._server() as server:
                refused = server.send_message(message)
        except (OSError, smtplib.SMTPException) as problem:
            raise NotificationError(f"the mail server {self.host}:{self.port}: {problem}") from None
        if refused:
            # Others have it: failing here would send it to them once more.
            self.logger.warning("the mail server %s:%s refused %s", self.host, self.port, ", ".join(refused))

    def _server(self) -> smtplib.SMTP:
        if self.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=PATIENCE, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        if self.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if self.user is not None:
            server.login(self.user, self.password.get_secret_value() if self.password else "")
        return server


def register(**options: Any) -> str:
    """Make the block's type known to Prefect, or bring it up to date; gives its name. Any number of times."""
    PraetoriumMail.register_type_and_schema(**options)
    return "block praetorium-mail"
