"""Which kinds of record are about people, so that an application does not show them to whoever comes by.

Those are people themselves with a way to reach them, and the papers of what they bought, booked or asked for. Who
presents themselves to others, such as a doctor or a speaker, is not among them.
"""

from __future__ import annotations

from praetorium.generate.view import EntityView
from praetorium.models import FieldType

PRESENTED = frozenset(
    {"doctor", "teacher", "instructor", "author", "artist", "speaker", "coach", "trainer", "guide", "stylist"}
    | {"tutor", "chef", "dentist", "therapist", "barber", "lawyer", "consultant", "photographer", "musician"}
    | {"veterinarian", "host"}
)
"""People whom visitors are meant to find."""
_PEOPLE = frozenset({"customer", "client", "patient", "lead", "prospect", "employee", "subscriber"})
_PAPERS = frozenset(
    {"order", "purchase", "payment", "invoice", "quote", "contract", "refund", "loan", "payroll", "payslip", "salary"}
    | {"wallet", "booking", "reservation", "appointment", "enrolment", "enrollment", "registration", "submission"}
    | {"inquiry", "enquiry", "complaint", "prescription", "diagnosis", "timesheet", "message", "attempt"}
    | {"application", "attendance"}
)
_REACHED = (FieldType.EMAIL, FieldType.PHONE)
_BORN = frozenset({"birthday", "birthdate", "birth_date", "date_of_birth", "born"})
_OFFERED = ("product", "place", "software", "vehicle")
"""Kinds of entity that are no papers, whatever their name: a contract to choose, a ticket to buy."""


def is_personal(entity: EntityView) -> bool:
    """Whether a record tells of a person what is not for strangers."""
    words = set(entity.name.split("_"))
    if words & PRESENTED:
        return False
    if entity.kind == "person":
        reached = any(f.type in _REACHED or f.source_name in _BORN for f in entity.fields)
        return reached or bool(words & _PEOPLE)
    return bool(words & _PEOPLE) or (bool(words & _PAPERS) and entity.kind not in _OFFERED)
