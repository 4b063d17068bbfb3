"""History: who changed what of a record and when, on the record's page and all together.

Parameters ``entity`` or ``entities`` (names); without it, everything.
"""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use, free_path, named_entities
from praetorium.generate.view import AppView
from praetorium.models import Brief


class History:
    """When the brief asks for a history, an audit log or who did what."""

    name = "history"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = next((f for f in brief.features if f.name == self.name), None)
        if asked is None:
            return None
        entities = named_entities(app, asked.parameters) or app.entities
        path = free_path(app, "history", "changes")
        return Use(
            entities=entities,
            context={"watched": entities, "history_path": path},
            label="History of every change: who, when, from what to what",
            pages=[("History", f"/{path}")],
            office_ways=[("history", "History", f"/{path}")],
            proofs=[{"entity": e.name, "path": f"/{path}?kind={e.table}"} for e in entities],
        )

    def samples(self, use: Use, data: Data) -> Data:
        return data


FEATURE: AppFeature = History()
