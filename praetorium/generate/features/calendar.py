"""A calendar: a month at a time, with the records that have a date on the days they belong to."""

from __future__ import annotations

from praetorium.generate.features import AppFeature, Data, Use, free_path
from praetorium.generate.field_view import FieldView
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief, FieldType

_LONG_AGO = frozenset({"birth", "birthday", "birthdate", "born", "founded", "published", "hire", "hired", "joined"})
_MOST = 4


class Calendar:
    """When the brief asks for a calendar and something has a date."""

    name = "calendar"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = next((f for f in brief.features if f.name == self.name), None)
        named = asked.parameters.get("entities") if asked else None
        dated = [(e, when) for e in app.entities if (when := _when(e)) is not None]
        dated = [d for d in dated if isinstance(named, list | tuple) and d[0].name in named] or dated[:_MOST]
        if asked is None or not dated:
            return None
        path = free_path(app, "calendar", "month")
        way = ("event", "Calendar", f"/{path}")
        return Use(
            entities=[e for e, _ in dated],
            context={"dated": dated, "calendar_path": path},
            label="Calendar of " + ", ".join(e.nouns for e, _ in dated),
            pages=[("Calendar", f"/{path}")],
            office_ways=[way],
            for_members=True,
            proofs=[{"path": f"/{path}", "entity": e.name, "field": when.name} for e, when in dated],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """A few of the records fall into these days, so that the month one sees first is not empty."""
        for entity, when in use.context["dated"]:
            dates = [f.name for f in entity.fields if f is when or (f.type is when.type and f.name.startswith("end"))]
            for place, row in enumerate(data[entity.modules][:5]):
                if row[when.name] is not None:
                    days = (place * 3) % 11 - 4 - _day(row[when.name])
                    row |= {name: _later(row[name], days) for name in dates if row[name] is not None}
        return data


def _day(moment: int | str) -> int:
    """Days from today of a date, or of a moment such as ``3 09:30``."""
    return int(str(moment).partition(" ")[0])


def _later(moment: int | str, days: int) -> int | str:
    clock = str(moment).partition(" ")[2]
    return f"{_day(moment) + days} {clock}" if clock else _day(moment) + days


def _when(entity: EntityView) -> FieldView | None:
    dates = [f for f in entity.fields if f.type in (FieldType.DATE, FieldType.DATETIME)]
    return next((f for f in dates if not _LONG_AGO & set(f.name.split("_"))), None)


FEATURE: AppFeature = Calendar()
