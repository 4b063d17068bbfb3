"""Requests about data: which kind of result, from which files, by what."""

from __future__ import annotations

from typing import Any

import pytest

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
