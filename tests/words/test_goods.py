"""What a shop sells fits what it is a shop of."""

from __future__ import annotations

import pytest

from praetorium.models import Brief
from praetorium.words import read


def names(brief: Brief) -> list[object]:
    product = brief.entity("product")
    assert product is not None
    assert {row["name"] for row in product.rows} <= set(product.field("name").samples)  # type: ignore[union-attr]
    return [row["name"] for row in product.rows]


@pytest.mark.parametrize(
    ("words", "sold"),
    [
        ("an online shop for my bakery with products and orders", "Country sourdough"),
        ("farm shop: sell vegetables and eggs, customers order products", "Free-range eggs"),
        ("a store for handmade jewellery with products, cart and checkout", "Silver band ring"),
        ("bookshop with products and suppliers", "The Salt Road"),
        ("a shop selling tea", "Earl Grey"),
        ("a tea shop with products and orders", "Sencha"),
        ("a shop for vintage cameras", "Compact vintage camera"),
    ],
)
def test_a_shop_sells_what_it_is_a_shop_of(words: str, sold: str) -> None:
    assert sold in names(read(words))


@pytest.mark.parametrize(
    ("words", "name", "sold", "cheapest", "dearest"),
    [
        ("A web shop for handmade soap", "handmade_soap", "Lavender soap", 4, 15),
        ("web shop for ceramic mugs", "ceramic_mug", "Speckled mug", 10, 70),
        ("webshop for drones", "drone", "Compact drone", 40, 900),
        ("An online store for used bicycles", "bicycle", "Folding bicycle", 100, 1500),
        ("web shop for furniture", "furniture", "Oak dining table", 60, 700),
        ("an online shop for umbrellas", "umbrella", "Small umbrella", 10, 130),
    ],
)
def test_what_nobody_described_is_named_and_priced_like_such_wares(
    words: str, name: str, sold: str, cheapest: float, dearest: float
) -> None:
    ware = read(words).entity(name)
    assert ware is not None
    said = [str(row["name"]) for row in ware.rows]
    assert sold in said and len(set(said)) == len(said) >= 8
    prices = [row["price"] for row in ware.rows]
    assert all(isinstance(price, float | int) and cheapest <= price <= dearest for price in prices)
    assert len(set(prices)) > 4
    assert not any(word in " ".join(said).lower() for word in ("handmade", "used", "{", "<"))


def test_the_sorts_of_a_shop_are_those_of_its_wares() -> None:
    category = read("a shop selling tea").entity("category")
    assert category is not None
    assert [row["name"] for row in category.rows] == ["Black", "Green", "White", "Herbal"]


def test_what_is_sold_is_no_vehicle_at_work() -> None:
    bicycle = read("An online store for used bicycles").entity("bicycle")
    assert bicycle is not None and bicycle.board is None
    assert {"registration", "mileage", "status"}.isdisjoint(field.name for field in bicycle.fields)
    assert bicycle.field("quantity"), "it can be sold out"


def test_a_platform_for_learning_one_thing_teaches_it() -> None:
    words = "Please develop a bread baking learning platform. Users should be able to browse courses and discuss them."
    course = read(words).entity("course")
    assert course is not None
    assert [row["title"] for row in course.rows][:2] == ["Introduction to bread baking", "Bread baking in practice"]


def test_without_a_subject_the_usual_products_are_kept() -> None:
    brief = read("inventory app: products (name, sku, price, quantity, supplier) and suppliers (name, email, phone)")
    assert "Oak writing desk" in names(brief)


def test_fields_that_were_not_asked_for_are_left_out() -> None:
    product = read("bakery shop app: products (name, price)").entity("product")
    assert product is not None
    assert {key for row in product.rows for key in row} == {"name", "price"}
