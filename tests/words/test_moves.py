"""Words that state in which order something goes from state to state are a feature that the application enforces."""

from __future__ import annotations

from typing import Any

import pytest

from praetorium.models import AskedState
from praetorium.words import read


def moves(words: str) -> dict[str, Any]:
    (found,) = [feature.parameters for feature in read(words).features if feature.name == "moves"]
    return dict(found)


@pytest.mark.parametrize(
    ("words", "entity", "states", "exits"),
    [
        (
            "Our workshop keeps repairs and customers. A repair goes from received to in work to done.",
            "repair",
            ["Received", "In work", "Done"],
            {},
        ),
        (
            "Staff manage parcels. A parcel moves from received to stored to handed over, or it is sent back.",
            "parcel",
            ["Received", "Stored", "Handed over"],
            {},
        ),
        (
            "Staff manage items. An item moves from received to stored to handed over, or it is auctioned.",
            "item",
            ["Received", "Stored", "Handed over"],
            {"Auctioned": ""},
        ),
        (
            "Our printers manage print jobs. A job goes from new to printing to packed to shipped. "
            "A job can only be cancelled before it is packed.",
            "job",
            ["New", "Printing", "Packed", "Shipped"],
            {"Cancelled": "Packed"},
        ),
    ],
)
def test_an_order_of_states_is_asked(words: str, entity: str, states: list[str], exits: dict[str, str]) -> None:
    told = moves(words)
    assert told == {"entity": told["entity"], "field": "status", "states": states, "exits": exits}
    assert told["entity"].endswith(entity)


def test_every_state_is_a_choice_of_the_field() -> None:
    words = (
        "Staff manage items. An item moves from received to stored to sold. An item can be cancelled until it is sold."
    )
    brief = read(words)
    (item,) = [e for e in brief.entities if e.name == "item"]
    assert item.field("status").choices == ("Received", "Stored", "Sold", "Cancelled")


def test_states_without_an_order_are_free() -> None:
    brief = read("Build an app to manage samples and researchers. Staff mark a sample as broken or used up.")
    assert not any(feature.name == "moves" for feature in brief.features)


def test_the_orders_of_a_shop_have_the_states_that_were_said() -> None:
    brief = read("An online shop with products and a cart. An order goes from new to paid to packed to shipped.")
    (cart,) = [feature for feature in brief.features if feature.name == "cart"]
    assert cart.parameters["states"] == ["New", "Paid", "Packed", "Shipped"]
    assert [asked.feature for asked in brief.asked if asked.name == "moves"] == ["cart"]


def test_what_nobody_keeps_is_told() -> None:
    words = "An app to manage products and customers. The light goes from red to yellow to green."
    (asked,) = [asked for asked in read(words).asked if asked.name == "moves"]
    assert asked.state is AskedState.LEFT_OUT and asked.why
