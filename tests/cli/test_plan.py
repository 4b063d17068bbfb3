"""``praetorium plan``: brief and plan for words, with nothing done and nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from praetorium.models import Brief, Plan

from .conftest import Ended

ASKED = (
    "Build me a CRM with contacts and leads",
    "bulid a contcat manager wiht contcats, compnaies and deels",
    "I need an inventory app: products (name, sku, price, quantity, supplier) and suppliers (name, email, phone); "
    "warn me below 10",
    "Helpdesk where customers open tickets, agents answer, tickets have priority and status",
    "simple todo list, dark, green accents",
    "Employee directory. Departments have many employees. Each employee has a photo, a start date and a manager.",
    "library: books, authors (many to many), loans with due dates",
    "something for my gym",
)


@pytest.mark.parametrize("words", ASKED, ids=lambda words: words[:20])
def test_a_plan_is_one_json_object_and_nothing_is_kept(words: str, praetorium: Callable[..., Ended]) -> None:
    ended = praetorium("plan", words, "--json")
    assert ended.code == 0, ended.err
    told = ended.json
    assert told["error"] is None
    brief, plan = Brief.model_validate(told["brief"]), Plan.model_validate(told["plan"])
    assert brief.entities
    assert plan.playbook == "web-app"
    assert [ruling["step"] for ruling in told["policy"]] == [step.id for step in plan.steps]
    assert praetorium("list", "--json").json == []


def test_people_read_what_was_understood_and_what_would_be_done(praetorium: Callable[..., Ended]) -> None:
    said = praetorium("plan", "bulid a contcat manager wiht contcats, compnaies and deels").out
    for expected in ("Understood", "Keeps", "Corrected", '"contcats" → contacts', "Plan", "launch", "Nothing was done"):
        assert expected in said


def test_what_a_person_decides_is_said_beforehand(praetorium: Callable[..., Ended], tmp_path: Path) -> None:
    (tmp_path / "proj").mkdir()
    (tmp_path / "proj" / "file.txt").write_text("kept")
    ended = praetorium("plan", "delete everything in ./proj")
    assert ended.code == 0, ended.err
    assert "A person decides" in ended.out
    assert "cannot be undone" in ended.out
    rulings = praetorium("plan", "delete everything in ./proj", "--json").json["policy"]
    assert "ask" in {ruling["then"] for ruling in rulings}
    assert (tmp_path / "proj" / "file.txt").read_text() == "kept"


def test_a_folder_that_the_words_name_is_where_it_would_work(praetorium: Callable[..., Ended], tmp_path: Path) -> None:
    (tmp_path / "proj").mkdir()
    told = praetorium("plan", "run `echo hello` in ./proj", "--json").json
    assert told["plan"]["playbook"] == "run-command"
    assert "there is no folder" in praetorium("plan", "run `echo hello` in ./nowhere").err


def test_files_that_the_words_name_are_found_where_one_stands(praetorium: Callable[..., Ended], tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("region,amount\nnorth,10\nsouth,12\n")
    told = praetorium("plan", "sales report from orders.csv", "--json").json
    assert told["plan"]["playbook"] == "data-report"
    assert told["brief"]["files"] == ["orders.csv"]
    assert not (tmp_path / "home" / "store").exists()


def test_a_file_that_is_not_there_is_told_before_anything_is_done(praetorium: Callable[..., Ended]) -> None:
    told = praetorium("plan", "sales report from missing.csv", "--json").json
    assert [note for note in told["plan"]["notes"] if "no file 'missing.csv'" in note and "--file" in note]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("asdf",), "asdf"),
        (("x" * 100_001,), "100 kB"),
        (("a CRM", "--project", "nowhere"), "nowhere"),
        (("a CRM", "--file", "nothing.csv"), "nothing.csv"),
        (("a CRM", "--playbook", "web-ap"), "did you mean 'web-app'?"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_be_planned_is_told(
    arguments: tuple[str, ...], said: str, praetorium: Callable[..., Ended]
) -> None:
    ended = praetorium("plan", *arguments, "--json")
    assert ended.code == 2
    assert (ended.json["brief"], ended.json["plan"]) == (None, None)
    assert said in ended.json["error"]["why"]
    assert praetorium("list", "--json").json == []


def test_the_plan_for_programs_tells_no_secret(praetorium, home):
    step = "{id: send, title: Tell them, why: So that they know, executor: http, expected: They know, "
    step += "with: {url: 'https://user:pa55@elsewhere.example/hook', headers: {Authorization: Bearer t0ken}}, "
    step += "checks: [{name: url-answers, with: {url: 'https://user:pa55@elsewhere.example/seen'}}]}"
    (home / "playbooks").mkdir(exist_ok=True, parents=True)
    text = f"name: tell\ntitle: tell\nfor: A test.\nintents: [test-tell]\nsteps:\n  - {step}\n"
    (home / "playbooks" / "tell.yaml").write_text(text)
    ended = praetorium("plan", "run `true`", "--playbook", "tell", "--json")
    assert ended.code == 0, ended.out
    assert "elsewhere.example/hook" in ended.out
    assert "elsewhere.example/seen" in ended.out
    assert [secret for secret in ("pa55", "t0ken") if secret in ended.out] == []
