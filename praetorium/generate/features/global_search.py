"""One search over everything: records of all kinds that the words are found in, grouped by kind.

Parameters: ``history`` and ``popular``; with either, searches are noted, and the page shows one's own and the most
frequent.
"""

from __future__ import annotations

from typing import Any

from praetorium.generate.features import AppFeature, Data, Use, free_path
from praetorium.generate.view import AppView
from praetorium.models import Brief


class GlobalSearch:
    """When the brief asks for a search over more than one list."""

    name = "global_search"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = [f for f in brief.features if f.name == self.name]
        if not asked:
            return None
        noted = any(f.parameters.get(part) is True for f in asked for part in ("history", "popular"))
        path = free_path(app, "search", "find")
        return Use(
            entities=app.entities,
            context={"search_path": path, "noted": noted},
            label="Search over everything at once" + (", with own and frequent searches" if noted else ""),
            pages=[("Search", f"/{path}")],
            ways=[("search", "Search", f"/{path}")],
            proofs=[{"path": f"/{path}?q={{words}}", "entities": [e.name for e in app.entities]}],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Where searches are noted, some people have searched for the first records already."""
        if not use.context["noted"]:
            return data
        first = use.entities[0]
        words = [str(row[first.display.name])[:60] for row in data[first.modules][:4] if row.get(first.display.name)]
        made: list[dict[str, Any]] = [
            {"owner": f"sample {person}", "words": text, "found": True}
            for place, text in enumerate(dict.fromkeys(words))
            for person in range(9 - 2 * place)
        ]
        return {**data, "search_notes": made}


FEATURE: AppFeature = GlobalSearch()
