"""Notifications in the application: a bell, a list, read and unread.

They tell of comments, ratings, likes, messages and decisions where those are used, of a new state of what somebody
added, and of records given to somebody whose e-mail address an account has.
"""

from __future__ import annotations

from typing import Any

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.field_view import FieldView
from praetorium.generate.view import AppView, EntityView, RelationView
from praetorium.models import Brief, FieldType

_STATE_WORDS = ("status", "state", "stage", "progress", "phase")
_TOLD = {
    "comments": "comments and answers",
    "ratings": "ratings",
    "likes": "likes",
    "follows": "who follows them",
    "messaging": "messages",
    "review_queue": "decisions about what they submitted",
}


class Notifications:
    """For every brief that asks to be told of something."""

    name = "notifications"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = {f.name for f in brief.features}
        if self.name not in asked:
            return None
        told = [words for name, words in _TOLD.items() if name in asked]
        stated, assigned = _stated(app), _assigned(app)
        if stated:
            told.append(f"a new state of their {' and '.join(e.nouns for e, _ in stated)}")
        if assigned:
            told.append(f"{' and '.join(e.nouns for e, _, _ in assigned)} given to them")
        return Use(
            entities=app.entities,
            context={"stated": stated, "assigned": assigned, "told_of": told or ["what happens to what they added"]},
            label=f"Notifications with a bell: {', '.join(told) or 'what happens to what people added'}",
            pages=[("Notifications", "/account/notifications")],
            proofs=[{"page": "/account/notifications", "rest": "/api/account/notifications"}],
            needs=("accounts",),
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Something new for everybody, and something they have read."""
        made: list[dict[str, Any]] = []
        for entity in use.entities[:2]:
            for number, row in enumerate(data[entity.modules][:4], start=1):
                told = f"Somebody looked after {row[entity.display.name]}."
                place = {"account_id": row["added_by"], "address": f"/{entity.path}/{number}"}
                made.append({**place, "text": told[:300], "read": number > 2})
        return {**data, "user_notifications": made}


def _stated(app: AppView) -> list[tuple[EntityView, FieldView]]:
    """Entities with a state, and the field it stands in."""
    found = []
    for entity in app.entities:
        choices = [f for f in entity.fields if len(f.choices) > 1]
        named = [f for f in choices if set(f.source_name.split("_")) & set(_STATE_WORDS)]
        field = entity.board or next(iter(named), None)
        if field and len(field.choices) > 1:
            found.append((entity, field))
    return found


def _assigned(app: AppView) -> list[tuple[EntityView, RelationView, FieldView]]:
    """Entities whose records are given to a person with an e-mail address; one such relation each."""
    found = []
    for entity in app.entities:
        for relation in entity.ones:
            email = next((f for f in relation.target.fields if f.type is FieldType.EMAIL), None)
            if relation.target.kind == "person" and email and not relation.itself:
                found.append((entity, relation, email))
                break
    return found


FEATURE: AppFeature = Notifications()
