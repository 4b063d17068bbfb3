"""Ratings of records in stars, with reviews. Parameters: ``entity`` or ``entities``, what is rated."""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.features._subjects import subjects
from praetorium.generate.samples import chance
from praetorium.generate.view import AppView
from praetorium.models import Brief

_REVIEWS = {
    5: ("Could not be better.", "Exactly what I hoped for.", ""),
    4: ("Very good, with small things left to wish for.", "Would choose it again.", ""),
    3: ("All right, no more and no less.", ""),
    2: ("I had expected more.", ""),
}


class Ratings:
    """For every brief that asks for ratings, stars or reviews."""

    name = "ratings"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        entities = subjects(brief, app, self.name)
        if not entities:
            return None
        return Use(
            entities=entities,
            context={"rated": entities, "kinds": [e.path for e in entities]},
            label=f"Ratings of {' and '.join(e.nouns for e in entities)}: stars, reviews and their average",
            proofs=[
                {"entity": e.name, "form": f"/{e.path}/{{id}}/ratings", "rest": f"/api/{e.path}/{{id}}/ratings"}
                for e in entities
            ],
            needs=("accounts",),
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Most records are rated by some of the people, mostly well."""
        people = len(data["user_accounts"])
        made = []
        for entity in use.entities:
            for number in range(1, len(data[entity.modules]) + 1):
                for person in range(1, people + 1):
                    draw = chance(f"{entity.name} {number} rated by {person}", 100)
                    if draw < 45:
                        stars = (5, 4, 5, 4, 3, 4, 5, 2, 4)[draw % 9]
                        review = _REVIEWS[stars][draw % len(_REVIEWS[stars])]
                        row = {"kind": entity.path, "record_id": number, "account": person}
                        made.append({**row, "stars": stars, "review": review})
        return {**data, "star_ratings": made}


FEATURE: AppFeature = Ratings()
