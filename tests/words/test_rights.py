"""Who may do what, as requests say it."""

from __future__ import annotations

import pytest

from praetorium.words import read
from praetorium.words.refining import refine


def rights(words: str) -> list[str]:
    """The rights that are read, each as "role entity.action scope"."""
    found = [f.parameters.get("rights", []) for f in read(words).features if f.name == "roles"]
    return [f"{r['role']} {r['entity']}.{r['action']} {r['scope']}" for told in found for r in told]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("A task tracker with tasks. Only admins may delete tasks.", ["* task.delete none"]),
        ("A task tracker with tasks and members. Members can only see their own tasks.", ["member task.see own"]),
        (
            "School app with students, teachers and grades. Only teachers may change grades.",
            ["* grade.change none", "teacher grade.change all"],
        ),
        (
            "School app with students and grades. Students cannot edit or delete grades, teachers enter grades.",
            ["student grade.change none", "student grade.delete none"],
        ),
        (
            "An order system with products and orders. Customers only see their own orders. Staff can see all orders.",
            ["* order.see own", "staff order.see all"],
        ),
        ("An expense app with login: expenses (amount). Users can only see their own expenses.", ["* expense.see own"]),
        (
            "A wiki with articles. Readers can only view articles, editors may edit articles.",
            ["reader article.add none", "reader article.change none", "reader article.delete none"],
        ),
        ("A club with payments and members. Members may not see payments of others.", ["member payment.see own"]),
        ("A task tracker with tasks. Members can see all tasks.", []),
        ("A task tracker with tasks. Only urgent tasks can be deleted.", []),
    ],
)
def test_it_is_read_who_may_do_what(words: str, told: list[str]) -> None:
    assert rights(words) == told


def test_a_sentence_that_gives_a_right_is_not_told_as_unread() -> None:
    brief = read("School app with students, teachers and grades. Only teachers may change grades.")
    assert "Only teachers may change grades." not in {unread.sentence for unread in brief.unread}


def test_they_are_told_in_words() -> None:
    brief = read(
        "A task tracker with tasks and members. Only admins may delete tasks. Members can only see their own tasks."
    )
    told = "Roles: others delete no tasks, members see their own tasks"
    assert told in {feature.label for feature in brief.features} & {asked.label for asked in brief.asked}


def test_rights_are_asked_for_later_too() -> None:
    before = read("a task tracker with tasks and members")
    after = refine(refine(before, "add a login, only admins may delete").brief, "members can only see their own tasks")
    (given,) = (f.parameters["rights"] for f in after.brief.features if f.name == "roles")
    assert [(r["role"], r["action"], r["scope"]) for r in given] == [("*", "delete", "none"), ("member", "see", "own")]
