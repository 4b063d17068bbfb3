"""A plan that changes while it waits: what did not change stays done, what did is shown and asked anew."""

from __future__ import annotations

import pytest

import praetorium
from praetorium.catalogue import ApprovalState
from praetorium.errors import RefusedError, RejectedError
from praetorium.handle import submit
from praetorium.models import RequestState

from .conftest import Asked

pytestmark = pytest.mark.server


@pytest.fixture
def crm(house, tmp_path):
    folder = tmp_path / "crm"
    (folder / "old").mkdir(parents=True)
    handle = submit(
        "Build me a CRM with contacts and leads", playbook="crm", project=folder, unattended=True, house=house
    )
    return Asked(house, handle, folder)


def told(asked: Asked) -> list[str]:
    return [e.title for e in asked.events("step.said") if e.step == "kept"]


def test_a_refinement_makes_another_plan_and_asks_anew(crm, house):
    first = crm.approval("clear")
    decided = praetorium.refine(first.id, "without the leads page, and in German", house=house)
    assert decided.approval.state is ApprovalState.REFINED
    assert decided.told == ("Leads are not kept", "Not done: German: what is made speaks English only, so far")
    assert [(d.step, d.fields["parameters.text"]) for d in decided.differences] == [
        ("kept", ("contact, lead", "contact"))
    ]
    second = crm.approval("clear")
    assert second.id != first.id
    assert second.round == 2
    assert (crm.folder / "old").exists(), "a refinement allows nothing"
    praetorium.approve(second.id, house=house)
    crm.ends()
    assert told(crm) == ["contact, lead", "contact"]
    assert crm.attempts() == {"mark": 1, "kept": 2, "clear": 1}
    assert (crm.folder / "marks.txt").read_text() == "mark\n"
    assert house.catalogue.briefs.get(crm.id).version == 2
    assert house.catalogue.plans.get(crm.id).version == 2


def test_a_suspended_request_is_refined_as_well(crm, house):
    first = crm.approval("clear")
    crm.suspended()
    praetorium.refine(first.id, "rename leads to prospects", house=house)
    praetorium.approve(crm.approval("clear").id, house=house)
    crm.ends()
    assert told(crm)[-1] == "contact, prospect"
    assert crm.attempts()["mark"] == 1


def test_a_question_whose_step_is_refined_away_is_withdrawn(house, tmp_path, until):
    folder = tmp_path / "parts"
    for name in ("old", "older"):
        (folder / name).mkdir(parents=True)
    words = "Build me a CRM with contacts and leads"
    asked = Asked(house, submit(words, playbook="parts", project=folder, unattended=True, house=house), folder)
    until(lambda: len(asked.waiting()) == 2)
    gone = asked.approval("leads")
    praetorium.refine(asked.approval("clear").id, "without the leads", house=house)
    assert house.catalogue.approvals.get(gone.id).state is ApprovalState.WITHDRAWN
    with pytest.raises(RefusedError, match="withdrawn"):
        praetorium.approve(gone.id, house=house)
    praetorium.approve(asked.approval("clear").id, house=house)
    asked.ends()
    assert not (folder / "old").exists()
    assert (folder / "older").exists()


def test_words_that_change_nothing_leave_the_question_waiting(crm, house):
    approval = crm.approval("clear")
    with pytest.raises(RejectedError, match="not understood"):
        praetorium.refine(approval.id, "make it nicer somehow", house=house)
    with pytest.raises(RefusedError, match="changes nothing in the plan"):
        praetorium.refine(approval.id, "make it dark blue", house=house)
    assert house.catalogue.approvals.get(approval.id).state is ApprovalState.WAITING
    assert house.catalogue.decisions.of(approval.id) == []


def test_an_answer_after_the_plan_changed_is_not_taken(ask, house, until):
    asked = ask("both")
    until(lambda: len(asked.waiting()) == 2)
    one, two = asked.approval("one"), asked.approval("two")
    praetorium.edit(one.id, {"path": "keep"}, house=house)
    until(lambda: not (asked.folder / "keep").exists())
    # The other question is as it was; its own step did not change.
    assert house.catalogue.approvals.get(two.id).state is ApprovalState.WAITING
    with pytest.raises(RefusedError, match="answered already: edit by Ada"):
        praetorium.approve(one.id, house=house)
    praetorium.deny(two.id, house=house)
    asked.ends(RequestState.DENIED)
    assert (asked.folder / "older").exists()
    assert (asked.folder / "old").exists()
