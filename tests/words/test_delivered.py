"""From what was asked to where it is and what proves it, in the words of the delivery."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.theme import Theme

from praetorium.asked import features
from praetorium.cli.screen import STYLES
from praetorium.cli.views.report import report_view
from praetorium.models import Address, AskedState, FeatureReport, Outcome, Part, Report, RequestState, StepState
from praetorium.telling import proof, report_markdown, tally
from praetorium.words import read

WORDS = (
    "Build an app to manage recipes. Users should be able to search for recipes, export the recipes, receive an SMS, "
    "and draw lots. Use ivory as the background."
)
PARTS = (
    Part(name="records", entity="recipe", pages=(("Recipes", "/recipes"),), passed=20),
    Part(name="search", entity="recipe", pages=(("Recipes", "/recipes"),), passed=3),
    Part(name="export", entity="recipe", pages=(("Recipes", "/recipes"),), passed=1, failed=1),
)
HOME = Address(name="Recipes", url="http://127.0.0.1:4000/", checked=True)


def _told(*parts: Part) -> dict[str, FeatureReport]:
    outcome = Outcome(state=StepState.SUCCEEDED, result={"parts": [part.dump() for part in parts]})
    return {told.name: told for told in features(read(WORDS), [outcome], [HOME])}


def test_each_thing_that_was_asked_is_told_in_its_words_and_place() -> None:
    told = _told(*PARTS)
    assert [feature.said in WORDS for feature in told.values()] == [True] * len(told)
    assert told["search"].said == "search for recipes"
    assert [page.url for page in told["search"].pages] == ["http://127.0.0.1:4000/recipes"]
    assert (told["search"].proven, told["export"].proven, told["records"].proven) == (True, False, True)


def test_what_is_not_there_is_never_proven() -> None:
    told = _told(*PARTS)
    assert told["random_draw"].state is AskedState.LEFT_OUT and told["random_draw"].why
    assert told["sms"].state is AskedState.EDGE
    assert not told["random_draw"].proven and not told["sms"].proven
    assert not any(feature.proven for feature in _told().values())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("search", "3 tests passed"),
        ("export", "1 of 2 tests failed"),
        ("random_draw", "left out: drawing at random"),
        ("sms", "sending to phones needs"),
        ("background", "no test was run yet"),
    ],
)
def test_the_proof_is_one_line(name: str, words: str) -> None:
    line = proof(_told(*PARTS)[name])
    assert line.startswith(words) and "\n" not in line


def test_the_delivery_has_a_line_for_each() -> None:
    told = tuple(_told(*PARTS).values())
    assert tally(told).startswith(f"2 of {len(told)} built and proven, 1 that needs the outside world, 1 left out")
    shown = report_markdown(
        Report(request="req-1", state=RequestState.DELIVERED, title="Recipes", summary="Done.", features=told)
    )
    rows = [line for line in shown.splitlines() if line.startswith("| ") and "“" in line]
    assert len(rows) == len(told)
    assert "| Search | “search for recipes” | [Recipes](http://127.0.0.1:4000/recipes) | 3 tests passed |" in rows


def test_the_command_line_shows_it_too() -> None:
    told = tuple(_told(*PARTS).values())
    report = Report(request="req-1", state=RequestState.DELIVERED, title="Recipes", summary="Done.", features=told)
    console = Console(width=200, record=True, file=io.StringIO(), theme=Theme(STYLES))
    console.print(report_view(report, "EUR"))
    shown = console.export_text()
    assert "Asked for: 2 of" in shown
    (line,) = [line for line in shown.splitlines() if '"search for recipes"' in line and "Search" in line]
    assert line.split()[0] == "✓" and "/recipes" in line and line.rstrip().endswith("3 tests passed")
