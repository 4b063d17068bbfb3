"""Sharing: a secret link shows one record to whoever has it, until it expires or is taken back.

Parameters ``entity`` or ``entities`` (names); without it everything but papers about people.
"""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use, named_entities
from praetorium.generate.view import AppView
from praetorium.models import Brief


class Sharing:
    """When the brief asks for sharing or share links."""

    name = "sharing"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = next((f for f in brief.features if f.name == self.name), None)
        if asked is None:
            return None
        entities = [e for e in named_entities(app, asked.parameters) if not e.name.endswith("link")]
        entities = entities or [e for e in app.entities if e.kind not in ("person", "money")] or app.entities
        return Use(
            entities=entities,
            context={"shared": entities},
            label="Links that show one record to whoever has them, until they expire",
            proofs=[{"entity": e.name, "path": f"/share/{e.path}/{{id}}"} for e in entities],
        )

    def samples(self, use: Use, data: Data) -> Data:
        return data


FEATURE: AppFeature = Sharing()
