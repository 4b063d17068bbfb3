"""Playbooks and executors: listed, shown, and checked with messages that name file, line and field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Ended

GOOD = """\
name: mine
title: Mine
for: Says hello.
intents: [run-command]
examples: ["say hello"]
steps:
  - id: hello
    title: Say hello
    why: Somebody should.
    executor: command
    with: {command: echo hello}
    expected: hello was said
"""
BROKEN = {
    "executor": (GOOD.replace("executor: command", "executor: comand"), 10, "did you mean 'command'?"),
    "parameter": (GOOD.replace("{command:", "{comand:"), 11, "no such parameter"),
    "field": (GOOD.replace("why:", "wy:"), 9, "steps.0.wy"),
    "yaml": (GOOD.replace("intents: [run-command]", "intents: [run-command"), None, "YAML"),
    "needs": (GOOD + "    needs: [nothing]\n", 13, "no step 'nothing'"),
    "no mapping": ("- just\n- a list\n", 1, "mapping"),
    "empty": ("", 1, "mapping"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "mine.yaml"
    place.write_text(GOOD)
    return place


def test_a_good_file_is_said_to_be_good(file: Path, praetorium: Callable[..., Ended]) -> None:
    ended = praetorium("playbooks", "check", str(file))
    assert (ended.code, ended.err) == (0, "")
    assert "playbook 'mine', 1 step" in ended.out


@pytest.mark.parametrize("which", BROKEN)
def test_a_broken_file_is_told_with_file_line_and_field(
    which: str, file: Path, praetorium: Callable[..., Ended]
) -> None:
    text, line, said = BROKEN[which]
    file.write_text(text)
    ended = praetorium("playbooks", "check", str(file))
    assert ended.code == 2
    assert ended.out == ""
    assert f"{file}:{line}" in ended.err if line else str(file) in ended.err
    assert said in ended.err
    assert "Traceback" not in ended.err
    told = praetorium("playbooks", "check", str(file), "--json").json
    assert (told[0]["ok"], told[0]["file"]) == (False, str(file))
    assert line is None or told[0]["error"]["line"] == line


def test_a_missing_file_is_told(praetorium: Callable[..., Ended]) -> None:
    ended = praetorium("playbooks", "check", "nowhere.yaml")
    assert ended.code == 2
    assert "nowhere.yaml" in ended.err


def test_own_playbooks_are_listed_and_broken_ones_named(home: Path, praetorium: Callable[..., Ended]) -> None:
    own = home / "playbooks"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(GOOD)
    (own / "broken.yaml").write_text("name: [")
    ended = praetorium("playbooks", "list")
    assert ended.code == 0
    assert "mine" in ended.out and "yours" in ended.out
    assert "broken.yaml" in ended.err
    assert {"mine", "data-report"} <= {playbook["name"] for playbook in praetorium("playbooks", "list", "--json").json}


def test_a_playbook_is_shown(praetorium: Callable[..., Ended]) -> None:
    said = praetorium("playbooks", "show", "data-report").out
    for expected in ("Asked for by", "Parameters", "Steps", "data-report.yaml"):
        assert expected in said
    ended = praetorium("playbooks", "show", "data-reprot")
    assert ended.code == 2
    assert "did you mean 'data-report'?" in ended.err


def test_executors_are_listed_and_shown(praetorium: Callable[..., Ended]) -> None:
    told = {executor["name"]: executor for executor in praetorium("executors", "list", "--json").json}
    assert {"render", "command", "packages", "tests", "git", "launch", "container", "http"} <= set(told)
    assert all(executor["summary"] and executor["example"] is not None for executor in told.values())
    said = praetorium("executors", "show", "command").out
    for expected in ("Effects", "run-code", "Parameters", "seconds", "Example", "executor: command"):
        assert expected in said
    assert "did you mean 'command'?" in praetorium("executors", "show", "comand").err
