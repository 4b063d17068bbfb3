"""Every answer there is, against real services: what was asked for happens once, or not at all."""

from __future__ import annotations

import pytest

import praetorium
from praetorium.catalogue import ApprovalState
from praetorium.errors import RefusedError, UserError
from praetorium.models import RequestState, StepState

pytestmark = pytest.mark.server


def test_a_yes_lets_the_step_be_done_while_the_run_still_waits(ask, house):
    asked = ask("tidy")
    approval = asked.approval("clear")
    assert (asked.folder / "old").exists()
    assert "old/file.txt" in str(approval.shown["preview"])
    assert approval.shown["rule"] == "outside-asks"
    assert approval.shown["reversible"] is False
    decided = praetorium.approve(approval.id, because="it is old", house=house)
    assert decided.settled
    asked.ends()
    assert not (asked.folder / "old").exists()
    assert (asked.folder / "marks.txt").read_text() == "mark\n"
    assert asked.attempts() == {"mark": 1, "clear": 1, "after": 1}
    [said] = house.catalogue.decisions.of(approval.id)
    assert (said.who, said.door, said.answer, said.because) == ("Ada", "python", "allow", "it is old")
    assert said.shown_hash == approval.shown_hash


def test_a_yes_wakes_a_suspended_run(ask, house):
    asked = ask("tidy")
    approval = asked.approval("clear")
    asked.suspended()
    praetorium.approve(approval.id, house=house)
    asked.ends()
    assert asked.attempts() == {"mark": 1, "clear": 1, "after": 1}


def test_a_no_ends_the_request_and_says_who_and_why(ask, house):
    asked = ask("tidy")
    praetorium.deny(asked.approval("clear").id, because="not before Monday", who="Ben", house=house)
    asked.ends(RequestState.DENIED)
    assert (asked.folder / "old").exists()
    report = asked.handle.report()
    assert report.error is not None
    assert "Ben said no: not before Monday" in report.error.why
    assert asked.steps()["after"] is StepState.SKIPPED


def test_several_wait_at_once_and_each_is_answered_on_its_own(ask, house, until):
    asked = ask("both")
    until(lambda: len(asked.waiting()) == 2)
    asked.suspended()
    praetorium.approve(asked.approval("one").id, house=house)
    until(lambda: not (asked.folder / "old").exists())
    assert (asked.folder / "older").exists()
    assert not asked.state().final
    praetorium.approve(asked.approval("two").id, house=house)
    asked.ends()
    assert not (asked.folder / "older").exists()


def test_what_is_independent_goes_on_and_an_answer_is_taken_up_in_the_midst_of_it(ask, house, until):
    asked = ask("aside", seconds=6)
    approval = asked.approval("clear")
    until(lambda: asked.steps()["slow"] is StepState.RUNNING)
    praetorium.approve(approval.id, house=house)
    until(lambda: asked.steps()["quick"] is StepState.SUCCEEDED, 5)
    assert asked.steps()["slow"] is StepState.RUNNING
    asked.ends()
    assert (asked.folder / "marks.txt").read_text() == "quick\nslow\n"


def test_an_edit_is_done_in_the_edited_way_without_being_asked_again(ask, house):
    asked = ask("tidy")
    approval = asked.approval("clear")
    with pytest.raises(UserError, match="no such field"):
        praetorium.edit(approval.id, {"paht": "older"}, house=house)
    with pytest.raises(UserError, match="contents_only"):
        praetorium.edit(approval.id, {"contents_only": "perhaps"}, house=house)
    assert house.catalogue.approvals.get(approval.id).state is ApprovalState.WAITING
    decided = praetorium.edit(approval.id, {"path": "older"}, house=house)
    assert [(d.step, d.fields["parameters.path"]) for d in decided.differences] == [("clear", ("old", "older"))]
    asked.ends()
    assert (asked.folder / "old").exists()
    assert not (asked.folder / "older").exists()
    assert asked.attempts() == {"mark": 1, "clear": 1, "after": 1}
    assert len(house.catalogue.approvals.of(asked.id)) == 1
    assert house.catalogue.plans.get(asked.id).version == 2


def test_the_first_answer_counts_and_the_second_is_told_so(ask, house):
    asked = ask("tidy")
    approval = asked.approval("clear")
    praetorium.deny(approval.id, who="Ben", house=house)
    with pytest.raises(RefusedError, match="answered already: deny by Ben, through python, at "):
        praetorium.approve(approval.id, house=house)
    asked.ends(RequestState.DENIED)
    assert len(house.catalogue.decisions.of(approval.id)) == 1
