"""Group chats: several people write to each other in rooms that they open, join by invitation and leave."""

from __future__ import annotations

from typing import Any

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.view import AppView
from praetorium.models import Brief

_TALK = (
    (1, "Good morning! This is where we plan the week."),
    (2, "Great, then it is all in one place."),
    (3, "I will bring the list on Thursday."),
    (2, "Thank you. Is ten o'clock all right for everybody?"),
    (1, "Ten is fine."),
)


class GroupChat:
    """For every brief that asks for chats among more than two."""

    name = "group_chat"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        if not any(f.name == self.name for f in brief.features):
            return None
        return Use(
            entities=app.entities,
            context={},
            label="Group chats: opened, joined by invitation, with what is unread",
            pages=[("Groups", "/account/groups")],
            proofs=[{"form": "/account/groups/{id}", "rest": "/api/account/groups/{id}/messages"}],
            needs=("accounts", "messaging"),
        )

    def samples(self, use: Use, data: Data) -> Data:
        """One group of the first people, who have something to plan."""
        people = min(3, len(data["user_accounts"]))
        moments = [f"-1 {9 + place:02d}:10" for place in range(len(_TALK))]
        said: list[dict[str, Any]] = [
            {"group": 1, "sender": 1 + (sender - 1) % people, "text": text, "created_at": moment, "updated_at": moment}
            for (sender, text), moment in zip(_TALK, moments, strict=True)
        ]
        members = [{"group": 1, "account": number, "read_up_to": 2} for number in range(1, people + 1)]
        return {**data, "chat_groups": [{"name": "This week"}], "chat_members": members, "group_messages": said}


FEATURE: AppFeature = GroupChat()
