"""A gallery: the pictures of records side by side, each large on a page of its own, and one after the other by itself.

Parameter ``entities`` (names); without it, everything that has a picture.
"""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use, free_path
from praetorium.generate.view import AppView
from praetorium.models import Brief

_MOST = 3


class Gallery:
    """When the brief asks for a gallery, album or slide show, and something has a picture."""

    name = "gallery"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = next((f for f in brief.features if f.name == self.name), None)
        pictured = [e for e in app.entities if e.picture is not None]
        named = asked.parameters.get("entities", asked.parameters.get("entity")) if asked else None
        told = [named] if isinstance(named, str) else list(named) if isinstance(named, list | tuple) else []
        entities = ([e for e in pictured if e.name in told] or pictured)[:_MOST]
        if asked is None or not entities:
            return None
        path = free_path(app, "gallery", "pictures")
        return Use(
            entities=entities,
            context={"hung": entities, "gallery_path": path},
            label="Gallery of the pictures of " + ", ".join(e.nouns for e in entities),
            pages=[("Gallery", f"/{path}")],
            ways=[("picture", "Gallery", f"/{path}")],
            proofs=[{"path": f"/{path}", "entity": e.name, "large": f"/{path}/{e.path}/{{id}}"} for e in entities],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Left as they are: a new application paints its sample pictures itself, at its first start."""
        return data


FEATURE: AppFeature = Gallery()
