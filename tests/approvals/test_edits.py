"""An edit says yes to what it made of the step, and to nothing else."""

from __future__ import annotations

from dataclasses import replace

import praetorium
from praetorium.catalogue import ApprovalState
from praetorium.decisions.changing import edited, put_in_force
from praetorium.planning.policy import from_prefect

from .walking import carry_out, take


def test_what_was_edited_away_is_asked_anew_when_it_comes_back(alone, tmp_path):
    folder = tmp_path / "p"
    id = take(alone, "tidy", folder)
    carry_out(alone, id)
    [asked] = alone.catalogue.approvals.waiting(id)
    praetorium.edit(asked.id, {"path": "older"}, house=alone)
    request = alone.catalogue.requests.get(id).request
    back = replace(edited(alone, request, asked, {"path": "old"}), allows=None)
    with alone.catalogue.write() as connection:
        put_in_force(alone, connection, id, back)
    carry_out(alone, id)
    assert (folder / "old").exists()
    [again] = alone.catalogue.approvals.waiting(id)
    assert (again.state, again.round, again.shown_hash) == (ApprovalState.WAITING, 2, asked.shown_hash)


def test_an_edit_that_meets_another_rule_too_is_asked_by_it(alone, tmp_path):
    folder = tmp_path / "p"
    id = take(alone, "tidy", folder)
    carry_out(alone, id)
    [asked] = alone.catalogue.approvals.waiting(id)
    team = from_prefect(alone.settings.home)
    team.parent.mkdir(exist_ok=True)
    team.write_text("rules: [{name: team, why: Cleo decides, effects: [destroy], then: ask, approvers: [Cleo]}]")
    praetorium.edit(asked.id, {"path": "older"}, house=alone)
    carry_out(alone, id)
    assert (folder / "older").exists()
    [again] = alone.catalogue.approvals.waiting(id)
    assert again.terms["approvers"] == ["Cleo"]
