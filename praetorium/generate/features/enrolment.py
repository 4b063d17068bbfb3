"""Signing up: people take a place in a course, an event or a shift by themselves, see how many are left, and withdraw.

It follows from what is kept: registrations, enrolments or applications that belong to what people sign up for.
"""

from __future__ import annotations

from dataclasses import dataclass

from praetorium.generate.features import AppFeature, Data, Use, free_path
from praetorium.generate.field_view import FieldView
from praetorium.generate.personal import is_personal
from praetorium.generate.view import AppView, EntityView, RelationView
from praetorium.models import Brief, FieldType

_ROOM = frozenset({"capacity", "places", "seats", "spots", "slots", "participants", "max_participants", "volunteers"})
_GONE = frozenset({"cancelled", "canceled", "withdrawn", "declined", "rejected", "refused"})
_DECIDED = frozenset({"active", "approved", "attended", "confirmed", "paid", "present"})
"""Ticks that those who run it set."""
_NOT_ASKED = (FieldType.MONEY, FieldType.RATING, FieldType.PERCENT)


@dataclass(frozen=True)
class Manner:
    """How one signs up, in words."""

    path: str
    do: str
    """On a button."""
    to: str
    """Between the button's words and the name of what it is for."""
    done: str
    """After which the name stands."""


_MANNERS = {
    "registration": Manner("sign-up", "Sign up", "for", "You are signed up for"),
    "signup": Manner("sign-up", "Sign up", "for", "You are signed up for"),
    "rsvp": Manner("sign-up", "Sign up", "for", "You are signed up for"),
    "enrolment": Manner("enrol", "Enrol", "in", "You are enrolled in"),
    "enrollment": Manner("enroll", "Enroll", "in", "You are enrolled in"),
    "application": Manner("apply", "Apply", "for", "You have applied for"),
}


class Enrolment:
    """Where registrations or the like belong to something that is no person, and need nothing else."""

    name = "enrolment"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        found = next((pair for e in app.entities for pair in _manners(e)), None)
        if found is None:
            return None
        link, manner = found
        paper, offer = link.source, link.target
        path = free_path(app, manner.path, f"{manner.path}-here")
        state = paper.badge if paper.badge and paper.badge.source_name in ("status", "state", "stage") else None
        email = next((f for f in paper.fields if f.type is FieldType.EMAIL), None)
        return Use(
            entities=[offer],
            context={
                "paper": paper,
                "offer": offer,
                "link": link,
                "manner": manner,
                "sign_path": path,
                "room": _room(offer),
                "state": state,
                "gone": [c for c in (state.choices if state else ()) if c.lower() in _GONE],
                "email": email,
                "asked": [f for f in paper.fields if _is_asked(f) and f not in (paper.display, state, email)],
            },
            label=f"People {manner.do.lower()} {manner.to} {offer.nouns}, as long as there are places, and withdraw",
            pages=[(manner.do, f"/{path}")],
            ways=[("task", manner.do, f"/{path}")],
            proofs=[{"path": f"/{path}", "entity": paper.name, "offer": offer.name}],
            # Who comes to sign up does not see who else has: those who run it do.
            needs=("roles",) if any(f.name == "accounts" for f in brief.features) else (),
        )

    def samples(self, use: Use, data: Data) -> Data:
        """More places than are taken, so that there are some."""
        room: FieldView | None = use.context["room"]
        if room is not None:
            for row in data[use.context["offer"].modules]:
                row[room.name] = max(row[room.name] or 0, 8)
        return data


def _manners(paper: EntityView) -> list[tuple[RelationView, Manner]]:
    """What its records sign people up for, and how that is called; nothing where they are no such papers."""
    manner = next((_MANNERS[word] for word in reversed(paper.name.split("_")) if word in _MANNERS), None)
    links = [r for r in paper.ones if not r.itself and not _is_about_somebody(r.target)]
    more = [f for f in paper.inputs if f.required and f.default is None and f.type in _NOT_ASKED]
    needed = [r for r in paper.relations if r.required and r not in links[:1]]
    if manner is None or not links or more or needed or not _is_called_by_name(paper):
        return []
    return [(links[0], manner)]


def _is_called_by_name(paper: EntityView) -> bool:
    """Whether a record can bear the name of whoever signs up, as often as they do."""
    display = paper.display
    return display.type is FieldType.TEXT and not display.holds_code and not any(f.unique for f in paper.inputs)


def _is_about_somebody(target: EntityView) -> bool:
    return target.kind in ("person", "organisation") or is_personal(target)


def _room(offer: EntityView) -> FieldView | None:
    """The field that says how many places there are."""
    return next((f for f in offer.fields if f.type is FieldType.INTEGER and f.source_name in _ROOM), None)


def _is_asked(field: FieldView) -> bool:
    """Whether whoever signs up says this: not when it was, nor what others decide."""
    entered = field.type in (FieldType.DATE, FieldType.DATETIME) and field.default is not None
    decided = field.type is FieldType.BOOLEAN and field.source_name in _DECIDED
    return not entered and not decided and field.type not in _NOT_ASKED


FEATURE: AppFeature = Enrolment()
