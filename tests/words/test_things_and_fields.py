"""What long requests say in passing: what things have, what is booked or handed in, who sees to what."""

from __future__ import annotations

import pytest

from praetorium.models import Brief, Entity, FieldType
from praetorium.words import read

OPENING = (
    "Hello, we are a small association at the river and would be glad of an application that helps us. Until now all "
    "of it was done on paper, by hand, and it took too long; twice something was lost for good. It should be easy to "
    "use, also for those who seldom do so, and look calm rather than loud. What it should do is this. "
)


def brief(words: str) -> Brief:
    """The brief of a request that is long enough not to be read as a list of things."""
    return read(OPENING + words)


def entity(words: str, name: str) -> Entity:
    found = brief(words)
    return next(e for e in found.entities if e.name == name)


def noted(words: str, name: str) -> set[str]:
    """Names of the fields of a thing, without its own name before them."""
    return {field.name.removeprefix(f"{name}_") for field in entity(words, name).fields}


@pytest.mark.parametrize(
    ("words", "name", "fields"),
    [
        (
            "Beekeepers enter an inspection of a hive with date, strength of the colony, mood and a photo.",
            "inspection",
            {"date", "strength", "mood", "photo"},
        ),
        ("We keep old letters and maps, each with a title, a year, the donor and a scan.", "letter", {"year", "donor"}),
        ("We keep old letters and maps, each with a title, a year, the donor and a scan.", "map_record", {"year"}),
        ("Staff manage books. Visitors look at a book's page with cover, condition and price.", "book", {"condition"}),
        (
            "A client sends us a request through a form with the source language, a deadline and the files.",
            "request",
            {"source_language", "deadline", "file"},
        ),
        (
            "Staff register items with category, colour, place and date of finding, a storage shelf and photos.",
            "item",
            {"colour", "place", "date", "storage_shelf", "photo"},
        ),
        ("Staff manage translators and search translators by language pair and fee.", "translator", {"language_pair"}),
    ],
)
def test_what_a_thing_has_is_noted_of_it(words: str, name: str, fields: set[str]) -> None:
    assert fields <= noted(words, name)


def test_what_comes_after_the_enumeration_is_no_field() -> None:
    words = (
        "Events have a date, a place and a short description and a calendar view, and people can sign up for an event."
    )
    assert not {"calendar_view", "people"} & noted(words, "event")


def test_what_a_feature_does_is_no_field() -> None:
    assert "wish_list" not in noted("Staff manage customers. Registered customers have a wish list.", "customer")


@pytest.mark.parametrize(
    ("words", "there", "not_there"),
    [
        ("Visitors can send us a prayer request with a form.", {"prayer_request"}, {"form"}),
        ("Travellers can file a claim with a description and their phone number.", {"claim"}, set()),
        ("Supporters sign in and make a donation.", {"donation"}, set()),
        (
            "Whoever passes the quiz with at least 70 percent gets a certificate that can be printed.",
            {"certificate"},
            set(),
        ),
        ("There should also be lectures and guided walks for everybody.", {"lecture", "walk"}, set()),
        ("We have 60 pitches and six wooden cabins by the lake.", {"pitch", "cabin"}, set()),
        ("Staff manage books. Customers search the books by title, author or ISBN.", {"book"}, {"author"}),
        ("Staff add books and import my stock from a CSV file.", {"book"}, {"stock"}),
        ("Tenants can report a defect in the house with a photo.", {"defect"}, {"bug", "house"}),
        ("Employees mark a rental as picked up or returned.", {"rental"}, set()),
        ("Members read stories. But nobody has to register for that.", set(), {"nobody"}),
        (
            "Guests see what a pitch or a cabin costs per night. Staff manage pitches.",
            {"pitch"},
            {"cabin_cost", "night"},
        ),
        ("The site should have pages for the programme and the team. Staff manage shows.", {"show"}, {"team"}),
    ],
)
def test_what_is_kept(words: str, there: set[str], not_there: set[str]) -> None:
    kept = {e.name for e in brief(words).entities}
    assert there <= kept and not kept & not_there


