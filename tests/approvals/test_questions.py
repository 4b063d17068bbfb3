"""What the words leave open is asked before anything is planned, with choices; unless nobody attends."""

from __future__ import annotations

import threading

import pytest

import praetorium
from praetorium import intake
from praetorium.errors import RefusedError, UserError
from praetorium.handle import submit
from praetorium.models import Door, RequestState, StepState

from .conftest import Asked, until
from .walking import carry_out

server = pytest.mark.server


@pytest.fixture
def report(house, tmp_path):
    """A report is asked for, of one of two files."""
    folder = tmp_path / "figures"
    folder.mkdir()
    for name in ("orders.csv", "returns.csv"):
        (folder / name).write_text("day,amount\n2026-11-01,10\n2026-11-02,20\n")
    handle = submit("make a sales report", project=folder, house=house)
    return Asked(house, handle, folder)


@server
def test_a_question_has_choices_and_its_answer_is_planned_with(report, house):
    asked = report.approval()
    assert (asked.kind, asked.step) == ("question", None)
    assert asked.question == "Which file should the report be made from?"
    assert asked.shown["choices"] == ["orders.csv", "returns.csv"]
    assert house.catalogue.plans.get(report.id) is None
    with pytest.raises(UserError, match=r"needs an answer; for example orders\.csv, returns\.csv"):
        praetorium.approve(asked.id, house=house)
    with pytest.raises(RefusedError, match="no plan yet"):
        praetorium.edit(asked.id, {"file": "x"}, house=house)
    praetorium.approve(asked.id, choice="2", house=house)
    report.ends(RequestState.DELIVERED, RequestState.FAILED, seconds=90)
    brief = house.catalogue.briefs.get(report.id)
    assert brief.parameters["file"] == "returns.csv"
    assert brief.questions == ()
    assert brief.assumptions[-1].because == "answered"
    assert house.catalogue.plans.get(report.id).version == 1


def test_what_was_given_by_name_is_not_asked(alone, tmp_path):
    told = {"playbook": "run-command", "parameters": {"command": "ls"}, "project": tmp_path}
    standing = intake.take(alone, "run it", **told)
    brief, plan = (found.get(standing.request.id) for found in (alone.catalogue.briefs, alone.catalogue.plans))
    assert (brief.questions, brief.parameters["command"]) == ((), "ls")
    assert plan is not None and plan.step("run").parameters["command"] == "ls"


@server
def test_no_answer_is_a_denial_of_the_whole(report, house):
    praetorium.deny(report.approval().id, because="never mind", house=house)
    report.ends(RequestState.DENIED)
    assert house.catalogue.plans.get(report.id) is None


@server
def test_a_suspended_question_is_answered_later(report, house):
    asked = report.approval()
    report.suspended()
    praetorium.approve(asked.id, choice="orders.csv", house=house)
    report.ends(RequestState.DELIVERED, RequestState.FAILED, seconds=90)
    assert house.catalogue.briefs.get(report.id).parameters["file"] == "orders.csv"


def test_a_request_whose_question_was_answered_waits_like_any_other(alone, tmp_path):
    (alone.settings.home / "policy.yaml").write_text("rules: [{name: all, why: to be looked at, then: ask}]\n")
    folder = tmp_path / "figures"
    folder.mkdir()
    for name in ("orders.csv", "returns.csv"):
        (folder / name).write_text("day,amount\n2026-11-01,10\n2026-11-02,20\n")
    id = intake.take(alone, "make a sales report", project=folder, asked_by="Bob", door=Door.CLI).request.id

    def answer() -> None:
        asked = until(lambda: alone.catalogue.approvals.waiting(id))
        praetorium.approve(asked[0].id, choice="orders.csv", house=alone)

    answering = threading.Thread(target=answer)
    answering.start()
    states = carry_out(alone, id, patience=1.0)
    answering.join()
    assert StepState.WAITING in states.values()
    assert alone.catalogue.requests.get(id).state is RequestState.WAITING
