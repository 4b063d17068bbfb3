"""Words for results other than applications: who leads whom, slide shows, quotes; and what nobody here makes."""

from __future__ import annotations

import pytest

from praetorium.errors import RejectedError
from praetorium.words import read


@pytest.mark.parametrize(
    ("words", "edges"),
    [
        (
            "org chart: Anna leads Bob and Carla, Bob leads Dan",
            [("Anna", "Bob"), ("Anna", "Carla"), ("Bob", "Dan")],
        ),
        (
            "draw an organisation chart of our shop: Anna (CEO) manages Bob, Carla and Eve; Dan reports to Bob",
            [("Anna (CEO)", "Bob"), ("Anna (CEO)", "Carla"), ("Anna (CEO)", "Eve"), ("Bob", "Dan")],
        ),
        (
            "org chart of sales: Bob and Eve report to Ada. ada reports to Zoe, as PNG",
            [("Ada", "Bob"), ("Ada", "Eve"), ("Zoe", "Ada")],
        ),
    ],
)
def test_who_leads_whom(words: str, edges: list[tuple[str, str]]) -> None:
    brief = read(words)
    assert brief.intent == "diagram"
    found = {(edge["source"], edge["target"]) for edge in brief.parameters["edges"]}
    assert found == set(edges)
    assert brief.parameters["across"] is False


def test_an_organisation_bears_its_name() -> None:
    assert read("org chart for the workshop: Ada leads Bob").title == "Organisation of workshop"


def test_a_slide_show_of_pictures_is_a_film() -> None:
    brief = read("slideshow of beach.jpg, dunes.jpg and pier.jpg, 3 seconds each, with captions")
    assert (brief.intent, brief.parameters["seconds"]) == ("make-video", 9)
    assert brief.parameters["captions"] == ["Beach", "Dunes", "Pier"]


def test_a_quote_with_a_discount() -> None:
    brief = read("quote for Globex, 12 chairs at 89.50 with 10 % discount, VAT 7 %")
    assert (brief.intent, brief.title, brief.parameters["kind"]) == ("invoice", "Quote Globex", "quote")
    assert [line["description"] for line in brief.parameters["lines"]] == ["Chairs", "Discount 10 %"]
    assert (brief.parameters["lines"][1]["price"], brief.parameters["vat"], brief.parameters["days"]) == (
        "-107.40",
        "7",
        30,
    )
    assert not brief.unread and not brief.questions


def test_a_quote_for_nobody_in_particular() -> None:
    brief = read("offer for 3 days training at 900 less 5% rebate, valid 30 days, in German")
    assert (brief.parameters["kind"], brief.parameters["customer"]) == ("quote", "–")
    assert brief.parameters["lines"][-1] == {
        "description": "Rabatt 5 %",
        "quantity": "1",
        "unit": "",
        "price": "-135.00",
    }
    assert any(one.about == "Customer" and one.value == "left open" for one in brief.assumptions)


