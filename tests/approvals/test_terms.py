"""Who may answer, how many must agree, and what happens when nobody does."""

from __future__ import annotations

import pytest

import praetorium
from praetorium.catalogue import ApprovalState
from praetorium.errors import RefusedError
from praetorium.models import RequestState, StepState

pytestmark = pytest.mark.server


def test_two_of_three_have_to_agree(ask, house):
    asked = ask("single", environment="board")
    approval = asked.approval("run")
    with pytest.raises(RefusedError, match="lets Ada, Ben, Cleo answer, not Dan"):
        praetorium.approve(approval.id, who="Dan", house=house)
    first = praetorium.approve(approval.id, who="Ben", house=house)
    assert (first.settled, first.agreed, first.needed) == (False, 1, 2)
    with pytest.raises(RefusedError, match="ben has allowed it already"):
        praetorium.approve(approval.id, who="ben", house=house)
    assert not (asked.folder / "marks.txt").exists()
    assert praetorium.approve(approval.id, who="Cleo", house=house).settled
    asked.ends()
    assert (asked.folder / "marks.txt").read_text() == "single\n"
    assert [d.who for d in house.catalogue.decisions.of(approval.id)] == ["Ben", "Cleo"]
    assert [e.title for e in asked.events("approval.answered")] == [
        "1 of 2 agree: May this be done: Run run?",
        "Allowed by Cleo: May this be done: Run run?",
    ]


def test_one_no_is_enough_whoever_agreed_before(ask, house):
    asked = ask("single", environment="board")
    approval = asked.approval("run")
    praetorium.approve(approval.id, who="Ben", house=house)
    praetorium.deny(approval.id, who="Ada", house=house)
    asked.ends(RequestState.DENIED)
    assert not (asked.folder / "marks.txt").exists()


def test_nobody_allows_what_they_asked_for_where_the_rule_says_so(ask, house):
    asked = ask("single", asked_by="Ben", environment="four-eyes")
    approval = asked.approval("run")
    with pytest.raises(RefusedError, match="somebody else to allow it than Ben"):
        praetorium.approve(approval.id, who="Ben", house=house)
    with pytest.raises(RefusedError, match="somebody else"):
        praetorium.edit(approval.id, {"command": "true"}, who="BEN", house=house)
    praetorium.approve(approval.id, who="Cleo", house=house)
    asked.ends()


def test_time_that_is_over_means_no(ask, house):
    asked = ask("single", environment="late")
    approval = asked.approval("run")
    asked.ends(RequestState.DENIED)
    assert house.catalogue.approvals.get(approval.id).state is ApprovalState.EXPIRED
    [said] = house.catalogue.decisions.of(approval.id)
    assert (said.who, said.door, said.answer) == (None, "system", "expire")
    assert "nobody answered in time" in asked.handle.report().error.why
    with pytest.raises(RefusedError, match="answered already: expire by nobody in person"):
        praetorium.approve(approval.id, house=house)


def test_time_that_is_over_means_yes_where_the_rule_chose_so(ask, house):
    asked = ask("single", environment="later")
    approval = asked.approval("run")
    asked.ends()
    assert house.catalogue.approvals.get(approval.id).state is ApprovalState.EXPIRED
    assert asked.steps()["run"] is StepState.SUCCEEDED


def test_whoever_may_answer_is_reminded(ask, until):
    asked = ask("single", environment="signed")
    asked.approval("run")
    until(lambda: len(asked.events("approval.reminder")) >= 2, 15)


def test_what_never_runs_is_not_even_asked(ask, house):
    asked = ask("single", environment="never")
    asked.ends(RequestState.FAILED)
    assert house.catalogue.approvals.of(asked.id) == []
    assert "the policy forbids 'Run run': nothing runs there" in asked.handle.report().error.why
