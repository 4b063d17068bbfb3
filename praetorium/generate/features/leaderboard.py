"""A leaderboard: who or what is ahead, by a number, with places that are shared when the numbers are equal.

Parameters: ``entity`` and ``field``; without them it is who has the most right answers, where there is a quiz, else the
first number that says how good something is.
"""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use, free_path
from praetorium.generate.features.quiz import quizzed
from praetorium.generate.field_view import FieldView
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief

_SCORES = (
    *("score", "points", "point", "level", "wins", "rank", "rating", "votes", "likes", "views", "sales", "xp"),
    *("experience", "total", "amount", "attack", "power", "progress", "count"),
)


class Leaderboard:
    """When the brief asks for a leaderboard or ranking and something has a number."""

    name = "leaderboard"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = next((f for f in brief.features if f.name == self.name), None)
        if asked is None:
            return None
        path = free_path(app, "leaderboard", "ranking")
        if not asked.parameters.get("entity") and quizzed(brief, app):
            return _of_quiz(path)
        ranked = _ranked(app, asked.parameters.get("entity"), asked.parameters.get("field"))
        if ranked is None:
            return None
        entity, by = ranked
        return Use(
            entities=[entity],
            context={"ranked": entity, "ranked_by": by, "leaderboard_path": path},
            label=f"Leaderboard of {entity.nouns} by {by.label.lower()}",
            pages=[("Leaderboard", f"/{path}")],
            ways=[("up", "Leaderboard", f"/{path}")],
            proofs=[{"path": f"/{path}", "entity": entity.name, "field": by.name}],
        )

    def samples(self, use: Use, data: Data) -> Data:
        return data


def _of_quiz(path: str) -> Use:
    return Use(
        entities=[],
        context={"ranked": None, "leaderboard_path": path},
        label="Leaderboard of people by right answers in the quiz",
        pages=[("Leaderboard", f"/{path}")],
        ways=[("up", "Leaderboard", f"/{path}")],
        proofs=[{"path": f"/{path}"}],
        needs=("quiz",),
    )


def _ranked(app: AppView, entity: object, field: object) -> tuple[EntityView, FieldView] | None:
    numbers = [(e, f) for e in app.entities for f in e.fields if f.kind.numeric and f.source_name != "year"]
    named = [(e, f) for e, f in numbers if entity in (None, e.name) and f.source_name == field]
    of_entity = [(e, f) for e, f in numbers if e.name == entity]
    telling = [(e, f) for word in _SCORES for e, f in numbers if word in f.source_name.split("_")]
    inside = [pair for pair in telling if pair in of_entity]
    return next(iter(named or inside or of_entity or telling or numbers), None)


FEATURE: AppFeature = Leaderboard()
