"""Thirty-odd sentences about what should be different, each with the change of the brief it means."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from praetorium.errors import RejectedError
from praetorium.models import Attachment, Brief, FieldType
from praetorium.words import read
from praetorium.words.refining import refine

CRM = "Build me a CRM with contacts and leads"
TASKS = "task tracker: projects (name, status), tasks (title, description, priority)"


def brief_of(words: str) -> Brief:
    files = (Attachment(name="orders.csv", sha256="0" * 64, bytes=10),) if "report" in words else ()
    return read(words, attachments=files)


def names(brief: Brief) -> list[str]:
    return [entity.name for entity in brief.entities]


def field(brief: Brief, entity: str, label: str) -> FieldType | None:
    found = brief.entity(entity)
    assert found is not None
    return next((f.type for f in found.fields if label in (f.label.lower(), f.name)), None)


def of(brief: Brief, feature: str) -> list[str]:
    """The entities that a feature of that name is about."""
    return [str(f.parameters.get("entity", "")) for f in brief.features if f.name == feature]


def link(brief: Brief, source: str, target: str) -> str | None:
    return next((r.kind for r in brief.relations if (r.source, r.target) == (source, target)), None)


CASES: list[tuple[str, str, Callable[[Brief], object]]] = [
    (CRM, "without leads", lambda b: names(b) == ["contact"] and not b.relations),
    (CRM, "no leads please", lambda b: names(b) == ["contact"]),
    (CRM, "drop the leads page", lambda b: names(b) == ["contact"]),
    (
        CRM,
        "Without the leads page, and call it Sales Hub",
        lambda b: b.title == "Sales Hub" and names(b) == ["contact"],
    ),
    (CRM, "call it Sales Hub", lambda b: b.title == "Sales Hub"),
    (CRM, 'the title should be "Kundenkartei"', lambda b: b.title == "Kundenkartei"),
    (CRM, "make it dark blue", lambda b: b.style.accent == "#00008b"),
    (CRM, "dark mode", lambda b: b.style.scheme == "dark"),
    (CRM, "green accents", lambda b: b.style.accent == "#008000"),
    (CRM, "use a white background", lambda b: b.style.background == "#ffffff"),
    (CRM, "no sample data", lambda b: b.parameters.get("sample_data") is False),
    (CRM, "it should start empty", lambda b: b.parameters.get("sample_data") is False),
    (CRM, "run it in a container", lambda b: b.parameters.get("container") is True),
    (CRM, "rename leads to prospects", lambda b: names(b) == ["contact", "prospect"]),
    (CRM, "prospects instead of leads", lambda b: b.entities[1].label_plural == "Prospects"),
    (CRM, "call the contacts people", lambda b: "person" in names(b) and "contact" not in names(b)),
    (CRM, "also keep companies", lambda b: "company" in names(b) and len(b.entities) == 3),
    (CRM, "add invoices", lambda b: "invoice" in names(b)),
    (CRM, "contacts need a birthday", lambda b: field(b, "contact", "birthday") is FieldType.DATE),
    (CRM, "every contact has a nickname and a birthday", lambda b: field(b, "contact", "nickname") is FieldType.TEXT),
    (CRM, "give leads a budget", lambda b: field(b, "lead", "budget") is FieldType.MONEY),
    (CRM, "remove the phone from contacts", lambda b: field(b, "contact", "phone") is None),
    (CRM, "make the phone of contacts required", lambda b: b.entity("contact").field("phone").required),
    (CRM, "without the board", lambda b: not b.features and all(e.board is None for e in b.entities)),
    (TASKS, "add a due date to tasks", lambda b: field(b, "task", "due") is FieldType.DATE),
    (TASKS, "add a due date and an estimate to the tasks", lambda b: field(b, "task", "due") is FieldType.DATE),
    (
        TASKS,
        "the status of projects should be open, paused or done",
        lambda b: b.entity("project").field("status").choices == ("open", "paused", "done"),
    ),
    (TASKS, "remove the priority field from tasks", lambda b: field(b, "task", "priority") is None),
    (TASKS, "add a due date to tasks and a page with overdue ones", lambda b: of(b, "overdue") == ["task"]),
    (TASKS, 'add a status "Blocked" to projects', lambda b: "Blocked" in b.entity("project").field("status").choices),
    (TASKS, "projects can also be blocked", lambda b: "Blocked" in b.entity("project").field("status").choices),
    (
        TASKS,
        "add blocked and late to the status of projects",
        lambda b: {"Blocked", "Late"} < set(b.entity("project").field("status").choices),
    ),
    (
        CRM,
        "make it dark blue with orange buttons",
        lambda b: (b.style.background, b.style.accent) == ("#00008b", "#ffa500"),
    ),
    (CRM, "add a login", lambda b: of(b, "accounts") == [""]),
    (CRM, "an export to PDF", lambda b: of(b, "printing")),
    (CRM, "leads should have comments and a due date", lambda b: of(b, "comments") and field(b, "lead", "due date")),
    (CRM, "leads need a comment", lambda b: not of(b, "comments") and field(b, "lead", "comment")),
    (CRM, "add a contact page and an FAQ", lambda b: of(b, "public_pages") and of(b, "faq")),
    (TASKS, "each task can have several labels", lambda b: link(b, "task", "label") == "many_to_many"),
    (TASKS, "every task belongs to a milestone", lambda b: link(b, "task", "milestone") == "many_to_one"),
    (TASKS, "link tasks to customers", lambda b: link(b, "task", "customer") == "many_to_one"),
    (TASKS, "let people sign up for projects", lambda b: link(b, "registration", "project") == "many_to_one"),
    ("sales report from orders.csv", "as PDF instead", lambda b: b.formats == ("pdf",)),
    ("sales report from orders.csv", "also as PDF", lambda b: b.formats == ("html", "xlsx", "pdf")),
    (
        "sales report from orders.csv",
        "group by region and month",
        lambda b: b.parameters.get("group_by") == ["region", "month"],
    ),
    (
        "sales report from orders.csv",
        "every Monday at 8:00",
        lambda b: b.schedule is not None and "1" in b.schedule.cron,
    ),
    (
        "website for my bakery with a menu and contact page",
        "add an opening hours page",
        lambda b: "opening hours" in b.pages,
    ),
    (
        'run the command "make test" in ./shop',
        "run `make lint` instead",
        lambda b: b.parameters.get("command") == "make lint",
    ),
]


@pytest.mark.parametrize(("asked", "words", "changed"), CASES, ids=[words for _, words, _ in CASES])
def test_the_words_change_just_that(asked: str, words: str, changed: Callable[[Brief], object]) -> None:
    before = brief_of(asked)
    made = refine(before, words)
    assert changed(made.brief), made
    assert not changed(before) or before.identity != made.brief.identity
    assert made.changes
    assert not made.refused
    # Still a brief that every part of it refers to what is there.
    Brief.model_validate(made.brief.dump())
    kept = {entity.name for entity in made.brief.entities}
    assert {end for r in made.brief.relations for end in (r.source, r.target)} <= kept
    assert {f.parameters["entity"] for f in made.brief.features if "entity" in f.parameters} <= kept


@pytest.mark.parametrize(
    ("asked", "words", "why"),
    [
        (CRM, "in German", "German"),
        (CRM, "add a search", "so already: Search"),
        (CRM, "delete all leads", "deleted in the application"),
        (CRM, "send an email to new contacts", "needs a mail server"),
        (CRM, "without the invoices", "no 'invoices'"),
        (CRM, "contacts need an email", "already"),
        (CRM, "make it more pop", "not understood"),
        ("todo list", "without tasks", "all that is kept"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(asked: str, words: str, why: str) -> None:
    with pytest.raises(RejectedError, match=why):
        refine(brief_of(asked), words)


def test_what_can_be_done_is_done_and_the_rest_is_said() -> None:
    made = refine(brief_of(CRM), "without the leads page, and in German")
    assert names(made.brief) == ["contact"]
    assert made.changes == ("Leads are not kept",)
    assert [text.split(":")[0] for text in made.refused] == ["German"]
    assert "leads" not in made.brief.summary.lower()


def test_a_feature_is_left_out_by_the_words_it_is_asked_for_with() -> None:
    once = refine(brief_of(CRM), "add a login and comments on leads").brief
    assert {"accounts", "comments"} <= {feature.name for feature in once.features}
    assert "comments" not in {f.name for f in refine(once, "without the comments").brief.features}
    assert "accounts" not in {f.name for f in refine(once, "remove the login").brief.features}
    left = {f.name for f in refine(once, "remove the login and the comments").brief.features}
    assert not {"accounts", "comments"} & left


def test_what_is_added_after_what_is_left_out_is_added() -> None:
    words = "add a deadline to contacts, without phone, and a page with overdue contacts"
    made = refine(brief_of(CRM), words)
    assert not made.refused and of(made.brief, "overdue") == ["contact"]
    assert field(made.brief, "contact", "phone") is None


def test_a_misspelt_refinement_is_read_all_the_same() -> None:
    assert names(refine(brief_of(CRM), "wihtout leads").brief) == ["contact"]


def test_refining_twice_is_refining_on() -> None:
    once = refine(brief_of(CRM), "also keep companies").brief
    twice = refine(once, "companies need a founding date").brief
    assert field(twice, "company", "founding date") is FieldType.DATE
    with pytest.raises(RejectedError):
        refine(twice, "also keep companies")
