"""Messages between people: an inbox, conversations, what is unread."""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.view import AppView
from praetorium.models import Brief

_TALK = (
    (2, 1, "Hello! Have you got a minute for a question?"),
    (1, 2, "Of course, go ahead."),
    (2, 1, "I would like to add something new. Where do I start?"),
    (1, 2, "Open the list and press the button on top; everything else follows."),
    (3, 1, "Thank you for your help last week."),
    (4, 2, "Are you coming on Friday?"),
)


class Messaging:
    """For every brief that asks for messages or chats between people."""

    name = "messaging"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        if not any(f.name == self.name for f in brief.features):
            return None
        return Use(
            entities=app.entities,
            context={},
            label="People write messages to each other, and see what is unread",
            pages=[("Messages", "/account/messages")],
            proofs=[{"form": "/account/messages/{id}", "rest": "/api/account/messages/{id}"}],
            needs=("accounts",),
        )

    def samples(self, use: Use, data: Data) -> Data:
        """A few conversations; what was written last is unread."""
        made = []
        for number, (sender, recipient, text) in enumerate(_TALK):
            moment = f"{number - len(_TALK)} {9 + number:02d}:15"
            row = {"sender_id": sender, "recipient_id": recipient, "text": text, "created_at": moment}
            read = f"{number - len(_TALK)} {10 + number}:40" if number < 3 else None
            made.append({**row, "updated_at": moment, "read_at": read})
        return {**data, "direct_messages": made}


FEATURE: AppFeature = Messaging()
