"""Requests of 3 to 25 words, as people type them: what each becomes, what it keeps, and what it must not."""

from __future__ import annotations

import pytest

from tests.words.labels import short
from tests.words.short import Totals, outcome, totals

FLOORS = {
    False: Totals(kinds=0.98, titles=0.95, recall=0.95, precision=0.95, fields=0.9, entirely=0.8),
    True: Totals(kinds=0.9, titles=0.7, recall=0.8, precision=0.75, fields=0.6, entirely=0.4),
}
"""By whether the half was held out: what may not be fallen below."""


def test_there_are_a_hundred_and_the_labels_are_word_for_word() -> None:
    every = [*short(held=False), *short(held=True)]
    assert len(every) == 100 and len(short(held=True)) == 40
    for one in every:
        assert 2 <= len(one.words.split()) <= 25
        for label in one.labels:
            assert label.said in one.words, (one.id, label)


@pytest.mark.parametrize("held", FLOORS, ids=["worked on", "held out"])
def test_most_are_read_as_they_are_meant(held: bool) -> None:
    found, floor = totals(held=held), FLOORS[held]
    for name, least in vars(floor).items():
        assert getattr(found, name) >= least, f"{name}: {getattr(found, name):.3f}"


def test_nothing_barred_is_made_of_those_that_were_worked_on() -> None:
    assert not [(one.id, seen.barred) for one in short(held=False) if (seen := outcome(one)).barred]
