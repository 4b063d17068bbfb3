"""A board: records of an entity in columns, one for each value of its stage or status."""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief


class Board:
    """For every entity whose brief names a board."""

    name = "board"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        entities = [e for e in app.entities if _columns(e)]
        if not entities:
            return None
        named = ", ".join(e.nouns for e in entities)
        return Use(
            entities=entities,
            context={"boards": {e.name for e in entities}},
            label=f"Board of {named}",
            pages=[(f"{e.label_plural} board", f"/{e.path}/board") for e in entities],
            proofs=[_proof(e) for e in entities],
        )

    def samples(self, use: Use, data: Data) -> Data:
        return data


def _columns(entity: EntityView) -> bool:
    return entity.board is not None and len(entity.board.choices) > 1


def _proof(entity: EntityView) -> dict[str, object]:
    assert entity.board is not None
    return {
        "entity": entity.name,
        "path": f"/{entity.path}/board",
        "field": entity.board.name,
        "columns": list(entity.board.choices),
        "move": {"path": f"/{entity.path}/{{id}}/move", "form": {"to": "one of the columns", "_csrf": "the token"}},
    }


FEATURE: AppFeature = Board()
