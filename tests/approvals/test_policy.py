"""The policy: first rule that fits, strictest effect, terms of all rules that ask, and every word of it explained."""

from __future__ import annotations

from datetime import timedelta

import pytest

from praetorium.errors import UserError
from praetorium.models import Effect, Estimate, Step
from praetorium.planning import policy
from praetorium.planning.durations import read_duration, tell_duration
from praetorium.planning.policy import Policy, Ruling

SHIPPED = policy.read(policy.SHIPPED.read_bytes(), "shipped")


def step(*effects: Effect, executor: str = "command", cost: float = 0.0) -> Step:
    return Step(
        id="s",
        title="s",
        why="",
        executor=executor,
        expected="",
        effects=frozenset(effects),
        estimate=Estimate(cost=cost),
    )


def rules(*lines: str) -> Policy:
    return policy.read(("rules:\n" + "".join(f"  - {{{line}}}\n" for line in lines)).encode(), "test")


@pytest.mark.parametrize(
    ("effects", "executor", "confined", "ruling"),
    [
        ({Effect.READ}, "note", True, "run"),
        ({Effect.READ, Effect.WRITE_WORKSPACE, Effect.RUN_CODE}, "command", True, "run"),
        ({Effect.RUN_CODE}, "command", False, "ask"),
        ({Effect.NETWORK}, "packages", True, "run"),
        ({Effect.NETWORK}, "http", True, "ask"),
        ({Effect.RUN_CODE, Effect.SPEND}, "command", True, "ask"),
        ({Effect.PUBLISH}, "git", True, "ask"),
        ({Effect.READ, Effect.DESTROY}, "remove", True, "ask"),
        (set(), "note", True, "run"),
    ],
)
def test_the_shipped_default(effects: set[Effect], executor: str, confined: bool, ruling: str) -> None:
    assert SHIPPED.judge(step(*effects, executor=executor), confined=confined)[0] == ruling


def test_what_no_rule_covers_is_asked() -> None:
    assert Policy().judge(step(Effect.READ))[0] is Ruling.ASK


@pytest.mark.parametrize(
    ("rule", "fits", "fits_not"),
    [
        ("projects: [payroll]", {"project": "/srv/payroll"}, {"project": "/srv/shop"}),
        ('projects: ["/srv/*"]', {"project": "/srv/shop"}, {"project": None}),
        ("environments: [prod]", {"environment": "prod"}, {"environment": None}),
    ],
)
def test_a_rule_is_for_projects_and_environments(rule: str, fits: dict, fits_not: dict) -> None:
    made = rules(f"name: own, why: w, then: never, {rule}", "name: rest, why: w, then: run")
    assert made.judge(step(Effect.READ), **fits)[1].name == "own"
    assert made.judge(step(Effect.READ), **fits_not)[1].name == "rest"


def test_a_rule_is_for_what_costs_more() -> None:
    made = rules("name: dear, why: w, then: ask, over: 5", "name: rest, why: w, then: run")
    assert made.judge(step(Effect.READ, cost=5.01))[0] is Ruling.ASK
    assert made.judge(step(Effect.READ, cost=5))[0] is Ruling.RUN


def test_an_answer_to_several_effects_satisfies_the_rule_of_each() -> None:
    made = rules(
        "name: a, why: w, then: ask, effects: [publish], approvers: [Ada, Ben], agree: 2, expires: 2 h",
        "name: b, why: w, then: ask, effects: [spend], approvers: [Ben, Cleo], self_approval: false, expires: 1 h,"
        " at_expiry: allow",
    )
    rule = made.judge(step(Effect.PUBLISH, Effect.SPEND))[1]
    assert (rule.approvers, rule.agree, rule.self_approval) == (("Ben",), 2, False)
    assert (rule.expires, rule.at_expiry) == (timedelta(hours=1), "deny")


def test_every_rule_that_was_looked_at_is_explained() -> None:
    [reason] = SHIPPED.explain(step(Effect.DESTROY, executor="remove"))
    assert reason.rule.name == "outside-asks"
    assert dict(reason.passed) == {
        "unconfined-code-asks": "it is for run-code",
        "registries-run": "it is for network",
        "databases-run": "it is for network",
        "work-runs": "it is for read, run-code, write-workspace",
    }


def test_ones_own_rules_come_first_and_a_broken_file_says_where(tmp_path) -> None:
    own = tmp_path / "policy.yaml"
    own.write_text("rules:\n  - {name: mine, why: w, then: never, effects: [read]}\n")
    assert policy.load(tmp_path).judge(step(Effect.READ))[1].name == "mine"
    own.write_text("rules:\n  - {name: mine, why: w, then: never, expires: soon}\n")
    with pytest.raises(UserError, match=r"policy\.yaml is broken: rules\.0\.expires: .*'soon' is no length of time"):
        policy.load(tmp_path)
    own.write_text("asking: {names: true}\n")
    assert policy.load(tmp_path).asking.names
    assert policy.load(tmp_path).judge(step(Effect.READ))[0] is Ruling.RUN


@pytest.mark.parametrize(
    ("said", "seconds"), [("30 s", 30), ("10 min", 600), ("2 h", 7200), ("3 days", 259200), ("1 h 30 min", 5400)]
)
def test_lengths_of_time_are_read_and_told(said: str, seconds: int) -> None:
    assert read_duration(said) == timedelta(seconds=seconds)
    assert read_duration(tell_duration(timedelta(seconds=seconds))) == timedelta(seconds=seconds)
