"""What is shown on a board: records that work passes through on its way to an end, not everything that has a state.

Members are active or paused and invoices paid or overdue: of those a list says more than columns do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from praetorium.models import Entity, Field, FieldType
from praetorium.words import features
from praetorium.words.sentences import Sentence

_WORKED_ON = frozenset({"task", "document", "activity", "event", "thing"})
"""Kinds of entities that a status leads from a beginning to an end."""
_BY_DATE = frozenset({"Overdue", "Expired"})
"""States that nobody moves a card to: time brings them about."""
_AT_REST = frozenset(
    {"Active", "Inactive", "Answered", "Available", "Cancelled", "Closed", "Draft", "Open", "Paused", "Planned"}
    | {"Published", "Sent"}
)
"""States between which nothing is worked on."""


def column_field(fields: Sequence[Field], kind: str, *, ordered: bool) -> str | None:
    """The field whose values are the columns of an entity's board; None where a list does.

    ``ordered``: the words say how its records go from one state to the next.
    """
    found = _standing(fields)
    if found is None or ordered or found.name == "stage":
        return found.name if found else None
    choices = frozenset(found.choices)
    moving = kind in _WORKED_ON and len(choices) > 2 and not choices & _BY_DATE and bool(choices - _AT_REST)
    return found.name if moving else None


def asked_for(told: Iterable[Sentence], entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """The entities, with a board where the words ask for one: those that a sentence about boards names, else all."""
    asking = [s.lower for s in told if any(hit.ask.name == "board" for hit in features.hits(s))]
    if not asking:
        return entities
    named = {e.name for e in entities for text in asking if e.label_plural.lower() in text or e.label.lower() in text}
    found = [(entity, _standing(entity.fields)) for entity in entities]
    return tuple(
        e.model_copy(update={"board": f.name}) if f and not e.board and (e.name in named or not named) else e
        for e, f in found
    )


def _standing(fields: Sequence[Field]) -> Field | None:
    return next((f for f in fields if f.type is FieldType.CHOICE and f.name in {"stage", "status"}), None)
