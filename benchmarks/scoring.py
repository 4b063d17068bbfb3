"""How much of what requests ask for, by hand labels, was built and proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from praetorium.models import AskedState, Brief, FeatureReport
from tests.words.labels import SETS, Label, labelled

GOAL = 0.8
"""Least share of the labels that is to be built and proven."""
_PLAIN = frozenset({"records", "background", "components"})


@dataclass(frozen=True)
class Score:
    """One request: its labels, and what became of each."""

    labels: tuple[Label, ...] = ()
    read: frozenset[Label] = frozenset()
    built: frozenset[Label] = frozenset()
    """Built, or built up to its edge by an adapter."""
    proven: frozenset[Label] = frozenset()

    @property
    def left(self) -> tuple[str, ...]:
        """Labels that are not proven, with why: not read, not built, or no test of their own passed."""
        why = (
            (label, "not read" if label not in self.read else "not built" if label not in self.built else "not proven")
            for label in self.labels
            if label not in self.proven
        )
        return tuple(f"{' '.join((label.name, *sorted(label.things)[:1]))} ({reason})" for label, reason in why)


def score(id: str, brief: Brief | None, features: Sequence[FeatureReport]) -> Score:
    """Hold a request's features against its labels; ``features`` stand in the order of the brief's ``asked``."""
    one = next((case for name in SETS for case in labelled(name) if case.id == id), None)
    if one is None or brief is None:
        return Score(one.labels if one else ())
    told = list(zip(brief.asked, features, strict=True))
    found = {label: [feature for asked, feature in told if label.matches(asked, brief)] for label in one.labels}
    return Score(
        labels=one.labels,
        read=frozenset(label for label, features in found.items() if features),
        built=frozenset(label for label, features in found.items() if any(_is_there(f) for f in features)),
        proven=frozenset(label for label, features in found.items() if any(f.proven for f in features)),
    )


def _is_there(feature: FeatureReport) -> bool:
    return feature.state is AskedState.BUILT or bool(feature.pages)


def told(scores: dict[str, Score], console: Console) -> None:
    """A table of all requests, and the shares against the goal."""
    shown = Table("case", "asked", "read", "built", "proven", "left out", title="features, by hand labels")
    for id, one in scores.items():
        figures = (len(one.labels), len(one.read), len(one.built), len(one.proven))
        shown.add_row(id, *map(str, figures), ", ".join(one.left))
    console.print(shown)
    _share("of all that is asked", scores, frozenset(), console)
    _share("without records and colours", scores, _PLAIN, console)


def _share(what: str, scores: dict[str, Score], without: frozenset[str], console: Console) -> None:
    def count(of: str) -> int:
        return sum(label.name not in without for one in scores.values() for label in getattr(one, of))

    asked = count("labels")
    if not asked:
        return
    parts = ", ".join(f"{count(of)} {of} ({count(of) / asked:.0%})" for of in ("read", "built", "proven"))
    goal = (
        f"; goal ≥ {GOAL:.0%} proven: {'met' if count('proven') >= GOAL * asked else 'not met'}" if not without else ""
    )
    console.print(f"{what}: {asked} asked, {parts}{goal}", highlight=False)
