"""One search over everything: records of all kinds that the words are found in, grouped by kind."""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use, free_path
from praetorium.generate.view import AppView
from praetorium.models import Brief


class GlobalSearch:
    """When the brief asks for a search over more than one list."""

    name = "global_search"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        if not any(f.name == self.name for f in brief.features):
            return None
        path = free_path(app, "search", "find")
        return Use(
            entities=app.entities,
            context={"search_path": path},
            label="Search over everything at once",
            pages=[("Search", f"/{path}")],
            ways=[("search", "Search", f"/{path}")],
            proofs=[{"path": f"/{path}?q={{words}}", "entities": [e.name for e in app.entities]}],
        )

    def samples(self, use: Use, data: Data) -> Data:
        return data


FEATURE: AppFeature = GlobalSearch()
