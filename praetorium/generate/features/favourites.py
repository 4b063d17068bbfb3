"""Favourites: people mark records to find them again. Parameters: ``entity`` or ``entities``, what can be marked."""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.features._subjects import subjects
from praetorium.generate.samples import chance
from praetorium.generate.view import AppView
from praetorium.models import Brief


class Favourites:
    """For every brief that asks for favourites, bookmarks or a wish list."""

    name = "favourites"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        entities = subjects(brief, app, self.name, most=3)
        if not entities:
            return None
        return Use(
            entities=entities,
            context={"marked": entities, "kinds": [e.path for e in entities]},
            label=f"Favourites among {' and '.join(e.nouns for e in entities)}, on a page of their own",
            pages=[("Your favourites", "/account/favourites")],
            proofs=[
                {
                    "entity": e.name,
                    "form": f"/{e.path}/{{id}}/favourite",
                    "rest": f"/api/{e.path}/{{id}}/favourite",
                    "page": "/account/favourites",
                }
                for e in entities
            ],
            needs=("accounts",),
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Everybody has marked a few."""
        made = [
            {"kind": entity.path, "record_id": number, "account_id": person}
            for entity in use.entities
            for number in range(1, len(data[entity.modules]) + 1)
            for person in range(1, len(data["user_accounts"]) + 1)
            if chance(f"{entity.name} {number} favourite of {person}", 100) < 20
        ]
        return {**data, "favourite_marks": made}


FEATURE: AppFeature = Favourites()