def test_rooms_named_one_by_one_are_what_is_booked() -> None:
    found = brief("Tenants log in. The laundry room and the common room can be booked by the hour.")
    room = next(e for e in found.entities if e.name == "room")
    assert [row["name"] for row in room.rows] == ["Laundry room", "Common room"]
    booking = next(feature for feature in found.features if feature.name == "booking")
    assert booking.parameters["entity"] == "room"


def test_examples_are_sorts() -> None:
    duty = entity("Volunteers put their name down for duties such as reading, flowers or cleaning.", "duty")
    assert ("Reading", "Flower", "Cleaning") in {field.choices for field in duty.fields}


@pytest.mark.parametrize(
    ("words", "sign", "assumed"),
    [
        ("Staff manage products with a price in Swiss francs.", "CHF", False),
        ("Staff manage products with a price in $.", "$", False),
        ("Staff manage products with a price.", "€", True),
    ],
)
def test_amounts_have_a_currency(words: str, sign: str, assumed: bool) -> None:
    found = brief(words)
    units = {f.unit for e in found.entities for f in e.fields if f.type is FieldType.MONEY}
    assert units == {sign}
    assert any(a.about == "Currency" for a in found.assumptions) is assumed


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        (
            "There should be pages about the region, house rules and how to find us.",
            ["Region", "House rules", "How to find us"],
        ),
        (
            "There should be a page about us, a page with the rental conditions and a contact page.",
            ["Contact", "About", "Rental conditions"],
        ),
    ],
)
def test_pages_are_called_as_they_were_named(words: str, pages: list[str]) -> None:
    (site,) = [f for f in brief(f"Staff manage boats. {words}").features if f.name == "public_pages"]
    assert site.parameters["pages"] == pages


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        (
            "Parents read letters. The head can publish letters to parents. Teachers keep the children.",
            ["teacher", "head"],
        ),
        ("Customers order. Only the manager may cancel an order.", ["manager"]),
        ("The parish secretary publishes the news and manages the groups.", ["secretary"]),
        ("In the back office my two employees answer questions.", ["employee"]),
    ],
)
def test_who_sees_to_something_has_a_role(words: str, roles: list[str]) -> None:
    (found,) = [f for f in brief(words).features if f.name == "roles"]
    assert sorted(found.parameters["roles"]) == sorted(roles)


@pytest.mark.parametrize(
    ("words", "name", "asked"),
    [
        ("People can sign up for events.", "accounts", False),
        ("Staff manage boats. A newsletter signup, please.", "accounts", False),
        ("Registered customers see their past orders.", "accounts", True),
        ("An internal application plus a public search for found items.", "private", False),
        ("An internal application for our staff to manage items.", "private", True),
        ("Our village history society keeps letters.", "history", False),
        ("Every change has to be recorded with name and time. Staff manage items.", "history", True),
        ("Listeners vote for the weekly charts.", "charts", False),
        ("We keep old letters and maps.", "location", False),
        ("An order goes from accepted to in translation to printing. Staff manage orders.", "printing", False),
        ("Staff manage animals. Each animal has a name and a photo.", "uploads", True),
    ],
)
def test_the_same_words_may_ask_for_something_or_not(words: str, name: str, asked: bool) -> None:
    assert (name in {one.name for one in brief(words).asked}) is asked


def test_what_stands_after_the_colon_of_a_website_is_what_it_is_about() -> None:
    brief = read(
        "A website for our studio: workshops with a title, date, price and capacity, and people register for them."
    )
    assert {"workshop", "registration"} <= {entity.name for entity in brief.entities}
    assert "website" not in {entity.name for entity in brief.entities}


@pytest.mark.parametrize(
    ("words", "kept", "feature"),
    [
        (
            "Real estate site: flats with rooms and rent. Visitors can save favourites and compare flats.",
            "flat",
            "favourites",
        ),
        ("Candle shop: candles with scent, price and stock, a cart and checkout", "candle", "cart"),
        ("Photo community where users post photos with a title and likes", "photo", "likes"),
    ],
)
def test_the_word_for_a_feature_is_no_thing_to_keep(words: str, kept: str, feature: str) -> None:
    brief = read(words)
    assert feature in {f.name for f in brief.features}
    things = {entity.name for entity in brief.entities}
    assert kept in things and not {"favourite", "checkout", "like", "like_record"} & things
