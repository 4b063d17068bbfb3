"""Review before publishing: what members submit waits for an administrator.

Parameters of the brief's feature: ``entity`` or ``entities``, what is reviewed.
"""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.features._subjects import subjects
from praetorium.generate.view import AppView
from praetorium.models import Brief


class ReviewQueue:
    """For every brief that asks for moderation or approval before something is published."""

    name = "review_queue"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        entities = subjects(brief, app, self.name)
        if not entities:
            return None
        return Use(
            entities=entities,
            context={"reviewed": entities},
            label=f"{' and '.join(e.label_plural for e in entities)} that members submit wait for an administrator",
            pages=[("Review", "/admin/review")],
            proofs=[{"entity": e.name, "queue": "/admin/review"} for e in entities],
            needs=("accounts", "roles"),
        )

    def samples(self, use: Use, data: Data) -> Data:
        """The last two of each kind wait; they came from members."""
        members = range(2, len(data["user_accounts"]) + 1)
        for entity in use.entities:
            for row, member in zip(data[entity.modules][-2:], members, strict=False):
                row["review_state"] = "waiting"
                row["added_by"] = member
        return data


FEATURE: AppFeature = ReviewQueue()
