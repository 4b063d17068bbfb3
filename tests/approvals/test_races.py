"""Answers at the same instant, while nothing runs, while everything is halted; and processes killed at such moments."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import praetorium
from praetorium.catalogue import ApprovalState
from praetorium.engine import holders, holding
from praetorium.engine.services import status
from praetorium.models import RequestState, StepState

pytestmark = pytest.mark.server
ROOT = Path(__file__).parents[2]

ANSWER = """
import sys
import praetorium
from praetorium.errors import RefusedError
print("ready", flush=True)
sys.stdin.readline()
try:
    getattr(praetorium, sys.argv[2])(sys.argv[1], who=sys.argv[3])
    print("taken")
except RefusedError as error:
    print(error)
"""
DIES = """
import os, signal, sys
import praetorium
from praetorium.decisions import deciding
def die(*told): os.kill(os.getpid(), signal.SIGKILL)
setattr(deciding, sys.argv[2], die)
praetorium.approve(sys.argv[1], who="Ben")
"""


def python(house, code: str, *arguments: str) -> subprocess.Popen[str]:
    """A process of its own in the same installation."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PRAETORIUM_HOME": str(house.settings.home), "PYTHONPATH": str(ROOT)},
    )


def test_of_two_answers_at_the_same_instant_one_is_taken(ask, house):
    asked = ask("tidy")
    approval = asked.approval("clear")
    people = [python(house, ANSWER, approval.id, how, who) for how, who in (("approve", "Ben"), ("deny", "Cleo"))]
    for one in people:
        assert one.stdout.readline() == "ready\n"
    for one in people:
        one.stdin.write("\n")
        one.stdin.flush()
    said = [one.communicate(timeout=60)[0].strip() for one in people]
    winner = said.index("taken")
    [decision] = house.catalogue.decisions.of(approval.id)
    assert decision.who == ("Ben", "Cleo")[winner]
    assert f"answered already: {decision.answer} by {decision.who}, through python, at" in said[1 - winner]
    asked.ends(RequestState.DELIVERED if decision.answer == "allow" else RequestState.DENIED)
    assert (asked.folder / "old").exists() is (decision.answer == "deny")


def test_an_answer_during_the_halt_is_taken_and_followed_when_it_is_lifted(ask, house, until):
    asked = ask("tidy")
    approval = asked.approval("clear")
    holding.halt(house, "Ada")
    try:
        praetorium.approve(approval.id, house=house)
        asked.suspended()
        assert (asked.folder / "old").exists()
        assert asked.steps()["clear"] is StepState.WAITING
    finally:
        holding.resume(house, "Ada")
    asked.ends()
    assert not (asked.folder / "old").exists()


@pytest.mark.parametrize("where", ["follow", "wake"])
def test_who_dies_while_deciding_has_decided_whole_or_not_at_all(ask, house, where):
    asked = ask("tidy")
    approval = asked.approval("clear")
    asked.suspended()
    with python(house, DIES, approval.id, where) as deciding:
        assert deciding.wait(60) == -signal.SIGKILL
    if where == "follow":
        assert house.catalogue.approvals.get(approval.id).state is ApprovalState.WAITING
        assert house.catalogue.decisions.of(approval.id) == []
        praetorium.approve(approval.id, house=house)
    asked.ends()
    assert len(house.catalogue.decisions.of(approval.id)) == 1
    assert asked.attempts() == {"mark": 1, "clear": 1, "after": 1}


@pytest.mark.parametrize("what", ["run", "worker", "page", "server"])
def test_what_waits_outlives_every_process(ask, house, until, what):
    asked = ask("tidy")
    approval = asked.approval("clear")
    if what == "run":
        holders.end(house.catalogue.requests.get(asked.id).holder)
    else:
        os.kill(status(house.settings).pids[what], signal.SIGKILL)
    praetorium.approve(approval.id, house=house)
    asked.ends(seconds=90)
    assert asked.attempts()["clear"] == 1
    assert (asked.folder / "marks.txt").read_text() == "mark\n"
    until(lambda: status(house.settings).ready, 60)
