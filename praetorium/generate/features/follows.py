"""Following people: a page shows what those whom one follows have added."""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.view import AppView
from praetorium.models import Brief


class Follows:
    """For every brief that asks for following people, friends or a feed of theirs."""

    name = "follows"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        if not any(f.name == self.name for f in brief.features):
            return None
        return Use(
            entities=app.entities,
            context={},
            label="People follow each other and see what is new from those they follow",
            pages=[("Following", "/account/following")],
            proofs=[{"form": "/user/{id}/follow", "rest": "/api/account/following/{id}"}],
            needs=("accounts",),
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Everybody follows the two after them."""
        people = len(data["user_accounts"])
        made = [
            {"follower_id": person, "followed_id": (person + step) % people + 1}
            for person in range(1, people + 1)
            for step in (0, 1)
        ]
        return {**data, "follow_links": made}


FEATURE: AppFeature = Follows()
