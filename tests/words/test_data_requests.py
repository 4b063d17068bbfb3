"""Requests about data: which kind of result, from which files, by what."""

from __future__ import annotations

from typing import Any

import pytest

from praetorium.errors import RejectedError
from praetorium.words import read

CASES: list[tuple[str, str, tuple[str, ...], dict[str, Any]]] = [
    ("sales report from orders.csv as PDF and spreadsheet", "data-report", ("pdf", "xlsx"), {}),
    ("sales per region per month, sales.csv", "data-report", ("html", "xlsx"), {"group_by": ["region", "month"]}),
    (
        "chart revenue by month and region from sales.parquet, as PNG and SVG",
        "chart",
        ("png", "svg"),
        {"by": ["month", "region"], "count": ""},
    ),
    (
        "pie chart of number of customers by city from customers.csv",
        "chart",
        ("png", "svg"),
        {"count": "customers", "form": "bars"},
    ),
    ("compare q1.csv and q2.csv: what changed?", "compare", ("html", "xlsx"), {"on": []}),
    ("compare old.xlsx with new.xlsx by sku as pdf", "compare", ("pdf",), {"on": ["sku"]}),
    ("profile customers.csv: missing values, outliers, duplicates", "profile", ("html", "xlsx"), {}),
    (
        "join orders.csv and customers.csv on customer_id and give me the top 20 customers as Excel",
        "join",
        ("xlsx",),
        {"on": ["customer_id"], "about": "customers", "top": 20},
    ),
    (
        "query the warehouse: orders per day last month, as CSV and a line chart",
        "warehouse-query",
        ("csv",),
        {
            "database": "warehouse",
            "table": "orders",
            "grain": "day",
            "period": "last month",
            "chart": True,
            "form": "line",
        },
    ),
    (
        "revenue per month this year from shop.sqlite as CSV",
        "warehouse-query",
        ("csv",),
        {"database": "shop.sqlite", "measure": "revenue", "grain": "month", "period": "this year", "chart": False},
    ),
    ("export the CRM's contacts as CSV", "export", ("csv",), {"application": "CRM", "records": "contacts"}),
    ("orders.json to parquet", "combine", ("parquet",), {}),
    ("only columns name and email from people.csv as csv", "combine", ("csv",), {"take": ["name", "email"]}),
    ("delete the column phone from people.csv", "combine", ("csv",), {"omit": ["phone"]}),
    ("people without email in people.csv", "combine", ("csv",), {"drop": ["email"]}),
    ("revenue per country per quarter as a table from a.csv", "pivot", ("xlsx",), {"by": ["country", "quarter"]}),
    ("average fare by driver in rides.csv", "chart", ("png", "svg"), {"by": ["driver"], "mean": True}),
    ("running total of sales by month from a.csv", "chart", ("png", "svg"), {"running": True}),
    ("percentage of orders by status from orders.csv", "data-report", ("html", "xlsx"), {"count": "orders"}),
    (
        "share of each category in total expenses, expenses.csv",
        "data-report",
        ("html", "xlsx"),
        {"group_by": ["category"]},
    ),
    ("how many open tickets per team in tickets.csv, as a chart", "chart", ("png", "svg"), {"count": "tickets"}),
    ("remove duplicate emails from people.csv", "combine", ("csv",), {"on": ["emails"]}),
    (
        "hours per assigned to and priority from tickets.csv as a table",
        "pivot",
        ("xlsx",),
        {"by": ["assigned to", "priority"]},
    ),
    ("how many different customers in orders.csv?", "profile", ("html", "xlsx"), {}),
    ("chart revenue by month from jan.csv and feb.csv", "chart", ("png", "svg"), {"merge": ["jan.csv", "feb.csv"]}),
    ("download all leads from the CRM as csv", "export", ("csv",), {"application": "CRM", "records": "leads"}),
]


@pytest.mark.parametrize(("words", "intent", "formats", "parameters"), CASES)
def test_request_about_data(words: str, intent: str, formats: tuple[str, ...], parameters: dict[str, Any]) -> None:
    brief = read(words)
    assert (brief.intent, brief.formats) == (intent, formats)
    assert {name: brief.parameters[name] for name in parameters} == parameters
    assert not brief.unread


@pytest.mark.parametrize(
    "words",
    [
        "Build me a CRM with contacts and leads",
        "an app to profile customers",
        "inventory app with a chart of stock per day",
    ],
)
def test_application_is_no_request_about_data(words: str) -> None:
    assert read(words).intent == "build-app"


@pytest.mark.parametrize(
    ("words", "intent", "told"),
    [
        ("Umsatz pro Monat aus verkauf.csv", "data-report", {"group_by": ["month"]}),
        ("Bericht über verkauf.csv nach Land als PDF", "data-report", {"group_by": ["country"]}),
        ("Zeige die 5 größten Bestellungen aus orders.csv", "combine", {"sort": "amount", "first": 5}),
        ("Konvertiere preise.ods in csv", "combine", {}),
        (
            "Balkendiagramm Umsatz nach Land aus verkauf.csv, nur bezahlt",
            "chart",
            {"by": ["country"], "keep": ["paid"]},
        ),
    ],
)
def test_the_commonest_german_words_are_read_and_told(words: str, intent: str, told: dict[str, Any]) -> None:
    found = read(words)
    assert found.intent == intent
    assert {key: found.parameters[key] for key in told} == told
    assert found.corrections


@pytest.mark.parametrize("words", ["report on the die sizes per land in plots.csv", "Umsatz by month from a.csv"])
def test_english_words_are_no_german_ones(words: str) -> None:
    assert not read(words).corrections


def test_a_size_is_told_in_words() -> None:
    assert read("which customers spent more than 2000? orders.csv").title == "Customers who spent over 2000"
    assert "only age from 30 to 40" in read("filter people.csv to age between 30 and 40").summary


def test_a_chart_of_it_is_called_by_its_file() -> None:
    assert read("chart it by month from visits.csv").title == "Visits by month"


@pytest.mark.parametrize(
    "words",
    [
        "how many different customers per month in orders.csv",
        "chart median fare by driver from rides.csv",
        "growth vs last year by month from orders.csv",
        "compare orders.csv 2025 vs 2026",
        "correlation between distance and fare in rides.csv",
        "add a column with VAT to orders.csv",
    ],
)
def test_figures_that_are_not_computed_are_refused_rather_than_others_told(words: str) -> None:
    with pytest.raises(RejectedError) as refused:
        read(words)
    assert refused.value.examples


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("clean up contacts.csv: remove duplicates, fix phone numbers", "fix phone numbers"),
        ("merge jan.csv and feb.csv, only paid, as excel", "only paid"),
        ("join a.csv and b.csv on id and chart revenue by city", "chart"),
        ("profile a.csv and b.csv", "b.csv"),
        ("profile people.csv in Germany: missing values", "only Germany"),
        ("compare q1.csv and q2.csv, only paid", "only paid"),
        ("query the warehouse: orders over 100 per day last month, as CSV", "only orders over 100"),
    ],
)
def test_what_is_not_done_beside_the_rows_is_told(words: str, said: str) -> None:
    assert said in [each.sentence for each in read(words).unread]
