"""An alert for records whose number is below (or above) a limit: on the home page, in the list, on a page of its own.

Parameters of the brief's feature: ``entity``, ``field``, ``limit`` (a number) and ``direction`` (``below``, by
default, or ``above``). What is left out is taken from the first numeric field that counts something.
"""

from __future__ import annotations

from dataclasses import dataclass

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.field_view import FieldView
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief, Feature, FieldType

_COUNTED = ("quantity", "stock", "inventory", "available", "level", "amount", "balance", "seats", "capacity")
_USUAL_LIMIT = 10.0


@dataclass(frozen=True)
class Alert:
    """One limit: ``entity.field`` below or above ``limit``."""

    entity: EntityView
    field: FieldView
    limit: float
    direction: str

    @property
    def number(self) -> str:
        """The limit as it is written."""
        return f"{self.limit:g}"

    @property
    def source(self) -> str:
        """The limit in Python, of the type the column has."""
        return f'Decimal("{self.number}")' if self.field.type is FieldType.MONEY else self.number

    @property
    def sign(self) -> str:
        return "<" if self.direction == "below" else ">"

    @property
    def word(self) -> str:
        return "Low" if self.direction == "below" else "High"

    @property
    def sentence(self) -> str:
        return f"{self.field.label} {self.direction} {self.number}"


class ThresholdAlert:
    """For every limit that the brief names; one per entity."""

    name = "threshold_alert"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        found = [_alert(f, app) for f in brief.features if f.name == self.name]
        alerts = {a.entity.name: a for a in found if a is not None}
        if not alerts:
            return None
        return Use(
            entities=[a.entity for a in alerts.values()],
            context={"alerts": alerts},
            label="; ".join(f"Warns when {a.entity.nouns} have {a.sentence.lower()}" for a in alerts.values()),
            pages=[(f"{a.entity.label_plural}: {a.sentence}", f"/{a.entity.path}?alert=yes") for a in alerts.values()],
            proofs=[
                {
                    "entity": name,
                    "field": a.field.name,
                    "direction": a.direction,
                    "limit": a.limit,
                    "list": f"/{a.entity.path}?alert=yes",
                    "rest": f"/api/{a.entity.path}?alert=yes",
                }
                for name, a in alerts.items()
            ],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Two records beyond the limit, so that the alert is seen, unless there are some already."""
        for alert in use.context["alerts"].values():
            rows = data[alert.entity.modules]
            beyond = [r for r in rows if _beyond(r[alert.field.name], alert)]
            room = alert.field.minimum if alert.direction == "below" else alert.field.maximum
            for position, share in ((2, 0.3), (5, 0.7)):
                if not beyond and position < len(rows):
                    value = alert.limit * share if alert.direction == "below" else alert.limit * (2 - share)
                    value = (
                        value if room is None else max(value, room) if alert.direction == "below" else min(value, room)
                    )
                    whole = alert.field.type in (FieldType.INTEGER, FieldType.RATING)
                    rows[position][alert.field.name] = int(value) if whole else round(value, 2)
        return data


def _beyond(value: object, alert: Alert) -> bool:
    if not isinstance(value, int | float):
        return False
    return value < alert.limit if alert.direction == "below" else value > alert.limit


def _alert(asked: Feature, app: AppView) -> Alert | None:
    told = asked.parameters
    entities = [e for e in app.entities if told.get("entity") in (None, e.name)] or list(app.entities)
    for entity in entities:
        numbers = [f for f in entity.fields if f.kind.numeric]
        named = [f for f in numbers if f.source_name == told.get("field")]
        counted = [f for word in _COUNTED for f in numbers if word in f.source_name.split("_")]
        for field in named or counted or (numbers if told.get("entity") == entity.name else []):
            limit = next(
                (told[k] for k in ("limit", "threshold", "below", "above", "value") if _number(told.get(k))),
                _USUAL_LIMIT,
            )
            direction = "above" if told.get("direction") == "above" or _number(told.get("above")) else "below"
            return Alert(entity, field, float(limit), direction)
    return None


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


FEATURE: AppFeature = ThresholdAlert()
