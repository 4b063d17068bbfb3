"""Two files joined: each row once, what is lost and double is said, and the result is joined again to be compared."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from praetorium.data.joining import Join
from praetorium.errors import UserError
from praetorium.reports.works import Joining, Rejoining, joined, rejoined
from praetorium.words import read
from tests.data.conftest import Reporting, orders, write_csv

HEAD = ("order_id", "customer_id", "total")
PEOPLE = ("customer_id", "name", "total")


def sales() -> list[list[str]]:
    return [[f"S{n}", "X9" if n in (3, 50) else f"C{n % 30:02}", row[-1]] for n, row in enumerate(orders(120))]


def people() -> list[list[str]]:
    return [[f"C{n:02}", f"Customer {n}", "7"] for n in range(33)] + [["C05", "Somebody else", "7"]]


def done(folder: Path, first: list[list[str]], second: list[list[str]]) -> tuple[Join, Joining]:
    paths = write_csv(folder / "sales.csv", first, HEAD), write_csv(folder / "people.csv", second, PEOPLE)
    given = Joining(paths=paths, names=("sales.csv", "people.csv"), on=("customer_id",), to=folder / "joined.csv")
    return joined(given, folder), given


async def test_a_plain_join_delivers_the_joined_rows(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", sales(), ("order_id", "Customer ID", "total"))
    write_csv(desk.folder / "people.csv", people()[:-1], ("customer_id", "name", "city"))
    await desk.ask("join orders.csv and people.csv", formats=["csv", "xlsx", "pdf"])
    assert desk.wrong == []
    assert set(desk.results) == {"join", "csv-rows", "xlsx-rows", "rows", "list", "pdf-rows"}
    book = openpyxl.load_workbook(desk.folder / "reports" / "orders-with-people.xlsx")
    lines = list(book["Rows"].iter_rows(values_only=True))
    assert lines[0] == ("order_id", "Customer ID", "total", "name", "city")
    names = {row[0]: row[1] for row in people()[:-1]}
    assert [line[3] for line in lines[1:]] == [names.get(row[1]) for row in sales()]


async def test_only_the_joined_rows_that_are_meant(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", sales(), HEAD)
    write_csv(desk.folder / "people.csv", people()[:-1], ("customer_id", "name", "city"))
    await desk.ask("join orders.csv and people.csv on customer_id, only orders over 40, as csv")
    assert desk.wrong == []
    lines = (desk.folder / "reports" / "orders-with-people.csv").read_text().splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == [row[0] for row in sales() if Decimal(row[2]) > 40] != []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("join a.xlsx and b.xlsx on SKU", {"on": ["sku"], "about": "", "top": 0}),
        ("match orders.csv with customers.csv, revenue by city as pdf", {"on": [], "about": "city", "top": 20}),
        ("join orders.csv and items.csv by order_no", {"on": ["order_no"], "about": "", "top": 0}),
    ],
)
def test_what_is_wanted_of_a_join(words: str, told: dict[str, object]) -> None:
    assert read(words).parameters == told


async def test_top_customers_as_a_workbook(desk: Reporting) -> None:
    write_csv(desk.folder / "orders.csv", sales(), HEAD)
    write_csv(desk.folder / "customers.csv", people()[:-1], ("customer_id", "name", "city"))
    await desk.ask("join orders.csv and customers.csv on customer_id and give me the top 5 customers as Excel")
    assert desk.wrong == []
    assert set(desk.results) == {"join", "inspect", "figures", "spreadsheet"}
    sheet = openpyxl.load_workbook(desk.folder / "reports" / "top-5-customers.xlsx")["By name"]
    names = [str(sheet[f"A{n}"].value) for n in range(2, 8)]
    wanted: dict[str, Decimal] = {}
    for _, customer, total in sales():
        name = f"Customer {int(customer[1:])}" if customer != "X9" else "(blank)"
        wanted[name] = wanted.get(name, Decimal(0)) + Decimal(total)
    assert names[:5] == sorted(wanted, key=lambda n: -wanted[n])[:5] and names[5] == "all 26 others"
    assert str(sheet["C2"].value).startswith("=SUM")
    notes = desk.results["join"]["notes"]
    assert notes[0].startswith("118 of 120 rows of orders.csv were found") and "2 rows not found (X9)" in notes[1]


def test_key_that_is_there_twice_makes_no_row_count_twice(tmp_path: Path) -> None:
    found, _ = done(tmp_path, sales(), people())
    assert (found.rows, found.lost, found.unused, found.doubled, found.kind) == (120, 2, 3, 1, "lookup")
    assert found.columns == ("order_id", "customer_id", "total", "name", "total (2)")
    assert any("C05" in sentence and "no row counts twice" in sentence for sentence in found.told)
    with (tmp_path / "joined.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 120 and {r["name"] for r in rows if r["customer_id"] == "C05"} == {"Customer 5"}


@pytest.mark.parametrize("altered", ["a row less", "another name"])
def test_altered_result_is_refused(tmp_path: Path, altered: str) -> None:
    found, given = done(tmp_path, sales(), people())
    asked = Rejoining(found=found, rows=given.paths[0], lookup=given.paths[1], result=given.to)
    assert all(check.passed for check in rejoined(asked, tmp_path).checks)
    text = given.to.read_text()
    given.to.write_text(
        text[: text.rindex('"S119"')] if altered == "a row less" else text.replace("Customer 7", "Other")
    )
    assert not any(check.passed for check in rejoined(asked, tmp_path).checks)
    lying = asked.model_copy(update={"found": found.model_copy(update={"lost": 0})})
    given.to.write_text(text)
    assert "rows that were not found" in rejoined(lying, tmp_path).checks[0].evidence


def test_keys_that_never_meet_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no 'customer_id' of"):
        done(tmp_path, sales(), [["A1", "a", "1"], ["A2", "b", "2"]])
