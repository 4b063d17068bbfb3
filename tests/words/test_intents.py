"""What kind of thing is asked for, and the parameters of each kind."""

from __future__ import annotations

import pytest

from praetorium.models import Attachment
from praetorium.words import read


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("Build me a CRM with contacts and leads", "build-app"),
        ("one-page website for my bakery", "build-website"),
        ("a website for our choir with pages for events and contact", "build-website"),
        ("website where users can browse and manage recipes", "build-app"),
        ("sales report from orders.csv", "data-report"),
        ("Weekly sales report from orders.csv as PDF and spreadsheet, every Monday at 9", "data-report"),
        ("profile customers.csv: missing values, outliers, duplicates", "profile"),
        ("run the tests in ./proj", "run-command"),
        ("run `pytest -q` in ./proj", "run-command"),
        ("delete everything in ./proj", "destroy"),
        ("remove all files in /srv/data", "destroy"),
        ("an app to track test runs", "build-app"),
        ("inventory app that can delete old products", "build-app"),
        ("a report of what was sold in May", "data-report"),
        ("Build me a tool library with tools and members, a history of changes and reports with charts", "build-app"),
        ("Build me a tool library with tools. There are polls of members, and reports of what is lent.", "build-app"),
    ],
)
def test_intent(words: str, intent: str) -> None:
    assert read(words).intent == intent


def test_website() -> None:
    brief = read("a website for our choir with pages for events, team and contact")
    assert brief.pages == ("Home", "Events", "Team", "Contact")
    assert brief.parameters == {"subject": "choir", "one_page": False}
    single = read("one-page website for my bakery")
    assert (single.title, single.pages, single.parameters["one_page"]) == ("Bakery", ("Home",), True)


def test_report() -> None:
    brief = read("Weekly sales report from orders.csv by region and month as PDF and spreadsheet, every Monday at 9")
    assert (brief.title, brief.files, brief.formats) == ("Sales report", ("orders.csv",), ("pdf", "xlsx"))
    assert brief.parameters["group_by"] == ["region", "month"]
    assert brief.schedule is not None and brief.schedule.cron == "0 9 * * 1"


def test_report_from_an_attachment_and_from_the_projects_files() -> None:
    attached = Attachment(name="orders.csv", sha256="0" * 64, bytes=10)
    assert read("make a sales report", attachments=[attached]).files == ("orders.csv",)
    named = read("sales report from the orders file", project_files=["data/orders.csv", "README.md"])
    assert named.files == ("data/orders.csv",)


def test_report_without_a_file_asks_for_one() -> None:
    (question,) = read("sales report", project_files=["a.csv", "b.csv", "c.txt"]).questions
    assert question.blocking and question.choices == ("a.csv", "b.csv")


@pytest.mark.parametrize(
    ("words", "files", "command", "path"),
    [
        ("run `make all` in ./proj", [], "make all", "./proj"),
        ("run pytest -q in ./proj", [], "pytest -q", "./proj"),
        ("run the tests in ./proj", [], "python -m pytest -q", "./proj"),
        ("run the tests in ./web", ["package.json"], "npm test", "./web"),
        ("please run the linter", [], "ruff check .", "."),
    ],
)
def test_command(words: str, files: list[str], command: str, path: str) -> None:
    assert read(words, project_files=files).parameters == {"command": command, "path": path}


def test_a_command_that_was_not_named_is_an_assumption() -> None:
    (assumption,) = read("run the tests in ./proj").assumptions
    assert assumption.value == "python -m pytest -q"


def test_destroy() -> None:
    brief = read("delete everything in ./proj")
    assert brief.parameters == {"path": "./proj"} and "cannot be undone" in brief.summary
