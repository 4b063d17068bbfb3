"""Questions asked at the terminal: an answer makes the next version of brief and plan; no answer starts nothing."""

from __future__ import annotations

import io

import pytest
import typer
from rich.console import Console

from praetorium.cli.ending import Code
from praetorium.cli.questions import answered
from praetorium.house import House
from praetorium.models import Question, Request, RequestState

from .records import BRIEF

ASKED = BRIEF.model_copy(
    update={"questions": (Question(id="scope", text="What is it for?", choices=("sales", "support"), blocking=True),)}
)


@pytest.fixture
def request_(house: House) -> Request:
    """A request that was read and planned, not started."""
    from praetorium.intake import draft

    catalogue = house.catalogue
    with catalogue.write() as connection:
        request = catalogue.requests.store(connection, Request(words="something", asked_by="Ada"))
        kept = catalogue.briefs.store(connection, request.id, ASKED)
        plan = catalogue.plans.store(connection, request.id, draft(house, request, ASKED), kept)
        catalogue.steps.lay_out(connection, request.id, plan)
    return request


def ask(house: House, request: Request, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    answered(house, request, ASKED, Console(file=io.StringIO()))


@pytest.mark.parametrize(("typed", "answer"), [("2\n", "support"), ("\nsales\n", "sales"), ("both\n", "both")])
def test_an_answer_makes_the_next_version(
    typed: str, answer: str, house: House, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(house, request_, typed, monkeypatch)
    brief, plan = house.catalogue.briefs.get(request_.id), house.catalogue.plans.get(request_.id)
    assert brief is not None and plan is not None
    assert (brief.version, plan.version) == (2, 2)
    assert brief.parameters["scope"] == answer
    assert brief.questions == ()
    [said] = [e for e in house.catalogue.events.after(request_.id) if e.kind == "brief.answered"]
    assert said.facts["answers"] == {"scope": answer}
    assert house.catalogue.requests.get(request_.id).holder is None


def test_no_answer_cancels_what_was_not_started(
    house: House, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(typer.Exit) as ended:
        ask(house, request_, "", monkeypatch)
    assert ended.value.exit_code == Code.CANCELLED
    assert house.catalogue.requests.get(request_.id).state is RequestState.CANCELLED
