"""Checking in once a day: how many days in a row, the days of the month, and who holds out longest."""

from __future__ import annotations

from typing import Any

from praetorium.generate.features import AppFeature, Data, Use, free_path
from praetorium.generate.view import AppView
from praetorium.models import Brief

_DAYS = {
    "Emma Larsen": range(1, 13),
    "Diego Ramos": range(1, 7),
    "Aiko Tanaka": (1, 2, 3, 6, 7),
    "Jonas Weber": (2, 3, 4),
}
"""Who was there how many days ago."""


class CheckIn:
    """When the brief asks for a daily check-in."""

    name = "check_in"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        if not any(f.name == self.name for f in brief.features):
            return None
        path = free_path(app, "check-in", "daily")
        return Use(
            entities=app.entities,
            context={"check_in_path": path},
            label="Check-in once a day, with the days in a row",
            pages=[("Check-in", f"/{path}")],
            ways=[("task", "Check-in", f"/{path}")],
            proofs=[{"path": f"/{path}", "form": f"/{path}"}],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Some were there on the days before."""
        made: list[dict[str, Any]] = [
            {"owner": f"sample {name}", "name": name, "day": -ago} for name, days in _DAYS.items() for ago in days
        ]
        return {**data, "day_visits": made}


FEATURE: AppFeature = CheckIn()
