"""The commands: what they say, and the codes they end with."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from praetorium.cli import screen
from praetorium.cli.entry import run

from .walking import carry_out, take


@pytest.fixture
def praetorium(alone, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    screen.out.cache_clear()
    screen.err.cache_clear()

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    yield call
    logger = logging.getLogger("praetorium")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(logging.NOTSET)


@pytest.fixture
def waiting(alone, tmp_path: Path):
    """A request that waits for two answers."""
    id = take(alone, "both", tmp_path / "p")
    carry_out(alone, id)
    return id, *(approval.id for approval in alone.catalogue.approvals.waiting(id))


def test_what_waits_is_listed_and_shown(praetorium, waiting) -> None:
    _, one, two = waiting
    code, out, _ = praetorium("approvals")
    assert code == 0
    assert one in out
    assert two in out
    code, out, _ = praetorium("approvals", "show", one)
    assert "this cannot be undone" in out
    assert "outside-asks" in out
    assert "old/file.txt" in out


def test_an_answer_is_told_and_a_second_is_refused(praetorium, waiting) -> None:
    _, one, _ = waiting
    code, out, _ = praetorium("approve", one, "--because", "it is old")
    assert code == 0
    assert "Allowed: May this be done: Delete old?" in out
    code, _, err = praetorium("deny", one)
    assert code == 2
    assert "answered already: allow by Ada, through cli" in err
    code, out, _ = praetorium("approvals", "show", one)
    assert "Ada allowed it (cli): it is old" in " ".join(out.split())


def test_an_edit_shows_what_is_different(praetorium, waiting) -> None:
    _, one, _ = waiting
    code, _, err = praetorium("edit", one, "--set", "paht=x")
    assert code == 2
    assert "executor 'remove': paht: there is no such field" in " ".join(err.split())
    code, out, _ = praetorium("edit", one, "--set", "path=keep")
    assert code == 0
    assert "parameters.path" in out
    assert "old → keep" in out


def test_a_refinement_that_is_not_understood_names_examples(praetorium, waiting) -> None:
    _, one, _ = waiting
    code, _, err = praetorium("refine", one, "make it nicer somehow")
    assert code == 2
    assert "not understood" in err


def test_all_that_is_safe_is_allowed_with_the_rule_that_makes_it_so(praetorium, alone, waiting, tmp_path) -> None:
    safe = take(alone, "single", tmp_path / "q", parameters={"environment": "four-eyes"})
    carry_out(alone, safe)
    code, out, _ = praetorium("approve", "--all-safe")
    assert code == 0
    assert "Safe by rule can-be-undone" in out
    assert "1 allowed, 2 questions left to look at" in out
    assert alone.catalogue.approvals.waiting(safe) == []
    assert praetorium("approve")[0] == 2
    assert praetorium("approve", waiting[1], "--all-safe")[0] == 2


def test_allowed_for_good_is_listed_and_revoked(praetorium, waiting) -> None:
    _, one, _ = waiting
    _, out, _ = praetorium("approve", one, "--always", "--json")
    grant = json.loads(out)["grant"]
    _, out, _ = praetorium("grants")
    assert grant in out
    code, out, _ = praetorium("grants", "revoke", grant)
    assert code == 0
    assert "remove asks again under rule outside-asks" in out
    _, out, _ = praetorium("grants", "list", "--json")
    assert json.loads(out) == []


def test_folders_are_registered_and_taken_back(praetorium, tmp_path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    assert praetorium("projects", "add", str(folder))[0] == 0
    _, out, _ = praetorium("projects", "list", "--json")
    assert [(p["name"], p["there"]) for p in json.loads(out)] == [("shop", True)]
    folder.rmdir()
    _, out, _ = praetorium("projects")
    assert "not there any more" in out
    assert praetorium("projects", "remove", "shop")[0] == 0
    assert praetorium("projects", "remove", "shop")[0] == 2
    assert praetorium("projects", "add", str(folder))[0] == 2


def test_budgets_are_set_and_what_was_spent_is_told(praetorium) -> None:
    assert praetorium("budgets", "set", "day", "20")[0] == 0
    _, out, _ = praetorium("budgets", "list", "--json")
    assert json.loads(out) == [{"scope": "day", "budget": 20, "spent": 0, "reserved": 0, "left": 20}]
    assert praetorium("budgets", "remove", "day")[0] == 0
    assert praetorium("budgets", "remove", "day")[0] == 2
    assert praetorium("budgets", "spent", "--by", "executor")[0] == 0
    assert praetorium("budgets", "spent", "--by", "moon")[0] == 2


def test_the_policy_says_what_a_plan_would_ask_and_why(praetorium, tmp_path) -> None:
    (tmp_path / "build").mkdir()
    code, out, _ = praetorium("policy", "check", f"delete everything in {tmp_path / 'build'}")
    assert code == 0
    told = " ".join(out.split())
    assert "destroy → ask by rule outside-asks" in told
    assert "not work-runs: it is for read, run-code, write-workspace" in told
    assert "is not registered" in told
    assert "outside-asks" in praetorium("policy", "rules")[1]
