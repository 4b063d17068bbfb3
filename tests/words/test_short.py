"""Requests of 2 to 25 words, as people type them: what each becomes, what it keeps, and what it must not."""

from __future__ import annotations

import pytest

from tests.words.labels import SHORT, short
from tests.words.short import Totals, outcome, totals

FLOORS = {
    ("short", False): Totals(kinds=0.98, titles=0.95, recall=0.95, precision=0.95, fields=0.9, entirely=0.8),
    ("short", True): Totals(kinds=0.9, titles=0.7, recall=0.8, precision=0.75, fields=0.6, entirely=0.4),
    ("shorter", False): Totals(kinds=0.9, titles=0.85, recall=0.85, precision=0.9, fields=0.55, entirely=0.4),
    ("shorter", True): Totals(kinds=0.85, titles=0.75, recall=0.7, precision=0.75, fields=0.3, entirely=0.2),
}
"""By set and whether it was held out: what may not be fallen below."""


@pytest.mark.parametrize(("name", "many", "held_out"), [("short", 100, 40), ("shorter", 32, 12)])
def test_there_are_so_many_and_the_labels_are_word_for_word(name: str, many: int, held_out: int) -> None:
    every = [*short(name, held=False), *short(name, held=True)]
    assert len(every) == many and len(short(name, held=True)) == held_out
    for one in every:
        assert 2 <= len(one.words.split()) <= 25
        for label in one.labels:
            assert label.said in one.words, (one.id, label)


@pytest.mark.parametrize(("name", "held"), FLOORS)
def test_most_are_read_as_they_are_meant(name: str, held: bool) -> None:
    found, floor = totals(name, held=held), FLOORS[name, held]
    for share, least in vars(floor).items():
        assert getattr(found, share) >= least, f"{share}: {getattr(found, share):.3f}"


@pytest.mark.parametrize("name", SHORT)
def test_nothing_barred_is_made_of_those_that_were_worked_on(name: str) -> None:
    assert not [(one.id, seen.barred) for one in short(name, held=False) if (seen := outcome(one)).barred]
