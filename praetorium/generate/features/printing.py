"""Pages for paper and PDF: a record or a whole list without what only a screen needs."""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.view import AppView
from praetorium.models import Brief


class Printing:
    """When the brief asks for printing or PDF."""

    name = "printing"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        if not any(f.name == self.name for f in brief.features):
            return None
        return Use(
            entities=app.entities,
            context={"printed": {e.name for e in app.entities}},
            label="Pages for printing and for saving as PDF, of records and lists",
            pages=[(f"{e.label_plural}, for printing", f"/print/{e.path}") for e in app.entities],
            proofs=[
                {"entity": e.name, "list": f"/print/{e.path}", "record": f"/print/{e.path}/{{id}}"}
                for e in app.entities
            ],
        )

    def samples(self, use: Use, data: Data) -> Data:
        return data


FEATURE: AppFeature = Printing()
