"""Lists in brackets are fields or sorts of a thing; a thing that goes from one state to another has those states."""

from __future__ import annotations

import pytest

from praetorium.models import Entity, FieldType
from praetorium.words import read


def entity(words: str, name: str) -> Entity:
    return next(entity for entity in read(words).entities if entity.name == name)


def choices(words: str, name: str, field: str) -> tuple[str, ...]:
    found = next(f for f in entity(words, name).fields if f.name == field)
    assert found.type is FieldType.CHOICE
    return found.choices


@pytest.mark.parametrize(
    ("words", "name", "sorts"),
    [
        (
            "A site for our bikes (city bikes, mountain bikes, kids' bikes) with a photo, the size and the price",
            "bike",
            ("City bike", "Mountain bike", "Kids bike"),
        ),
        (
            "An app where we keep events (concerts, youth group, coffee mornings) and their visitors",
            "event",
            ("Concert", "Youth group", "Coffee morning"),
        ),
    ],
)
def test_sorts_are_a_choice_and_the_usual_fields_stay(words: str, name: str, sorts: tuple[str, ...]) -> None:
    found = entity(words, name)
    category = next(f for f in found.fields if f.choices == sorts)
    assert category.type is FieldType.CHOICE
    assert len(found.fields) > 4


def test_what_follows_the_brackets_is_noted_too() -> None:
    found = entity("A site for our bikes (city bikes, mountain bikes) with a photo, the size and the price", "bike")
    assert {"photo", "size", "price"} <= {field.name for field in found.fields}


def test_fields_in_brackets_stay_fields() -> None:
    found = entity("products (name, sku, price, quantity)", "product")
    assert [field.name for field in found.fields] == ["name", "sku", "price", "quantity"]


def test_a_number_in_brackets_says_how_much_there_is() -> None:
    found = read("A member list for our club (about 120 people): members with name, email and phone").entities
    assert not [field for one in found for field in one.fields if "120" in field.name]


@pytest.mark.parametrize(
    ("words", "name", "states"),
    [
        (
            "Helpdesk with tickets. A ticket goes from open to in progress to waiting, then to closed.",
            "ticket",
            ("Open", "In progress", "Waiting", "Closed"),
        ),
        (
            "An app for a workshop with repairs. Each repair moves from received to diagnosed to picked up.",
            "repair",
            ("Received", "Diagnosed", "Picked up"),
        ),
    ],
)
def test_states_come_in_the_order_in_which_they_are_gone_through(
    words: str, name: str, states: tuple[str, ...]
) -> None:
    assert choices(words, name, "status") == states
    assert entity(words, name).board == "status"
    assert not [unread for unread in read(words).unread if "goes" in unread.why or "moves" in unread.why]


@pytest.mark.parametrize(
    ("words", "boards"),
    [
        ("Build me a CRM with contacts and leads", ["lead"]),
        ("Helpdesk where customers open tickets, agents answer, tickets have priority and status", ["ticket"]),
        ("An app for invoices, warranties, members and tasks", ["task"]),
        ("An app for members. A member goes from guest to active to former.", ["member"]),
        ("An app for members and invoices. Show the invoices on a board.", ["invoice"]),
    ],
)
def test_a_board_is_for_what_work_passes_through_or_for_what_was_asked(words: str, boards: list[str]) -> None:
    brief = read(words)
    assert [e.name for e in brief.entities if e.board] == boards
    assert [f.parameters["entity"] for f in brief.features if f.name == "board"] == boards


def test_going_somewhere_is_no_state() -> None:
    brief = read("We go from Berlin to Paris and need an app for trips and hotels")
    assert not [field for entity in brief.entities for field in entity.fields if "Berlin" in field.choices]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Hello, I own a second-hand bookshop and I want to sell books online.", "Second-hand bookshop"),
        ("We are a small bike rental by the lake and want a website where people reserve bikes.", "Bike rental"),
        ("I teach programming and would like a platform with courses and lessons.", "Courses and lessons"),
    ],
)
def test_who_says_what_is_theirs_has_named_it(words: str, title: str) -> None:
    assert read(words).title == title


def test_a_books_page_and_its_cover_are_no_things_of_their_own() -> None:
    words = "An online bookshop. Customers look at a book's page. I add books, upload covers and see orders."
    assert {"page", "cover"}.isdisjoint({entity.name for entity in read(words).entities})


def test_what_is_put_into_a_cart_has_a_price_and_is_shown_to_visitors() -> None:
    brief = read("An online bookshop: books with title and ISBN. Customers put books into a cart and check out.")
    book = next(entity for entity in brief.entities if entity.name == "book")
    assert [field.name for field in book.fields if field.type is FieldType.MONEY] == ["price"]
    assert "public_pages" in {feature.name for feature in brief.features}
    assert "Public pages of what is offered" in {assumption.value for assumption in brief.assumptions}


def test_orders_that_staff_place_open_no_shop() -> None:
    brief = read("An app for our kitchen: staff place orders for ingredients with suppliers and see their status.")
    assert "public_pages" not in {feature.name for feature in brief.features}


def test_a_shop_for_members_only_shows_nothing_to_visitors() -> None:
    brief = read("A shop for our club, members only: products with name and price. Members put products into a cart.")
    assert "public_pages" not in {feature.name for feature in brief.features}
