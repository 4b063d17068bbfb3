"""Booking by time: days of a resource have slots, a slot is given away once, and whoever has it can move or cancel it.

Parameters: ``entity`` (what is booked), ``opens`` and ``closes`` (hours, 9 and 18 by default), ``minutes`` (of a slot,
60 by default). Without ``entity`` it is the first place or person at work, else the first thing that is offered.
"""

from __future__ import annotations

import math
from typing import Any

from praetorium.generate.features import AppFeature, Data, Use
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief

_BOOKED = frozenset(
    {"room", "court", "venue", "table", "desk", "hall", "field", "studio", "space", "seat", "doctor", "stylist"}
    | {"teacher", "trainer", "coach", "service", "car", "vehicle", "station", "pile", "equipment", "instructor"}
    | {"place", "pitch", "lane", "boat", "bike", "therapist", "dentist", "barber", "facility", "class", "course"}
    | {"treatment", "lesson", "session", "consultation", "tour", "massage", "therapy"}
)
_PAPERS = frozenset({"booking", "reservation", "appointment", "order", "payment", "message", "review", "record"})


class Booking:
    """When the brief asks for booking, reservations or appointments."""

    name = "booking"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = next((f for f in brief.features if f.name == self.name), None)
        entity = booked(brief, app)
        if asked is None or entity is None:
            return None
        told = asked.parameters
        opens, closes = _within(told.get("opens"), 9, 0, 22), _within(told.get("closes"), 18, 1, 24)
        minutes = _within(told.get("minutes"), 60, 15, 480)
        if closes <= opens or (closes - opens) * 60 < minutes:
            opens, closes, minutes = 9, 18, 60
        slots = [f"{at // 60:02d}:{at % 60:02d}" for at in range(opens * 60, closes * 60 - minutes + 1, minutes)]
        return Use(
            entities=[entity],
            context={"resource": entity, "slots": slots, "minutes": minutes},
            label=f"Booking of {entity.nouns} by time, without double bookings",
            pages=[("Book", "/book"), ("Your bookings", "/book/mine"), ("Bookings", "/book/all")],
            ways=[("event", "Book", "/book")],
            office_ways=[("task", "Bookings", "/book/all")],
            proofs=[
                {"entity": entity.name, "path": "/book/{id}", "slots": slots, "form": ["day", "at", "name", "email"]}
            ],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Some slots of the coming days are taken already."""
        count = len(data[use.context["resource"].modules])
        slots = use.context["slots"]
        taken: list[dict[str, Any]] = [
            {
                "resource": place % count + 1,
                "day": 1 + place % 4,
                "at": slots[(place * 3) % len(slots)],
                "name": name,
                "email": f"{name.lower().replace(' ', '.')}@example.com",
                "key": f"sample{place + 1}",
                "cancelled": False,
            }
            for place, name in enumerate(("Grace Okafor", "Jonas Weber", "Aiko Tanaka", "Omar Haddad", "Zoe Martin"))
        ]
        unique = {(row["resource"], row["day"], row["at"]): row for row in taken}
        return {**data, "slot_bookings": list(unique.values())}


def booked(brief: Brief, app: AppView) -> EntityView | None:
    """What is booked where ``brief`` asks for booking; else nothing."""
    asked = next((f for f in brief.features if f.name == Booking.name), None)
    return _resource(app, asked.parameters.get("entity")) if asked else None


def _resource(app: AppView, asked: object) -> EntityView | None:
    named = [e for e in app.entities if e.name == asked]
    typical = [e for e in app.entities if _BOOKED & set(e.name.split("_"))]
    open_ = [e for e in app.entities if not _PAPERS & set(e.name.split("_"))]
    places = [e for e in open_ if e.kind == "place"]
    offered = [e for e in open_ if e.kind in ("product", "thing", "event")]
    return next(iter(named or typical or places or offered), None)


def _within(value: object, usual: int, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        return usual
    return int(value) if low <= value <= high else usual


FEATURE: AppFeature = Booking()