def test_to_bill_somebody() -> None:
    brief = read("bill Meyer GmbH 14 hours design at 85 € and 2 flights at 240 each, 19% MwSt, due in 30 days")
    assert (brief.intent, brief.parameters["customer"], brief.parameters["days"]) == ("invoice", "Meyer GmbH", 30)
    assert "kind" not in brief.parameters and len(brief.parameters["lines"]) == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("make a QR code for https://example.org", "QR codes"),
        ("summarise minutes.txt in three sentences", "nothing here shortens"),
        ("translate newsletter.md into German as PDF", "nothing here shortens, rewrites or translates"),
        ("mail merge letter.md with people.csv", "one for each row"),
        ("forecast next month's revenue from sales.csv", "nothing here tells what will be"),
        ("photo collage of a.jpg and b.jpg", "on one sheet"),
        ("timeline of our project: Jan kickoff, March prototype", "such a drawing"),
        ("org chart of our company", "such a drawing"),
        ("certificate of completion for Maria Lopez", "not laid out here"),
        ("draw a picture of a cat", "not of things"),
        ("transcribe interview.mp3", "not read as text"),
        ("presentation of our sales from sales.xlsx", "slides are made of a text"),
        ("convert notes.md to epub", "of that kind"),
        ("split sales.csv by region", "not split"),
        ("plot humidity vs temperature from sensors.csv", "two measures against each other"),
        ("receipt for 50 euros from Anna", "not laid out here"),
    ],
)
def test_what_nobody_here_makes_is_refused_with_what_can_be_asked(words: str, why: str) -> None:
    with pytest.raises(RejectedError, match=why) as refused:
        read(words)
    for example in refused.value.examples:
        assert read(example.replace("these pictures", "these pictures a.jpg b.jpg")).intent != "build-app", example


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("a recipe site with QR codes for recipes", "build-app"),
        ("project tracker with a timeline of milestones", "build-app"),
        ("an app for courses and certificates", "build-app"),
        ("summarise orders.csv by region as pdf", "data-report"),
        ("summarize notes.md and set it as a PDF", "make-document"),
        ("presentation from talk.md", "make-document"),
        ("compare contract_v1.docx and contract_v2.docx", "compare-texts"),
        ("what changed from a.md to b.md, as a Word document", "compare-texts"),
        ("compare q1.csv and q2.csv", "compare"),
    ],
)
def test_the_same_words_may_mean_something_that_is_made(words: str, intent: str) -> None:
    assert read(words).intent == intent


@pytest.mark.parametrize(
    ("words", "intent", "told"),
    [
        ("filter orders.json to paid orders as csv", "combine", {"keep": ["paid"]}),
        ("list all customers from Berlin in contacts.csv", "combine", {"keep": ["Berlin"]}),
        ("sort people.csv by age", "combine", {"sort": "age"}),
        ("extract orders since June where status is open from orders.csv", "combine", {"period": "since june"}),
        ("give me an excel of the top 5 products by revenue from sales.csv", "data-report", {"group_by": ["products"]}),
        ("which month was the best? sales.csv", "data-report", {"group_by": ["month"]}),
        ("how many orders per status are in shop.sqlite", "data-report", {"count": "orders", "only": True}),
        ("show me sales per month as a chart from sales.csv", "chart", {"by": ["month"], "count": ""}),
        ("make a podcast from news.md in a fast voice", "read-aloud", {"rate": 200}),
        (
            "send invoice 2026-17 to ACME: 5 licences at 120, net 30",
            "invoice",
            {"number": "2026-17", "customer": "ACME"},
        ),
        ("combine jan.csv, feb.csv and mar.csv and chart amount by month", "combine", {"unique": False}),
    ],
)
def test_words_of_people_in_offices(words: str, intent: str, told: dict[str, object]) -> None:
    brief = read(words)
    assert brief.intent == intent
    assert {key: brief.parameters.get(key) for key in told} == told


def test_a_condition_between_two_arrows_is_a_branch() -> None:
    brief = read("flowchart: start -> check stock -> if available -> ship, otherwise -> order")
    assert brief.parameters["nodes"] == ["start", "check stock", "ship", "order"]
    labels = {(edge["source"], edge["target"]): edge["label"] for edge in brief.parameters["edges"]}
    assert labels["check stock", "ship"] == "available" and labels["check stock", "order"] == "otherwise"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("monthly summary of orders.json, mail it to the team", ["mail"]),
        ("report on the average total by region from orders.csv", ["average"]),
        ("which were our worst products? orders.csv as a report", ["worst"]),
        ("sales report from mail_orders.csv", []),
        ("bar chart comparing Q1 and Q2 revenue by region from sales.xlsx", ["q1", "q2"]),
        ("percentage of orders by status from orders.json as a pie chart", ["percentage"]),
        ("video of beach.jpg and pier.jpg with music", ["music"]),
        ("combine jan.csv, feb.csv and mar.csv and chart amount by month", ["chart"]),
    ],
)
def test_what_a_report_does_not_do_is_said(words: str, said: list[str]) -> None:
    assert [one.sentence for one in read(words).unread] == said
