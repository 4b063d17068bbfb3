"""Moves: a record goes from state to state only as it was asked for, whichever door the change comes through.

Parameters: ``entity`` (a name), ``field`` (its choice that says where it stands), ``states`` (in their order) and
``exits`` (further states a record can leave the order for → the state from which on it cannot any more, or nothing).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.field_view import FieldView
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief


@dataclass(frozen=True)
class Moves:
    """How the records of one entity move."""

    field: FieldView
    chain: tuple[str, ...]
    allowed: Mapping[str, tuple[str, ...]]
    """State → those that may follow it."""


class OrderedMoves:
    """When the words state an order of states."""

    name = "moves"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = [f.parameters for f in brief.features if f.name == self.name]
        found = {e.name: (e, moves) for told in asked for e in app.entities if (moves := _moves(e, told)) is not None}
        if not found:
            return None
        entities = [entity for entity, _ in found.values()]
        told = "; ".join(f"{e.nouns} from {' to '.join(moves.chain)}" for e, moves in found.values())
        return Use(
            entities=entities,
            context={"moved": entities, "moves": {name: moves for name, (_, moves) in found.items()}},
            label=f"States in order, enforced: {told}",
            proofs=[
                {
                    "entity": name,
                    "field": moves.field.name,
                    "moves": {s: list(after) for s, after in moves.allowed.items()},
                }
                for name, (_, moves) in found.items()
            ],
        )

    def samples(self, use: Use, data: Data) -> Data:
        return data


def _moves(entity: EntityView, told: Mapping[str, Any]) -> Moves | None:
    """The moves that were asked for an entity; None where it has no such states."""
    field = next((f for f in entity.fields if f.source_name == told.get("field") and f.choices), None)
    if field is None or entity.name != told.get("entity"):
        return None
    chain = tuple(state for state in _texts(told.get("states")) if state in field.choices)
    if len(chain) < 2:
        return None
    exits = told.get("exits") or {}
    left = {str(s): str(until) for s, until in exits.items() if s in field.choices and s not in chain}
    return Moves(field, chain, _allowed(chain, left))


def _allowed(chain: Sequence[str], exits: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    allowed: dict[str, tuple[str, ...]] = {}
    for place, state in enumerate(chain):
        out = [s for s, until in exits.items() if place < (chain.index(until) if until in chain else len(chain) - 1)]
        allowed[state] = (*chain[place + 1 : place + 2], *out)
    return allowed | dict.fromkeys(exits, ())


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


FEATURE: AppFeature = OrderedMoves()
