"""Requests as people make them, and exactly what is understood of each."""

from __future__ import annotations

import pytest

from praetorium.models import Brief, FieldType, Relation
from praetorium.words import read


def _names(brief: Brief) -> list[str]:
    return [entity.name for entity in brief.entities]


def _relation(brief: Brief, source: str, target: str) -> Relation:
    return next(r for r in brief.relations if (r.source, r.target) == (source, target))


def _features(brief: Brief, name: str) -> list[dict[str, object]]:
    return [feature.parameters for feature in brief.features if feature.name == name]


def test_crm() -> None:
    brief = read("Build me a CRM with contacts and leads")
    assert (brief.intent, brief.title) == ("build-app", "CRM")
    assert _names(brief) == ["contact", "lead"]
    lead = brief.entity("lead")
    assert lead is not None and lead.board == "stage" and len(lead.rows) >= 4
    assert _relation(brief, "lead", "contact").inverse == "leads"
    assert not brief.unread and not brief.corrections and not brief.questions
    assert brief.confidence > 0.9


def test_misspelt_words_are_corrected_and_said() -> None:
    brief = read("bulid a contcat manager wiht contcats, compnaies and deels")
    assert _names(brief) == ["contact", "company", "deal"]
    corrected = {c.said: c.read_as for c in brief.corrections}
    assert corrected == {
        "bulid": "build",
        "contcat": "contact",
        "wiht": "with",
        "contcats": "contacts",
        "compnaies": "companies",
        "deels": "deals",
    }
    assert not brief.unread


def test_inventory_with_listed_fields_and_a_limit() -> None:
    brief = read(
        "I need an inventory app: products (name, sku, price, quantity, supplier) and suppliers (name, email, phone); "
        "warn me below 10"
    )
    product, supplier = brief.entities
    assert brief.title == "Inventory"
    assert {f.name: f.type for f in product.fields} == {
        "name": FieldType.TEXT,
        "sku": FieldType.TEXT,
        "price": FieldType.MONEY,
        "quantity": FieldType.INTEGER,
    }
    assert product.field("sku").unique  # type: ignore[union-attr]
    assert [f.name for f in supplier.fields] == ["name", "email", "phone"]
    relation = _relation(brief, "product", "supplier")
    assert (relation.kind, relation.name, relation.inverse) == ("many_to_one", "supplier", "products")
    assert _features(brief, "threshold_alert") == [{"entity": "product", "field": "quantity", "below": 10}]
    assert not brief.unread


def test_helpdesk_by_who_does_what() -> None:
    brief = read("Helpdesk where customers open tickets, agents answer, tickets have priority and status")
    assert brief.title == "Helpdesk"
    assert set(_names(brief)) == {"customer", "ticket", "agent", "reply"}
    ticket = brief.entity("ticket")
    assert ticket is not None and ticket.board == "status"
    assert ticket.field("priority").type is FieldType.CHOICE  # type: ignore[union-attr]
    assert ticket.field("status").choices[0] == "Open"  # type: ignore[union-attr]
    for source, target in (("ticket", "customer"), ("ticket", "agent"), ("reply", "ticket")):
        assert _relation(brief, source, target).kind == "many_to_one"
    assert not brief.unread


def test_todo_list_with_a_look() -> None:
    brief = read("simple todo list, dark, green accents")
    assert _names(brief) == ["task"]
    assert (brief.style.scheme, brief.style.accent, brief.style.background) == ("dark", "#008000", None)
    assert not brief.unread


def test_employee_directory() -> None:
    brief = read(
        "Employee directory. Departments have many employees. Each employee has a photo, a start date and a manager."
    )
    assert brief.title == "Employee directory"
    assert set(_names(brief)) == {"department", "employee"}
    employee = brief.entity("employee")
    assert employee is not None
    assert employee.field("photo").type is FieldType.IMAGE  # type: ignore[union-attr]
    assert employee.field("start_date").type is FieldType.DATE  # type: ignore[union-attr]
    assert employee.field("manager") is None and employee.field("department") is None
    assert _relation(brief, "employee", "department").inverse == "employees"
    manager = _relation(brief, "employee", "employee")
    assert (manager.name, manager.inverse, manager.required) == ("manager", "reports", False)
    assert not brief.unread


def test_library() -> None:
    brief = read("library: books, authors (many to many), loans with due dates")
    assert _names(brief) == ["book", "author", "loan"]
    authors = _relation(brief, "book", "author")
    assert (authors.kind, authors.name, authors.inverse) == ("many_to_many", "authors", "books")
    loan = brief.entity("loan")
    assert loan is not None and loan.field("due_on").type is FieldType.DATE  # type: ignore[union-attr]
    assert _relation(brief, "loan", "book").kind == "many_to_one"
    assert not brief.unread


