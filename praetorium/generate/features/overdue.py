"""What is overdue: records whose date is past and that are not finished, on the home page and on a page of their own.

Parameters of the brief's feature: ``entity`` and ``field``, a date. Where the entity has a status, a record with the
last of its values counts as finished, as does one with a value that says so (done, paid, returned, …).
"""

from __future__ import annotations

from dataclasses import dataclass

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.field_view import FieldView
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief, Feature, FieldType

_STATES = ("status", "state", "stage", "progress")
_FINISHED = frozenset(
    {
        *("done", "finished", "complete", "completed", "closed", "paid", "returned", "cancelled", "canceled", "won"),
        *("lost", "resolved", "delivered", "archived", "settled", "approved", "rejected"),
    }
)


@dataclass(frozen=True)
class Late:
    """Which records of an entity are overdue."""

    entity: EntityView
    field: FieldView
    status: FieldView | None
    finished: tuple[str, ...]

    @property
    def today(self) -> str:
        """The moment it is compared with, in Python."""
        return "dt.date.today()" if self.field.type is FieldType.DATE else "dt.datetime.now()"


class Overdue:
    """One date per entity."""

    name = "overdue"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        found = [_late(f, app) for f in brief.features if f.name == self.name]
        late = {one.entity.name: one for one in found if one is not None}
        if not late:
            return None
        return Use(
            entities=[one.entity for one in late.values()],
            context={"late": late},
            label="; ".join(f"Shows {one.entity.nouns} that are overdue" for one in late.values()),
            pages=[(f"Overdue {one.entity.nouns}", f"/{one.entity.path}?overdue=yes") for one in late.values()],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """The examples as they are: their dates lie before and after today."""
        return data


def _late(asked: Feature, app: AppView) -> Late | None:
    entity = next((e for e in app.entities if e.name == asked.parameters.get("entity")), None)
    if entity is None:
        return None
    dates = [f for f in entity.fields if f.type in (FieldType.DATE, FieldType.DATETIME)]
    named = [f for f in dates if f.source_name == asked.parameters.get("field")]
    if not named:
        return None
    status = next((f for f in entity.fields if f.choices and set(f.source_name.split("_")) & set(_STATES)), None)
    finished = (
        tuple(c for c in status.choices if str(c).lower() in _FINISHED or c == status.choices[-1]) if status else ()
    )
    return Late(entity, named[0], status, finished)


FEATURE: AppFeature = Overdue()
