"""What long requests tell is noted of each thing, in the many manners in which people list it."""

from __future__ import annotations

import pytest

from praetorium.models import AskedState
from praetorium.words import read

BEFORE = (
    "We are a small outfit with a dozen people and until now everything has been done on paper, which nobody likes "
    "any more and which gets lost all the time. Please build us an application that does it better and that all of us "
    "can use at work and at home without having to learn much. "
)
"""Enough words that a request is read as a long one."""


@pytest.mark.parametrize(
    ("words", "thing", "noted"),
    [
        (
            "Users publish a ride with departure place, destination, departure time, free seats and price per seat.",
            "ride",
            {"departure_place", "destination", "departure_time", "price"},
        ),
        ("We enter persons with name, birth date and birthplace.", "person", {"name", "birth_date", "birthplace"}),
        (
            "Incident = title, severity, affected service, started at, resolved at.",
            "incident",
            {"severity", "affected_service", "started_at", "resolved_at"},
        ),
        ("Services have an owner team, a tier and a runbook link.", "service", {"owner_team", "tier", "runbook_link"}),
        (
            "\n1. machine register: tag, line, manufacturer, serial number, running hours\n2. nothing else",
            "machine",
            {"tag", "line", "manufacturer", "serial_number", "running_hours"},
        ),
        (
            "1) coffee lots: origin, farm, kg in stock, price per kg. 2) roast batches: which lot, date, weight in, "
            "weight out, price level.",
            "roast_batch",
            {"lot", "weight_in", "weight_out"},
        ),
        (
            "- breakdowns: operator reports machine, symptom, start time; technician adds cause, spare parts used, end "
            "time.",
            "breakdown",
            {"machine", "symptom", "start_time", "cause", "end_time"},
        ),
        ("- spare parts: part no., bin, stock, lead time in days", "spare_part", {"part_number", "bin", "lead_time"}),
        (
            "For every pupil I keep the name, the lesson day and time, and which piece they're working on.",
            "pupil",
            {"lesson_day", "lesson_time", "piece"},
        ),
        ("Twice a year there's a recital: date, place and programme.", "recital", {"place", "programme"}),
        ("Visitors apply to adopt with a form: household, garden yes/no, other pets.", "application", {"household"}),
        (
            "Postmortems: summary, root cause, action items with assignee and due date.",
            "action_item",
            {"assignee", "due_on"},
        ),
        (
            "Visitors see the animals looking for a home (name, species, breed).",
            "animal",
            {"name", "species", "breed"},
        ),
        ("Vet records of each animal (date, treatment, cost).", "vet_record", {"treatment", "cost", "animal"}),
        (
            "Customers report a claim by filling in the date, place and description of the damage.",
            "claim",
            {"date", "place", "description_of_damage"},
        ),
        (
            "We have 400 things in the store: tents, pots, ropes... each with a storage box and a condition.",
            "item",
            {"storage_box", "condition", "category"},
        ),
        ("- tasting notes with scores for aroma, acidity and body", "note", {"aroma_score", "acidity_score"}),
        ("Anglers register, log catches with species, weight and bait.", "catch", {"species", "weight", "bait"}),
        (
            "We publish tenders with a description, budget and deadline.",
            "tender",
            {"name", "description", "budget", "deadline"},
        ),
        (
            "We'd like our stock online: artist, title, condition of record and sleeve (mint, fair), price.",
            "stock_item",
            {"artist", "sleeve", "price"},
        ),
        ("Once a month an in-store gig: date, band, place.", "gig", {"band"}),
        (
            "Visits are planned per week: client, carer, start, and the carer ticks off tasks.",
            "visit",
            {"client", "carer"},
        ),
        ("recipes (style), training days: who, when, recipe.", "training_day", {"who", "date", "recipe"}),
        ("We define routes with stops, departure time and bus.", "route", {"departure_time", "bus"}),
        ("Quality checks per dataset: rule, threshold, result, run at.", "quality_check", {"rule", "result", "run_at"}),
        ("Podcasters create shows with title, cover and category.", "show", {"title", "cover", "category"}),
        ("We rent out party equipment: tables, chairs, tents.", "equipment", {"category"}),
        ("A timeline of entries per incident.", "timeline_entry", {"incident"}),
        ("After each lesson I jot down what we did and the homework.", "lesson", {"homework"}),
        (
            "I'd like a reading log. Every child writes down what they read: book, author, minutes.",
            "reading_entry",
            {"author", "minutes", "child"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_what_is_listed_is_noted(words: str, thing: str, noted: set[str]) -> None:
    brief = read(BEFORE + words)
    entity = brief.entity(thing)
    assert entity is not None, [e.name for e in brief.entities]
    found = {field.name.removeprefix(f"{thing}_") for field in entity.fields}
    found |= {relation.name for relation in brief.relations if relation.source == thing}
    assert noted <= found, found


@pytest.mark.parametrize(
    "words",
    [
        "We keep machines with tasks. Warn us at 80 % of the interval.",
        "We keep parts with a stock and a minimum stock. Tell purchasing when the stock is below its minimum.",
        "We note readings of the meters. Users get a warning when the value exceeds a limit they have set.",
        "We note readings of sensors. Users should be able to set alarm thresholds.",
    ],
)
def test_a_limit_that_is_no_number_is_said_to_be_left_out(words: str) -> None:
    brief = read(BEFORE + words)
    (asked,) = [asked for asked in brief.asked if asked.name == "threshold_alert"]
    assert (asked.state, asked.feature) == (AskedState.LEFT_OUT, "")
    assert any(asked.said == one.sentence and asked.why in one.why for one in brief.unread)


def test_a_number_may_be_too_high() -> None:
    brief = read("greenhouse readings with temperature and date, alarm above 30")
    (alert,) = [f.parameters for f in brief.features if f.name == "threshold_alert"]
    assert (alert["field"], alert["above"]) == ("temperature", 30)


def test_days_are_no_limit() -> None:
    brief = read("pantry app with items, quantity and expiry date. Warn me less than 3 days before it expires.")
    assert not [feature for feature in brief.features if feature.name == "threshold_alert"]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("On-call rota by week, with the names of those who swap.", "shift"),
        ("Volunteers log in to see the dog walking plan.", "dog_walk"),
        ("Technicians log hours worked per job.", "time_entry"),
        ("The club's equipment can be borrowed for two weeks.", "loan"),
        ("After a visit I want an invoice.", "invoice"),
        ("Analysts enter datasets.", "dataset"),
    ],
)
def test_what_is_kept_in_a_list_is_kept_in_long_requests_too(words: str, kept: str) -> None:
    assert kept in {entity.name for entity in read(BEFORE + "Customers send orders. " + words).entities}


@pytest.mark.parametrize(
    ("words", "absent"),
    [
        ("Members report defects, upload photos and export them as a PDF.", {"export", "photo"}),
        ("Staff register visitors at the desk and record the error rate.", {"accounts", "ratings"}),
        ("Commuters share rides and preview the route in real time.", {"sharing", "realtime"}),
        (
            "There is vehicle exit recording, check-in at the door and revenue statistics.",
            {"audio", "check_in", "income"},
        ),
        ("Adjusters see to claim assessment, filling in the date of the damage.", {"quiz", "form_filling"}),
    ],
)
def test_words_that_ask_for_something_else_ask_for_nothing_here(words: str, absent: set[str]) -> None:
    brief = read(BEFORE + "We manage defects, visitors, rides and claims. " + words)
    assert not absent & {*(asked.name for asked in brief.asked), *(entity.name for entity in brief.entities)}


def test_who_should_be_able_to_do_something_is_somebody() -> None:
    brief = read(
        BEFORE + "We manage contracts. Users should be able to submit contracts. Heads should be able to approve them."
    )
    (roles,) = [feature.parameters["roles"] for feature in brief.features if feature.name == "roles"]
    assert "head" in roles


@pytest.mark.parametrize(
    ("words", "thing", "field", "choices"),
    [
        ("We keep tents, each with a condition (good / needs repair / broken) and a year.", "tent", "condition", 3),
        ("For every pupil I keep the name and the instrument size (1/4, 1/2, full).", "pupil", "instrument_size", 3),
        ("Boats have a length, a type (sail, motor) and an owner.", "boat", "boat_type", 2),
        ("We need: supplier list (name, address, payment type: cash, card, invoice).", "supplier", "payment_type", 3),
    ],
)
def test_what_a_field_may_be_is_chosen_from(words: str, thing: str, field: str, choices: int) -> None:
    entity = read(BEFORE + words).entity(thing)
    assert entity is not None
    found = next(one for one in entity.fields if one.name == field)
    assert (found.type, len(found.choices)) == ("choice", choices)


@pytest.mark.parametrize(
    ("words", "thing", "field"),
    [
        ("tenants (name, deposit paid y/n, rent)", "tenant", "deposit_paid"),
        ("A visit has patient, nurse, signed ok?, damage + photos.", "visit", "signed_ok"),
        ("Vans: number plate, height, tax paid or not", "van", "tax_paid"),
    ],
)
def test_what_is_yes_or_no_is_ticked(words: str, thing: str, field: str) -> None:
    entity = read(BEFORE + words).entity(thing)
    assert entity is not None
    assert next(one.type for one in entity.fields if one.name == field) == "boolean"


def test_two_things_that_the_lexicon_takes_for_one_are_told_apart_by_what_is_noted_of_them() -> None:
    words = "We enter shipments with sender and total weight and add parcels with barcode and size."
    assert {"shipment", "parcel"} <= {entity.name for entity in read(BEFORE + words).entities}


def test_what_is_assigned_with_a_date_has_the_date() -> None:
    defect = read(BEFORE + "We record defects with priority and assign them to mechanics with a due date.").entity(
        "defect"
    )
    assert defect is not None and {"priority", "due_date"} <= {field.name for field in defect.fields}


@pytest.mark.parametrize(
    ("words", "states"),
    [
        ("Incident = title, commander, status open → mitigated → resolved.", ["Open", "Mitigated", "Resolved"]),
        (
            "Visitors see animals, and the animal is then shown as reserved and later as adopted.",
            ["Available", "Reserved", "Adopted"],
        ),
    ],
)
def test_states_with_arrows_and_later_are_in_order(words: str, states: list[str]) -> None:
    (moves,) = [f.parameters for f in read(BEFORE + words).features if f.name == "moves"]
    assert moves["states"] == states


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("My family runs a campsite in the hills and keeps its pitches in a book. ", "Campsite"),
        ("Our animal shelter's website is old and needs replacing. ", "Animal shelter"),
        ("I'm the quartermaster of a scout group and look after tents. ", "Scout group"),
        ("Please implement an online resume builder website for job hunters. ", "Resume builder"),
        ("Year 4 teacher here. ", "Books"),
    ],
)
def test_a_long_request_is_called_after_whose_it_is(words: str, title: str) -> None:
    assert read(words + "We keep books with title and author. " + BEFORE).title == title


def test_what_the_lexicon_notes_is_not_noted_twice() -> None:
    route = read(BEFORE + "We define routes with stops, departure time and bus.").entity("route")
    assert route is not None
    assert [field.name for field in route.fields if field.name.startswith("stop")] == ["stops"]


def test_what_is_published_or_reported_is_entered() -> None:
    brief = read(BEFORE + "Users publish rides with a place. Users report defects with a place. Users juggle rides.")
    assert [one.why for one in brief.unread if "rides" in one.sentence or "defects" in one.sentence] == [
        "not understood: 'juggle'"
    ]