def test_vague_words_are_assumed_and_asked_about() -> None:
    brief = read("something for my gym")
    assert brief.title == "Gym"
    assert _names(brief) == ["member", "course_class", "trainer", "booking", "membership"]
    assert brief.entity("course_class").label == "Class"  # type: ignore[union-attr]
    assert len([a for a in brief.assumptions if a.value.endswith("are kept")]) == 5
    (question,) = brief.questions
    assert not question.blocking and len(question.choices) >= 2 and question.default in question.choices


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("blog with comments", {"article"}),
        ("a shop for handmade candles", {"handmade_candle"}),
        ("app to track vans and drivers", {"van", "driver"}),
        ("clients and invoices", {"client", "invoice"}),
    ],
)
def test_what_is_named_is_kept(words: str, expected: set[str]) -> None:
    assert expected <= set(_names(read(words)))


def test_a_thing_the_lexicon_does_not_know_keeps_its_name() -> None:
    brief = read("an app to keep track of charging cables and night watchmen")
    assert _names(brief) == ["charging_cable", "night_watchman"]
    assert brief.entities[1].plural == "night_watchmen" and brief.entities[1].kind == "person"


def test_what_is_not_wanted_is_not_missing() -> None:
    brief = read("CRM without login, start empty")
    assert _features(brief, "start_empty") and not brief.unread


def test_a_sentence_that_is_not_built_is_listed_word_for_word() -> None:
    said = "Users should be able to control devices and pay with bitcoin."
    brief = read(f"Build me a shop with products. {said} Products have a price and a photo.")
    (unread,) = brief.unread
    assert unread.sentence == said
    assert "switched" in unread.why and "bitcoin" in unread.why


def test_the_same_words_give_the_same_brief() -> None:
    words = "Helpdesk where customers open tickets, agents answer. Set the background to ice blue."
    assert read(words) == read(words)


def test_the_lexicon_does_not_leak_between_requests() -> None:
    before = read("Build me a CRM with contacts and leads")
    read("contacts (name, shoe size) and leads (title, owner)")
    assert read("Build me a CRM with contacts and leads") == before


@pytest.mark.parametrize(
    "words",
    [
        "Make a club site with events and documents, members only. Members log in.",
        "Our club needs an internal website with events and documents where members log in.",
        "Make a club site with events and documents. Members log in. Nobody from outside may see anything.",
        "Make a club site with events and documents. Only members can see the documents. Members log in.",
    ],
)
def test_who_wants_it_closed_gets_it_closed(words: str) -> None:
    (accounts,) = _features(read(words), "accounts")
    assert accounts["private"] is True


def test_what_nobody_wants_closed_stays_open() -> None:
    (accounts,) = _features(read("Make a club site with events and documents where members log in."), "accounts")
    assert "private" not in accounts


def test_what_is_sold_has_a_price() -> None:
    brief = read(
        "I sell second-hand books. Customers put books in a cart and check out. I import my stock from a CSV file."
    )
    book = brief.entity("book")
    assert book is not None and any(f.type is FieldType.MONEY for f in book.fields)


@pytest.mark.parametrize(
    ("words", "kept", "not_kept"),
    [
        ("Build me a bug tracker", {"bug"}, {"bug_tracker"}),
        ("a task tracker with projects, tasks and due dates", {"project", "task"}, {"due_date"}),
        ("Build me an invoicing app with clients, invoices and payments", {"client", "invoice", "payment"}, {"cart"}),
        ("A CRM for a small law firm: clients, cases, documents, hearings", {"court_case", "document"}, {"firm"}),
        ("a plant nursery stock app with low stock alerts under 20", {"product"}, {"alert"}),
        ("a forum about gardening with categories, threads and replies", {"topic", "forum_reply"}, {"gardening"}),
        ("Make an app that shows a report of sales per month", {"sale"}, {"show"}),
        ("a loyalty card app for a cafe", {"loyalty_card"}, {"cafe"}),
        ("Chores app for our family with points", {"chore"}, {"family"}),
        ("Simple CRM", {"contact", "company"}, {"simple"}),
    ],
)
def test_what_few_words_name_is_kept_and_nothing_else(words: str, kept: set[str], not_kept: set[str]) -> None:
    found = {entity.name for entity in read(words).entities}
    assert kept <= found and not found & not_kept


def test_due_dates_belong_to_what_was_named_before_them() -> None:
    task = read("a task tracker with projects, tasks and due dates").entity("task")
    assert task is not None and task.field("due_on") is not None


def test_a_shop_sells_and_an_invoicing_app_does_not() -> None:
    assert _features(read("A web shop for handmade soap"), "cart")
    assert not _features(read("Build me an invoicing app with clients, invoices and payments"), "cart")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Build me a tool library for our street with tools and members", "Tool library"),
        ("An app for our office with rooms and desks. I want polls.", "Rooms and desks"),
        ("library: books, authors, loans", "Library"),
    ],
)
def test_a_title_is_of_what_is_asked_for_first(words: str, title: str) -> None:
    assert read(words).title == title
