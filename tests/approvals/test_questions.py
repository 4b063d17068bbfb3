"""What the words leave open is asked before anything is planned, with choices; unless nobody attends."""

from __future__ import annotations

import pytest

import praetorium
from praetorium.errors import RefusedError, UserError
from praetorium.handle import submit
from praetorium.models import RequestState

from .conftest import Asked

pytestmark = pytest.mark.server


@pytest.fixture
def report(house, tmp_path):
    """A report is asked for, of one of two files."""
    folder = tmp_path / "figures"
    folder.mkdir()
    for name in ("orders.csv", "returns.csv"):
        (folder / name).write_text("day,amount\n2026-11-01,10\n2026-11-02,20\n")
    handle = submit("make a sales report", project=folder, house=house)
    return Asked(house, handle, folder)


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


def test_no_answer_is_a_denial_of_the_whole(report, house):
    praetorium.deny(report.approval().id, because="never mind", house=house)
    report.ends(RequestState.DENIED)
    assert house.catalogue.plans.get(report.id) is None


def test_a_suspended_question_is_answered_later(report, house):
    asked = report.approval()
    report.suspended()
    praetorium.approve(asked.id, choice="orders.csv", house=house)
    report.ends(RequestState.DELIVERED, RequestState.FAILED, seconds=90)
    assert house.catalogue.briefs.get(report.id).parameters["file"] == "orders.csv"
