"""Comparing: some records of a kind side by side, in a table that marks where they differ.

Parameters ``entity`` or ``entities`` (names); without it those that are offered or shown: no people, tasks or money.
"""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use, named_entities
from praetorium.generate.view import AppView
from praetorium.models import Brief

MOST = 4
"""Records side by side: more do not fit a screen."""
_SELDOM = ("person", "money", "task")


class Compare:
    """When the brief asks for comparing."""

    name = "compare"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = [f for f in brief.features if f.name == self.name]
        if not asked:
            return None
        named = {e.name: e for f in asked for e in named_entities(app, f.parameters)}
        entities = list(named.values()) or [e for e in app.entities if e.kind not in _SELDOM] or app.entities
        return Use(
            entities=entities,
            context={"compared": entities, "most_compared": MOST},
            label=f"Up to {MOST} {' or '.join(e.nouns for e in entities)} side by side, with what differs marked",
            pages=[(f"{e.label_plural} side by side", f"/compare/{e.path}") for e in entities],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """The examples as they are."""
        return data


FEATURE: AppFeature = Compare()
