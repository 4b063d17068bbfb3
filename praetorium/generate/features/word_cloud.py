"""Word clouds: the words that the records use most, drawn in a chosen style as a picture that can be downloaded.

Parameters: ``entity`` or ``entities``, whose texts are counted; without them, everything that holds texts.
"""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use, free_path, named_entities
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief, FieldType


class WordCloud:
    """When the brief asks for word clouds, and something holds texts."""

    name = "word_cloud"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = [f for f in brief.features if f.name == self.name]
        named = [e for f in asked for e in named_entities(app, f.parameters) if _texts(e)]
        telling = [e for e in app.entities if any(f.type is FieldType.LONG_TEXT for f in e.fields)]
        entities = named or telling or [e for e in app.entities if _texts(e)]
        if not asked or not entities:
            return None
        path = free_path(app, "words", "word-cloud")
        return Use(
            entities=entities,
            context={"clouded": entities, "texts": {e.name: _texts(e) for e in entities}, "words_path": path},
            label=f"Word clouds of {' and '.join(e.nouns for e in entities)}, in a chosen style, to download",
            pages=[("Word cloud", f"/{path}")],
            ways=[("cloud", "Word cloud", f"/{path}")],
            proofs=[{"path": f"/{path}", "picture": f"/{path}/cloud.svg?kind={e.path}"} for e in entities],
        )

    def samples(self, use: Use, data: Data) -> Data:
        return data


def _texts(entity: EntityView) -> list[str]:
    """Names of the fields whose words count."""
    return [f.name for f in entity.fields if f.type in (FieldType.TEXT, FieldType.LONG_TEXT)]


FEATURE: AppFeature = WordCloud()
