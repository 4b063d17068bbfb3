"""Live updates: pages that are open follow every change at once (server-sent events), and a page of what is new."""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use, free_path
from praetorium.generate.view import AppView
from praetorium.models import Brief


class Realtime:
    """When the brief asks for data in real time or live updates."""

    name = "realtime"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        if not any(f.name == self.name for f in brief.features):
            return None
        path = free_path(app, "now", "live-view")
        return Use(
            entities=app.entities,
            context={"now_path": path},
            label="Pages that are open follow every change by themselves",
            pages=[("Now", f"/{path}")],
            office_ways=[("pulse", "Now", f"/{path}")],
            for_members=True,
            proofs=[{"path": f"/{path}", "events": "/live"}],
        )

    def samples(self, use: Use, data: Data) -> Data:
        return data


FEATURE: AppFeature = Realtime()
