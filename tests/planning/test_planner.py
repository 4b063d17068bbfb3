"""Brief and playbook become a plan; and what the policy says about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from praetorium.errors import RejectedError, UnknownError, UserError
from praetorium.models import Brief, Effect, Plan, Request, Step
from praetorium.planning.planner import choose, make_plan
from praetorium.planning.playbooks import Playbook
from praetorium.planning.policy import Ruling, load

BRIEF = Brief(intent="tidy", title="Tidy: the {{ house }}", summary="Tidies", parameters={"path": "old"})


def playbook(**changes: Any) -> Playbook:
    told: dict[str, Any] = {
        "name": "tidy",
        "title": "Tidy",
        "for": "Tidies",
        "intents": ["tidy"],
        "parameters": {
            "path": {"default": "build"},
            "times": {"type": "integer", "default": 1},
            "deep": {"type": "boolean", "default": False},
        },
        "steps": [
            {
                "id": "a",
                "title": "A {{ path }}",
                "why": "w",
                "executor": "remove",
                "with": {"path": "{{ path }}"},
                "expected": "e",
            },
            {
                "id": "b",
                "title": "B",
                "why": "w",
                "executor": "remove",
                "with": {"path": "x"},
                "needs": ["a"],
                "expected": "e",
                "when": "{{ deep }}",
            },
            {
                "id": "c",
                "title": "C",
                "why": "w",
                "executor": "remove",
                "with": {"path": "y"},
                "needs": ["a", "b"],
                "expected": "e",
            },
        ],
    }
    return Playbook.model_validate({**told, **changes})


def plan(*, history: Any = None, **parameters: Any) -> Plan:
    return make_plan(BRIEF, Request(words="tidy", parameters=parameters), playbook(), history)


def test_what_was_given_wins_over_what_was_read_over_the_default() -> None:
    assert plan().step("a").parameters == {"path": "old"}
    assert plan(path="new").step("a").title == "A new"


def test_a_step_that_is_left_out_is_not_waited_for() -> None:
    assert [s.id for s in plan().steps] == ["a", "c"]
    assert plan().step("c").needs == ("a",)
    assert plan(deep="yes").step("c").needs == ("a", "b")


def test_a_step_declares_what_its_executor_declares() -> None:
    assert plan().step("a").effects == {Effect.READ, Effect.DESTROY}


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [({"times": "often"}, "expected integer"), ({"deep": "maybe"}, "expected boolean")],
)
def test_a_value_of_the_wrong_type_is_refused(parameters: dict[str, Any], problem: str) -> None:
    with pytest.raises(UserError, match=problem):
        plan(**parameters)


def test_a_parameter_nobody_knows_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownError, match="did you mean 'path'"):
        plan(pth="x")


def test_history_is_believed_once_there_is_enough_of_it() -> None:
    assert plan(history=lambda executor, title: (9.0, 2)).step("a").estimate.source == "executor"
    seasoned = plan(history=lambda executor, title: (9.0, 3))
    assert seasoned.step("a").estimate.seconds == 9.0
    assert seasoned.estimate.seconds == 18.0  # a, then c


def test_the_playbook_named_wins_over_the_intent() -> None:
    known = {"tidy": playbook(), "other": playbook(name="other", intents=["more"])}
    assert choose(BRIEF, Request(words="x"), known).name == "tidy"
    assert choose(BRIEF, Request(words="x", playbook="other"), known).name == "other"
    with pytest.raises(UnknownError, match="did you mean 'other'"):
        choose(BRIEF, Request(words="x", playbook="othr"), known)
    with pytest.raises(RejectedError):
        choose(BRIEF.model_copy(update={"intent": "fly"}), Request(words="x"), known)


def test_a_plan_with_a_circle_cannot_be_made() -> None:
    def step(id: str, *needs: str) -> Step:
        return Step(id=id, title=id, why="w", executor="remove", needs=needs, expected="e")

    with pytest.raises(ValueError, match="in a circle"):
        Plan(title="t", playbook="p", steps=(step("a", "b"), step("b", "a")))
    with pytest.raises(ValueError, match="no step"):
        Plan(title="t", playbook="p", steps=(step("a", "z"),))


def test_what_destroys_asks_and_what_only_works_runs(tmp_path: Path) -> None:
    policy = load(tmp_path)
    step = plan().step("a")
    assert policy.judge(step)[0] is Ruling.ASK
    work = step.model_copy(update={"effects": frozenset({Effect.WRITE_WORKSPACE, Effect.RUN_CODE})})
    assert policy.judge(work)[0] is Ruling.RUN
    assert policy.judge(work, confined=False)[0] is Ruling.ASK
    network = step.model_copy(update={"effects": frozenset({Effect.NETWORK})})
    assert policy.judge(network)[0] is Ruling.ASK
    assert policy.judge(network.model_copy(update={"executor": "packages"}))[0] is Ruling.RUN


def test_the_owners_rules_come_first(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(
        "rules:\n  - {name: mine, why: because, executors: [remove], effects: [destroy], then: never}\n"
    )
    ruling, rule = load(tmp_path).judge(plan().step("a"))
    assert (ruling, rule.name) == (Ruling.NEVER, "mine")
    (tmp_path / "policy.yaml").write_text("rules: [{name: x, then: perhaps}]\n")
    with pytest.raises(UserError, match=r"policy.yaml is broken: rules.0.why"):
        load(tmp_path)
