"""Likes, or votes: each person gives a record one.

Parameters of the brief's feature: ``entity`` or ``entities``, what is liked; ``word``, ``like`` or ``vote``.
"""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.features._subjects import subjects
from praetorium.generate.samples import chance
from praetorium.generate.view import AppView
from praetorium.models import Brief

_LIKE = {"one": "like", "many": "likes", "verb": "Like", "symbol": "heart"}
_VOTE = {"one": "vote", "many": "votes", "verb": "Vote", "symbol": "vote"}


class Likes:
    """For every brief that asks for likes or votes."""

    name = "likes"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        entities = subjects(brief, app, self.name)
        if not entities:
            return None
        voting = any(f.name == self.name and f.parameters.get("word") == "vote" for f in brief.features)
        words = _VOTE if voting else _LIKE
        return Use(
            entities=entities,
            context={"liked": entities, "kinds": [e.path for e in entities], **words},
            label=f"{words['many'].capitalize()} for {' and '.join(e.nouns for e in entities)}, one from each person",
            proofs=[
                {"entity": e.name, "form": f"/{e.path}/{{id}}/like", "rest": f"/api/{e.path}/{{id}}/likes"}
                for e in entities
            ],
            needs=("accounts",),
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Some records are liked by more people than others."""
        made = [
            {"kind": entity.path, "record_id": number, "account_id": person}
            for entity in use.entities
            for number in range(1, len(data[entity.modules]) + 1)
            for person in range(1, len(data["user_accounts"]) + 1)
            if chance(f"{entity.name} {number} liked by {person}", 100) < 25 + chance(f"{entity.name} {number}", 40)
        ]
        return {**data, "like_marks": made}


FEATURE: AppFeature = Likes()
