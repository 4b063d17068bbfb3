"""Budgets: set aside before, settled after, never silently overrun, however many steps run at once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import praetorium
from praetorium.errors import UserError
from praetorium.executors import base
from praetorium.models import StepState

from .walking import carry_out, take

OUTSIDE = Path(__file__).parent / "outside"
STEP = """\
  - id: {id}
    title: "Pay {id}"
    why: To have it.
    executor: pay
    needs: [{needs}]
    with: {{about: {about}, really: {really}, seconds: {seconds}}}
    expected: It is paid.
"""


@pytest.fixture
def paying(alone, tmp_path, monkeypatch):
    """An installation in which an executor from outside costs money."""
    told = tmp_path / "site" / "praetorium_pay-1.0.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: praetorium-pay\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text("[praetorium.executors]\npay = praetorium_pay:Pay\n")
    for place in (OUTSIDE, tmp_path / "site"):
        monkeypatch.syspath_prepend(str(place))
    base.registry.cache_clear()
    yield alone
    base.registry.cache_clear()
    sys.modules.pop("praetorium_pay", None)


def playbook(house, name, *steps):
    head = f"name: {name}\ntitle: {name}\nfor: To pay.\nintents: [{name}]\nsteps:\n"
    text = head + "".join(STEP.format(**{"needs": "", "really": step["about"], "seconds": 0} | step) for step in steps)
    (house.settings.home / "playbooks" / f"{name}.yaml").write_text(text)


def waiting(house, id):
    return house.catalogue.approvals.waiting(id)


def test_steps_that_run_at_once_do_not_overrun_together(paying, tmp_path):
    playbook(paying, "pay", *({"id": f"p{n}", "about": 3, "seconds": 0.3} for n in range(4)))
    id = take(paying, "pay", tmp_path / "p", budget=7)
    states = carry_out(paying, id)
    assert sorted(states.values()) == ["succeeded", "succeeded", "waiting", "waiting"]
    assert paying.catalogue.ledger.cost(id) == 6
    asked = waiting(paying, id)
    assert [a.kind for a in asked] == ["budget", "budget"]
    assert asked[0].shown["now"]["more"] == 2
    assert asked[0].question.startswith("May it cost 2 EUR more: Pay p")


def test_more_is_allowed_and_the_step_goes_on(paying, tmp_path):
    playbook(paying, "pay", {"id": "one", "about": 4}, {"id": "two", "about": 4, "needs": "one"})
    id = take(paying, "pay", tmp_path / "p", budget=5)
    carry_out(paying, id)
    [asked] = waiting(paying, id)
    assert asked.shown["now"] == {"more": 3, "spent": 4, "reserved": 0}
    for wrong in ("much", -1, 0):
        with pytest.raises(UserError, match=r"no amount|nothing that could"):
            praetorium.approve(asked.id, more=wrong, house=paying)
    praetorium.approve(asked.id, more=1, house=paying)
    carry_out(paying, id)
    [again] = waiting(paying, id)
    assert again.shown["now"]["more"] == 2
    assert again.shown["budget"] == 6
    praetorium.approve(again.id, house=paying)
    assert set(carry_out(paying, id).values()) == {StepState.SUCCEEDED}
    assert paying.catalogue.ledger.cost(id) == 8


def test_what_is_set_aside_counts_for_everybody_in_the_day_and_is_given_back(paying, tmp_path):
    playbook(paying, "pay", {"id": "one", "about": 4, "really": 1})
    paying.catalogue.budgets.set("day", 5, "Ada")
    first, second = (take(paying, "pay", tmp_path / name) for name in "ab")
    with paying.catalogue.write() as connection:
        short, _ = paying.catalogue.budgets.reserve(connection, first, "one", 4)
        assert short is None
    carry_out(paying, second)
    [asked] = waiting(paying, second)
    assert asked.shown["scope"] == "day"
    carry_out(paying, first)
    [day] = paying.catalogue.budgets.find()
    assert (day.spent, day.reserved, day.left) == (1, 0, 4)


def test_a_project_has_a_budget_of_its_own_and_more_of_it_stays(paying, tmp_path):
    playbook(paying, "pay", {"id": "one", "about": 4})
    folder = (tmp_path / "p").resolve()
    paying.catalogue.budgets.set(f"project:{folder}", 6, "Ada")
    carry_out(paying, take(paying, "pay", folder))
    second = take(paying, "pay", folder)
    carry_out(paying, second)
    [asked] = waiting(paying, second)
    praetorium.approve(asked.id, more=6, house=paying)
    carry_out(paying, second)
    third = take(paying, "pay", folder)
    carry_out(paying, third)
    assert waiting(paying, third) == []
    [use] = paying.catalogue.budgets.find()
    assert (use.budget, use.spent) == (12, 12)


def test_the_warning_comes_once_and_an_overrun_is_said(paying, tmp_path):
    steps = [{"id": "a", "about": 4}, {"id": "b", "about": 4, "needs": "a"}]
    playbook(paying, "pay", *steps, {"id": "c", "about": 1, "really": 9, "needs": "b"})
    id = take(paying, "pay", tmp_path / "p", budget=10)
    carry_out(paying, id)
    events = [e for e in paying.catalogue.events.after(id) if e.kind.startswith("budget.")]
    assert [(e.kind, e.facts["spent"]) for e in events] == [("budget.warning", 4), ("budget.overrun", 17)]


def test_the_ledger_adds_up(paying, tmp_path):
    playbook(paying, "pay", {"id": "a", "about": 1}, {"id": "b", "about": 2})
    ids = [take(paying, "pay", tmp_path / name) for name in "xy"]
    for id in ids:
        carry_out(paying, id)
    ledger = paying.catalogue.ledger
    assert ledger.totals("step") == {"b": 4, "a": 2}
    assert ledger.totals("executor") == {"pay": 6}
    assert ledger.totals("request") == dict.fromkeys(ids, 3)
    assert list(ledger.totals("day").values()) == [6]
    assert len(ledger.totals("project")) == 2
    assert ledger.totals("step", request=ids[0]) == {"b": 2, "a": 1}
