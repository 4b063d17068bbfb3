"""A scheduled run reads only a file of the shape it was set up with."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from praetorium.errors import UserError
from praetorium.schedules.shape import differences, same, shape_of

ORDERS = "order_id,date,amount,region\n1,2026-01-02,10.50,North\n2,2026-01-03,7.25,South\n3,2026-01-04,1.00,North\n"
WAS = {"order_id": "number", "date": "date", "amount": "number", "region": "text"}


@pytest.fixture
def shape(tmp_path: Path):
    def of(text: str, name: str = "orders.csv") -> dict[str, str]:
        path = tmp_path / name
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return shape_of(path, name)

    return of


def test_the_shape_is_the_columns_and_what_they_hold(shape) -> None:
    assert shape(ORDERS) == WAS
    assert shape(ORDERS, "orders.csv.gz") == WAS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ORDERS.replace("amount", "total"), ["the column 'amount' is not there any more", "the column 'total' is new"]),
        (
            ORDERS.replace("10.50", "ten").replace("7.25", "seven").replace("1.00", "one"),
            ["the column 'amount' held numbers and holds text now"],
        ),
        (ORDERS.replace("2026-01-0", "day "), ["the column 'date' held dates and holds text now"]),
        (ORDERS.replace(".50", ",50").replace(",", ";").replace("10;50", "10"), []),
        (ORDERS.replace("North", "").replace("South", ""), []),
        (ORDERS.replace("10.50", "10").replace("7.25", "7").replace("1.00", "1"), []),
    ],
)
def test_what_changed_is_named(shape, text: str, said: list[str]) -> None:
    assert differences(WAS, shape(text)) == said


def test_another_shape_is_refused_with_all_that_is_different(shape) -> None:
    with pytest.raises(UserError, match=r"another shape.*'amount' is not there any more; the column 'total' is new"):
        same("orders.csv", WAS, shape(ORDERS.replace("amount", "total")))


def test_of_a_long_file_its_beginning_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "12,some words to fill the line with\n" * 200_000)
    assert shape_of(path, "long.csv") == {"a": "number", "b": "text"}
