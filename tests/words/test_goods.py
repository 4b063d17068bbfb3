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
    ],
)
def test_a_shop_sells_what_it_is_a_shop_of(words: str, sold: str) -> None:
    assert sold in names(read(words))


def test_without_a_subject_the_usual_products_are_kept() -> None:
    brief = read("inventory app: products (name, sku, price, quantity, supplier) and suppliers (name, email, phone)")
    assert "Oak writing desk" in names(brief)


def test_fields_that_were_not_asked_for_are_left_out() -> None:
    product = read("bakery shop app: products (name, price)").entity("product")
    assert product is not None
    assert {key for row in product.rows for key in row} == {"name", "price"}
