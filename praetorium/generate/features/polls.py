"""Polls: a question with options, one vote from each, results as bars.

Parameters: ``entity``, whose records are voted on.
"""

from __future__ import annotations

from typing import Any

from praetorium.generate.features import AppFeature, Data, Use, free_path, named_entities
from praetorium.generate.samples import chance
from praetorium.generate.view import AppView, EntityView
from praetorium.models import Brief

_VOTERS = 23
_OPTIONS = 6


class Polls:
    """When the brief asks for polls, votes or surveys of one question."""

    name = "polls"

    def use(self, brief: Brief, app: AppView) -> Use | None:
        asked = [f for f in brief.features if f.name == self.name]
        if not asked:
            return None
        path = free_path(app, "polls", "vote", "surveys")
        voted = next((e for f in asked for e in named_entities(app, f.parameters) if e.display.kind.textual), None)
        return Use(
            entities=app.entities,
            context={"polls_path": path, "voted": voted},
            label="Polls: one vote from each, with the results as bars",
            pages=[("Polls", f"/{path}"), ("All polls", f"/{path}/desk")],
            ways=[("measurement", "Polls", f"/{path}")],
            office_ways=[("measurement", "All polls", f"/{path}/desk")],
            proofs=[{"path": f"/{path}", "form": f"/{path}/{{id}}", "rest": f"/api/{path}"}],
        )

    def samples(self, use: Use, data: Data) -> Data:
        """Two polls that are open and one that is closed, with votes."""
        voted: EntityView | None = use.context["voted"]
        names = [str(row[voted.display.name]) for row in data[voted.modules]] if voted else []
        options = list(dict.fromkeys(names))[:_OPTIONS]
        polls: list[dict[str, Any]] = []
        if voted and len(options) > 1:
            polls.append(_poll(f"Which {voted.noun} is your favourite?", options, 21))
        improve = ["Search", "Speed", "Pictures", "More to read"]
        polls.append(_poll("What should we improve first?", improve, 14, several=True))
        polls.append(_poll("How did you hear of us?", ["From friends", "Search engine", "Newspaper", "By chance"], -5))
        votes = [
            {"poll": number, "voter": f"sample {voter}", "chosen": _chosen(poll, number, voter)}
            for number, poll in enumerate(polls, 1)
            for voter in range(_VOTERS - 4 * number)
        ]
        return {**data, "opinion_polls": polls, "poll_votes": votes}


def _poll(question: str, options: list[str], closes: int, *, several: bool = False) -> dict[str, Any]:
    return {"question": question, "options": options, "several": several, "closes_on": closes}


def _chosen(poll: dict[str, Any], number: int, voter: int) -> list[str]:
    options, draw = poll["options"], chance(f"poll {number} {voter}", 89)
    first = min(draw % len(options), draw * 7 % len(options))
    more = [options[(first + 1) % len(options)]] if poll["several"] and draw % 3 == 0 else []
    return [options[first], *more]


FEATURE: AppFeature = Polls()
