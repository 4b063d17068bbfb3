"""Import of CSV files: upload, say which column is what, see what is wrong row by row, then store the rest.

Parameter ``entities`` or ``entity``; without it, everything.
"""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.view import AppView
from praetorium.models import Brief


class ImportCsv:
    """When the brief asks for importing tables."""

    name = "import_csv"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = next((f for f in brief.features if f.name == self.name), None)
        if asked is None:
            return None
        named = asked.parameters.get("entities", asked.parameters.get("entity"))
        told = [named] if isinstance(named, str) else list(named) if isinstance(named, list | tuple) else []
        entities = [e for e in app.entities if e.name in told] or app.entities
        return Use(
            entities=entities,
            context={"imported": {e.name for e in entities}},
            label="Import of CSV files for " + ", ".join(e.nouns for e in entities),
            pages=[(f"Import {e.nouns}", f"/{e.path}/import") for e in entities],
            proofs=[{"entity": e.name, "path": f"/{e.path}/import", "file": "file"} for e in entities],
        )

    def samples(self, use: Use, data: Data) -> Data:
        return data


FEATURE: AppFeature = ImportCsv()
