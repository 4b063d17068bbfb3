"""What is allowed once and for all: folders at their registration, the like of a step. Shown, said, revocable."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import praetorium
from praetorium.catalogue import ApprovalState
from praetorium.decisions import safe
from praetorium.engine.answers import Answers
from praetorium.errors import RefusedError, UnknownError
from praetorium.models import Door, RequestState, StepState
from praetorium.planning.policy import from_prefect

from .walking import carry_out, take


def test_allowed_for_good_is_not_asked_again_and_says_so_each_time(alone, tmp_path):
    first = take(alone, "both", tmp_path / "p")
    carry_out(alone, first)
    one, two = alone.catalogue.approvals.waiting(first)
    decided = praetorium.approve(one.id, always=True, because="they are only caches", house=alone)
    praetorium.approve(two.id, house=alone)
    carry_out(alone, first)
    second = take(alone, "both", tmp_path / "p")
    assert set(carry_out(alone, second).values()) == {StepState.SUCCEEDED}
    assert alone.catalogue.approvals.of(second) == []
    used = [e for e in alone.catalogue.events.after(second) if e.kind == "grant.used"]
    assert [e.facts["grant"] for e in used] == [decided.grant] * 2
    assert used[0].title == "Not asked: Ada allowed remove to destroy, read for good"
    # Another folder is another matter.
    third = take(alone, "both", tmp_path / "q")
    carry_out(alone, third)
    assert len(alone.catalogue.approvals.waiting(third)) == 2


def test_a_revoked_grant_asks_again(alone, tmp_path):
    first = take(alone, "both", tmp_path / "p")
    carry_out(alone, first)
    one, _ = alone.catalogue.approvals.waiting(first)
    grant = praetorium.approve(one.id, always=True, house=alone).grant
    alone.catalogue.grants.revoke(grant, "Ben")
    assert alone.catalogue.grants.find() == []
    assert [g.revoked_by for g in alone.catalogue.grants.find(revoked=True)] == ["Ben"]
    with pytest.raises(RefusedError, match="revoked by Ben already"):
        alone.catalogue.grants.revoke(grant, "Ada")
    with pytest.raises(UnknownError):
        alone.catalogue.grants.revoke("grt-none", "Ada")
    second = take(alone, "both", tmp_path / "p")
    carry_out(alone, second)
    assert len(alone.catalogue.approvals.waiting(second)) == 2


def test_what_several_have_to_agree_on_is_not_allowed_for_good(alone, tmp_path):
    id = take(alone, "single", tmp_path / "p", parameters={"environment": "board"})
    carry_out(alone, id)
    [asked] = alone.catalogue.approvals.waiting(id)
    with pytest.raises(RefusedError, match="wants to be asked each time"):
        praetorium.approve(asked.id, always=True, house=alone)


def test_a_folder_is_asked_for_once_where_nobody_registered_it(alone, tmp_path):
    folder = tmp_path / "p"
    id = take(alone, "single", folder, door=Door.PREFECT)
    carry_out(alone, id)
    [asked] = alone.catalogue.approvals.waiting(id)
    assert asked.kind == "project"
    assert asked.question == f"May requests work in {folder.resolve()}?"
    praetorium.approve(asked.id, house=alone)
    assert set(carry_out(alone, id).values()) == {StepState.SUCCEEDED}
    again = take(alone, "single", folder, door=Door.SCHEDULE)
    assert set(carry_out(alone, again).values()) == {StepState.SUCCEEDED}
    [project] = alone.catalogue.projects.find()
    assert (project.path, project.who) == (str(folder.resolve()), "Ada")


def test_who_asked_the_same_of_a_folder_goes_on_when_it_is_registered(alone, tmp_path):
    first, second = (take(alone, "single", tmp_path / "p", door=Door.PREFECT) for _ in range(2))
    for id in (first, second):
        carry_out(alone, id)
    Answers(alone).tick()
    asked, other = (alone.catalogue.approvals.waiting(id)[0] for id in (first, second))
    praetorium.approve(asked.id, house=alone)
    Answers(alone).tick()
    assert alone.catalogue.approvals.get(other.id).state == "withdrawn"
    assert set(carry_out(alone, second).values()) == {StepState.SUCCEEDED}


def test_a_folder_taken_back_is_asked_for_again_and_a_no_is_a_no(alone, tmp_path):
    folder = tmp_path / "p"
    first = take(alone, "single", folder)
    said = [e for e in alone.catalogue.events.after(first) if e.kind == "project.registered"]
    assert len(said) == 1
    assert [e for e in alone.catalogue.events.after(take(alone, "single", folder)) if e.kind == said[0].kind] == []
    alone.catalogue.projects.revoke("p")
    carry_out(alone, first)
    [asked] = alone.catalogue.approvals.waiting(first)
    praetorium.deny(asked.id, house=alone)
    carry_out(alone, first)
    assert alone.catalogue.requests.get(first).state is RequestState.DENIED
    assert not (folder / "marks.txt").exists()
    assert alone.catalogue.projects.find() == []


def test_decisions_are_only_ever_appended(alone, tmp_path):
    id = take(alone, "both", tmp_path / "p")
    carry_out(alone, id)
    one, two = alone.catalogue.approvals.waiting(id)
    praetorium.deny(one.id, house=alone)
    for change in ("UPDATE decisions SET who = 'somebody else'", "DELETE FROM decisions"):
        with pytest.raises(DBAPIError, match="only ever appended"), alone.catalogue.write() as connection:
            connection.execute(text(change))
    [said] = alone.catalogue.decisions.of(one.id)
    assert said.who == "Ada"
    carry_out(alone, id)
    assert alone.catalogue.approvals.get(two.id).state is ApprovalState.WITHDRAWN
    assert [d.answer for d in alone.catalogue.decisions.find(id)] == ["withdraw", "deny"]


def test_what_is_safe_is_named_with_the_rule_that_makes_it_so(alone, tmp_path):
    risky = take(alone, "both", tmp_path / "p")
    carry_out(alone, risky)
    assert [safe(a) for a in alone.catalogue.approvals.waiting(risky)] == [None, None]
    contained = take(alone, "single", tmp_path / "q", parameters={"environment": "four-eyes"})
    carry_out(alone, contained)
    [asked] = alone.catalogue.approvals.waiting(contained)
    found = safe(asked)
    assert found is not None
    assert found.rule == "can-be-undone"


def test_a_rule_that_came_later_is_not_passed_by_what_was_allowed_before(alone, tmp_path):
    first = take(alone, "both", tmp_path / "p")
    carry_out(alone, first)
    praetorium.approve(alone.catalogue.approvals.waiting(first)[0].id, always=True, house=alone)
    team = from_prefect(alone.settings.home)
    team.parent.mkdir(exist_ok=True)
    team.write_text(
        "rules: [{name: team, why: the owner decides, effects: [destroy], then: ask, approvers: [Cleo], remember: no}]"
    )
    second = take(alone, "both", tmp_path / "p")
    carry_out(alone, second)
    waiting = alone.catalogue.approvals.waiting(second)
    assert len(waiting) == 2
    assert {approval.shown["rule"].split(", ")[-1] for approval in waiting} == {"team"}
    with pytest.raises(RefusedError, match="Cleo"):
        praetorium.approve(waiting[0].id, house=alone)
    # What is asked by both rules and allowed for good is allowed for both, and for nothing that comes after.
    team.write_text("rules: [{name: team, why: the owner decides, effects: [destroy], then: ask}]")
    third = take(alone, "both", tmp_path / "p")
    carry_out(alone, third)
    praetorium.approve(alone.catalogue.approvals.waiting(third)[0].id, always=True, house=alone)
    fourth = take(alone, "both", tmp_path / "p")
    assert set(carry_out(alone, fourth).values()) == {StepState.SUCCEEDED}
