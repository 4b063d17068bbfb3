"""What longer requests say is noted of each thing, who has it, what there is to be, and who does what."""

from __future__ import annotations

import pytest

from praetorium.errors import RejectedError
from praetorium.models import Brief, FieldType
from praetorium.words import read, roles
from praetorium.words.sentences import sentences

REST = (
    "\n\nThe whole should be simple and quick, so that people who have never worked with such a thing before find their"
    " way around in it from the first day on, and it should look the same wherever they open it. There is nothing else"
    " that has to be thought of at the moment, and more can be added later."
)
"""Words that make a request a long one and name nothing."""


def _long(words: str) -> Brief:
    return read(words + REST)


def _noted(brief: Brief, name: str) -> set[str]:
    entity = brief.entity(name)
    assert entity is not None, [e.name for e in brief.entities]
    return {field.name for field in entity.fields} | {r.name for r in brief.relations if r.source == name}


@pytest.mark.parametrize(
    ("words", "name", "fields"),
    [
        (
            "An app for a kennel. For each dog we note breed, weight, and who brought it.",
            "dog",
            {"weight", "brought_by"},
        ),
        ("An app for a kennel. For every stay we write down arrival, kennel number and price.", "stay", {"arrival"}),
        (
            "An app for a mill. The office gives each sack a code and notes the farmer and moisture.",
            "sack",
            {"moisture"},
        ),
        (
            "An app for a museum. Exhibits that are on loan are registered with insurance value and a lender.",
            "exhibit",
            {"insurance_value", "lender"},
        ),
        (
            "An app for a camp. Children register with name, swimming level and diet.",
            "child",
            {"swimming_level", "diet"},
        ),
        ("Tool for a depot.\n- trailers: plate no., length, last check\n- keys", "trailer", {"length", "last_check"}),
        (
            "Tool for a depot.\n1. Inspections: site, date, work done, approved by",
            "inspection",
            {"work_done", "approved_by"},
        ),
        ("A tool. Planners enter trips in the morning: start address, boxes, time window.", "trip", {"start_address"}),
        (
            "A shop system. Parts belong to a supplier and have a rack, weight and unit.",
            "part",
            {"rack", "weight", "unit"},
        ),
        (
            "A club app. Only members may row; each has a licence, a locker and a birthday.",
            "member",
            {"licence", "locker"},
        ),
        ("A stable app. Lessons with trainer, horse, day and time.", "lesson", {"trainer", "day"}),
        ("An HR tool. People apply through a short form (name, CV, motivation).", "application", {"cv", "motivation"}),
        ("A shop system. Every truck or trailer has a plate, a weight and a driver.", "trailer", {"plate", "weight"}),
    ],
)
def test_what_is_said_of_each_is_noted_of_it(words: str, name: str, fields: set[str]) -> None:
    assert fields <= _noted(_long(words), name)


@pytest.mark.parametrize(
    ("words", "name", "field", "kind"),
    [
        ("Tool for a depot.\n- crates: code, weight, damaged yes/no", "crate", "damaged", FieldType.BOOLEAN),
        (
            "Tool for a lab. For each vial we note number of drops and date taken.",
            "vial",
            "number_of_drops",
            "integer",
        ),
        (
            "A tool. Each boiler has a photo of the plate, an age and an energy rating.",
            "boiler",
            "energy_rating",
            "choice",
        ),
        ("A shop. Each guest has a date of birth, a table and a code.", "guest", "date_of_birth", FieldType.DATE),
    ],
)
def test_what_such_a_field_holds(words: str, name: str, field: str, kind: FieldType) -> None:
    entity = _long(words).entity(name)
    found = entity.field(field) if entity else None
    assert found is not None and found.type == kind, entity


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("A club app. There's a recipes section that anyone can read.", "recipe"),
        ("A money app for our home. We want a budget per category.", "budget"),
        ("A club app. Parents sign up for shifts at the kiosk.", "shift"),
        ("A studio app.\nQuotes and invoices as PDF.", "invoice"),
        ("A letting app. A cleaning task is created after each stay.", "task"),
        ("A letting site. Owners publish listings with a rent and a size.", "listing"),
        ("A grant app. The board accepts or declines each application.", "application"),
    ],
)
def test_what_there_is_to_be_is_kept(words: str, name: str) -> None:
    brief = _long(words)
    assert name in {e.name for e in brief.entities}, [e.name for e in brief.entities]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("A club app. See how many sessions each coach gave.", "session"),
        ("A letting app. Tenants upload proof of income.", "income"),
        ("A club app. Editors write reports, but they are shown once the chairman has read them.", "chairman"),
        ("A waste app. People report a missed collection.", "missed"),
        ("A waste app. People enter their street and see the collection dates.", "street"),
        ("A club app. Visitors browse the events.", "visitor"),
        ("A club app to manage members. They can see the contact details.", "contact"),
        ("A depot tool. Crates have a weight (kg) and a code.", "weight"),
    ],
)
def test_what_is_no_thing_of_its_own_is_not(words: str, name: str) -> None:
    assert name not in {e.name for e in _long(f"{words} Staff manage crates and events.").entities}


def test_words_mean_what_stands_beside_them() -> None:
    """Accounts of a household are no accounts of users; tests of samples no tests of programs."""
    home = _long("A finance app for our home with expenses. We have several accounts and a budget per month.")
    assert "bank_account" in {e.name for e in home.entities}
    users = _long("An events app. Staff manage events. Users have several accounts.")
    assert "bank_account" not in {e.name for e in users.entities}
    lab = _long("A lab app to manage samples. Each sample goes through several tests. Staff enter tests.")
    assert {"sample", "lab_test"} <= {e.name for e in lab.entities}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Reception: check in guests and print the bill.", ["reception"]),
        ("The sales team should be able to set prices.", ["sales team"]),
        ("Technicians see a board with the tickets.", ["technician"]),
        ("The kids only see the lists.", ["kid"]),
        ("Nobody may see the reports.", []),
        ("Home: date, sponsors.", []),
    ],
)
def test_who_does_what_is_a_role(words: str, wanted: list[str]) -> None:
    assert roles.named(sentences(words)[0]) == wanted


def test_a_long_request_may_want_no_application() -> None:
    site = read(
        "Please make a website for my joinery in Hull. One page is enough: a big picture, a few words about me, what I"
        " do, opening hours Mon-Fri 8 to 5, the address and the phone number. No shop, no login, no forms. It should"
        " look warm and made of wood, and be easy to read on a phone, since most people look for a joiner while they"
        " are on their way somewhere, and never at a desk."
    )
    assert site.intent == "build-website" and [u.sentence[:11] for u in site.unread][:1] == ["One page is"]
    with pytest.raises(RejectedError, match="not thought up"):
        _long("Please write a handover document for the caretaker of our building as a Word file, with eight chapters.")


def test_a_word_made_of_a_verb_and_a_particle_is_no_misspelling() -> None:
    assert "hangover" not in _long("An app to manage handovers of flats and keys.").title.lower()
