"""Twenty files, each with one oddity planted: nearly all are found, by their rule and rows, and little else."""

from __future__ import annotations

import random
from pathlib import Path

from tests.data.conftest import orders
from tests.data.test_oddities import PLANTED, found

ENOUGH, MOST_FALSE = 18, 2


def test_twenty_files_with_planted_oddities(tmp_path: Path) -> None:
    hits, false = [], []
    for number in range(20):
        what = list(PLANTED)[number % len(PLANTED)]
        plant, rule, where = PLANTED[what]
        chance = random.Random(number)
        rows = orders(chance.randint(700, 900), days=365, seed=100 + number)
        plant(rows)
        folder = tmp_path / f"{number:02}"
        folder.mkdir()
        told = found(folder, rows)
        right = [o for o in told if o.rule == rule]
        # The row is another in a longer file; what the rule says of it is the same.
        if right and (not where or right[0].rows) and right[0].sql:
            hits.append(what)
        false += [f"{what}: {o.title}" for o in told if o.rule != rule and not _follows(rule, o.rule)]
    assert len(hits) >= ENOUGH, hits
    assert len(false) <= MOST_FALSE, false


def _follows(planted: str, told: str) -> bool:
    """A date that is impossible makes days without rows; a shift of unit lies far from all others."""
    return (planted, told) in {("date", "gap"), ("unit-change", "outlier"), ("negative", "outlier")}
