"""Approvals in the Prefect UI: runs of their own with a form, and what is done to them there."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

import praetorium
from praetorium.catalogue import ApprovalState
from praetorium.engine import client
from praetorium.models import RequestState

pytestmark = pytest.mark.server


def api(method: str, path: str, body: Any = None) -> Any:
    response = httpx.request(method, f"{client.api_url()}{path}", json=body, timeout=30)
    response.raise_for_status()
    return response.json() if response.content else None


@pytest.fixture
def shown(house, until):
    """The approval's flow run, once it is in the Prefect UI with its form."""

    def run_of(approval: Any) -> str:
        id = until(lambda: house.catalogue.approvals.get(approval.id).flow_run, 15, "no run of its own")
        until(lambda: input_of(id, "answer-schema"), 5)
        return id

    return run_of


def input_of(run: str, key: str) -> str | None:
    response = httpx.get(f"{client.api_url()}/flow_runs/{run}/input/{key}", timeout=30)
    return response.text if response.status_code == 200 else None


def resumed(run: str, **answer: Any) -> str:
    """What Prefect says to a form filled in like this."""
    return api("POST", f"/flow_runs/{run}/resume", {"run_input": answer})["status"]


def test_a_question_is_a_paused_run_beneath_the_gate_with_its_evidence(ask, house, shown, until):
    asked = ask("tidy")
    approval = asked.approval("clear")
    run = api("GET", f"/flow_runs/{shown(approval)}")
    assert run["state"]["type"] == "PAUSED"
    assert run["name"] == "May this be done: Delete old?"
    gate = api("GET", f"/task_runs/{run['parent_task_run_id']}")
    assert gate["flow_run_id"] == house.catalogue.requests.get(asked.id).flow_run
    text = input_of(run["id"], "answer-description")
    assert "this cannot be undone" in text
    assert "old/file.txt" in text
    schema = json.loads(input_of(run["id"], "answer-schema"))
    assert schema["properties"]["answer"]["enum"] == ["allow", "deny", "refine", "edit"]
    assert schema["properties"]["parameters"]["default"] == {"path": "old"}
    praetorium.approve(approval.id, because="yes", house=house)
    asked.ends()
    until(lambda: client.run_state(run["id"]).name == "Approved")
    assert client.run_state(run["id"]).message == "Ada: yes"


def test_an_answer_given_there_counts_and_has_no_name(ask, house, shown, until):
    asked = ask("tidy")
    approval = asked.approval("clear")
    run = shown(approval)
    assert resumed(run, answer="perhaps") == "REJECT"
    assert resumed(run, answer="allow", because="it is old") == "ACCEPT"
    until(lambda: house.catalogue.approvals.get(approval.id).state is ApprovalState.ALLOWED, 3)
    asked.ends()
    [said] = house.catalogue.decisions.of(approval.id)
    assert (said.who, said.door, said.because) == (None, "prefect", "it is old")
    until(lambda: client.run_state(run).name == "Approved")
    assert resumed(run, answer="deny") == "ABORT"


def test_an_answer_from_there_is_refused_where_a_name_is_wanted_and_the_form_says_why(ask, house, shown, until):
    asked = ask("single", environment="signed")
    approval = asked.approval("run")
    run = shown(approval)
    assert resumed(run, answer="allow") == "ACCEPT"
    until(lambda: "the Prefect UI knows no names" in (input_of(run, "answer-description") or ""))
    until(lambda: client.run_state(run).type == "PAUSED")
    assert house.catalogue.approvals.get(approval.id).state is ApprovalState.WAITING
    praetorium.approve(approval.id, house=house)
    asked.ends()
    until(lambda: client.run_state(run).name == "Approved")


def test_an_edit_that_is_not_valid_can_be_mended_in_the_same_form(ask, house, shown, until):
    asked = ask("tidy")
    approval = asked.approval("clear")
    run = shown(approval)
    assert resumed(run, answer="edit", parameters={"path": "old", "paht": "x"}) == "ACCEPT"
    until(lambda: "no such field" in (input_of(run, "answer-description") or ""))
    until(lambda: client.run_state(run).type == "PAUSED")
    assert resumed(run, answer="edit", parameters={"path": "older"}) == "ACCEPT"
    asked.ends()
    assert (asked.folder / "old").exists()
    assert not (asked.folder / "older").exists()
    until(lambda: client.run_state(run).name == "Edited")


@pytest.mark.parametrize("what", ["cancelled", "deleted"])
def test_ending_its_run_there_allows_nothing_and_it_is_asked_anew(ask, house, shown, until, what):
    asked = ask("tidy")
    first = asked.approval("clear")
    run = shown(first)
    if what == "deleted":
        api("DELETE", f"/flow_runs/{run}")
    else:
        api("POST", f"/flow_runs/{run}/set_state", {"state": {"type": "CANCELLING"}})
    until(lambda: house.catalogue.approvals.get(first.id).state is ApprovalState.WITHDRAWN, 15)
    second = until(lambda: next((a for a in asked.waiting("clear") if a.id != first.id), None))
    assert second.round == 2
    assert (asked.folder / "old").exists()
    praetorium.deny(second.id, house=house)
    asked.ends(RequestState.DENIED)
    assert (asked.folder / "old").exists()


def test_resuming_the_suspended_request_there_passes_no_gate(ask, house, until):
    asked = ask("tidy")
    approval = asked.approval("clear")
    asked.suspended()
    run = house.catalogue.requests.get(asked.id).flow_run
    epoch = house.catalogue.requests.get(asked.id).epoch
    api("POST", f"/flow_runs/{run}/resume", {})
    until(lambda: house.catalogue.requests.get(asked.id).epoch > epoch)
    asked.suspended()
    assert (asked.folder / "old").exists()
    assert [a.id for a in house.catalogue.approvals.of(asked.id)] == [approval.id]
