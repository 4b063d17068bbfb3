"""Playbook files: what is wrong is told by file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from praetorium.errors import PlaybookError
from praetorium.planning.playbooks import find, load
from praetorium.settings import templates

GOOD = """\
name: tidy
title: Tidy up
for: Removes what a build left.
intents: [tidy]
parameters:
  path: {type: string, default: build}
steps:
  - id: remove
    title: "Remove {{ path }}"
    why: It is in the way.
    executor: remove
    with: {path: "{{ path }}"}
    expected: It is gone.
"""


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "tidy.yaml"
    file.write_text(text)
    return file


def test_a_good_playbook_is_read(tmp_path: Path) -> None:
    playbook = load(write(tmp_path, GOOD))
    assert playbook.name == "tidy"
    assert playbook.steps[0].parameters == {"path": "{{ path }}"}


@pytest.mark.parametrize(
    ("before", "after", "line", "field", "problem"),
    [
        ("title: Tidy up", "titel: Tidy up", 2, "titel", "no such field"),
        ("executor: remove", "executor: remov", 11, "steps.0.executor", "did you mean 'remove'"),
        ('with: {path: "{{ path }}"}', "with: {paht: x}", 12, "steps.0.with.paht", "it has: contents_only, path"),
        ("    why: It is in the way.\n", "", 8, "steps.0.why", "Field required"),
        ("    expected:", "    needs: [gone]\n    expected:", 13, "steps.0.needs", "no step 'gone'"),
        ("    expected:", "    needs: [remove]\n    expected:", 13, "steps.0.needs", "wait for each other"),
        ("    expected:", "    checks: [{name: filez-open}]\n    expected:", 13, "steps.0.checks.0.name", "no check"),
        ("for: Removes", "for: [", 4, "YAML", "expected"),
        ('"Remove {{ path }}"', '"Remove {{ path"', None, "expression", "unexpected end of template"),
    ],
)
def test_what_is_broken_is_named(
    tmp_path: Path, before: str, after: str, line: int | None, field: str, problem: str
) -> None:
    assert before in GOOD
    file = write(tmp_path, GOOD.replace(before, after, 1))
    with pytest.raises(PlaybookError) as caught:
        load(file)
    assert caught.value.field == field
    assert caught.value.line == line
    assert problem in str(caught.value)
    assert str(file) in str(caught.value)


def test_two_steps_of_one_id_are_refused(tmp_path: Path) -> None:
    twice = GOOD + GOOD[GOOD.index("  - id: remove") :]
    with pytest.raises(PlaybookError, match="two steps are called 'remove'"):
        load(write(tmp_path, twice))


def test_a_broken_file_does_not_hide_the_others(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (tmp_path / "bad.yaml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "text.yaml").write_text("just words")
    found, broken = find([tmp_path, tmp_path / "nowhere"])
    assert set(found) == {"tidy"}
    assert {Path(e.file).name for e in broken} == {"bad.yaml", "text.yaml"}


def test_a_persons_own_playbook_wins_over_a_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "delete.yaml").write_text(GOOD.replace("name: tidy", "name: delete").replace("Tidy up", "Mine"))
    found, _ = find([templates() / "playbooks", tmp_path])
    assert found["delete"].title == "Mine"


def test_every_playbook_we_ship_is_whole() -> None:
    found, broken = find([templates() / "playbooks"])
    assert broken == []
    assert {"web-app", "website", "data-report", "run-command", "delete"} <= set(found)
    assert all(p.examples and p.purpose for p in found.values())
