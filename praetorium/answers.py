"""Approvals from Python: what waits, and every answer there is.

>>> import praetorium
>>> for approval in praetorium.approvals():  # doctest: +SKIP
...     praetorium.deny(approval.id, because="not before Monday")
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from praetorium.catalogue import Answer, Approval
from praetorium.decisions import Decided, decide
from praetorium.house import House
from praetorium.models import Door


def approvals(request: str | None = None, *, house: House | None = None) -> list[Approval]:
    """What waits for a person, the oldest first; only a request's with ``request``."""
    return (house or House()).catalogue.approvals.waiting(request)


def approve(
    id: str,
    *,
    because: str | None = None,
    choice: str | None = None,
    more: float | None = None,
    always: bool = False,
    who: str | None = None,
    house: House | None = None,
) -> Decided:
    """Allow it. ``choice``: the answer to a question. ``more``: how much more a budget gets. ``always``: allow the
    like from now on, revocable (``praetorium grants``). ``who``: the login name unless given.

    Raises RefusedError when it is answered already or the rule does not take this answer, UserError for a choice or
    amount that cannot be used. The same holds for the other answers.
    """
    given = {name: value for name, value in (("choice", choice), ("more", more)) if value is not None}
    return _decide(house, id, Answer.ALLOW, who, because, given, always=always)


def deny(id: str, *, because: str | None = None, who: str | None = None, house: House | None = None) -> Decided:
    """Say no: the step is not done, and the request ends as denied."""
    return _decide(house, id, Answer.DENY, who, because, {})


def refine(
    id: str, words: str, *, because: str | None = None, who: str | None = None, house: House | None = None
) -> Decided:
    """Say in words what should be different: another version of the plan, in which what did not change stays done."""
    return _decide(house, id, Answer.REFINE, who, because, {"words": words})


def edit(
    id: str,
    parameters: Mapping[str, Any],
    *,
    because: str | None = None,
    who: str | None = None,
    house: House | None = None,
) -> Decided:
    """Allow the step with other parameters; those not named stay. The executor's own schema decides what it takes."""
    return _decide(house, id, Answer.EDIT, who, because, {"parameters": dict(parameters)})


def _decide(
    house: House | None,
    id: str,
    answer: Answer,
    who: str | None,
    because: str | None,
    given: Mapping[str, Any],
    *,
    always: bool = False,
) -> Decided:
    house = house or House()
    return decide(
        house, id, answer, who=who or house.actor, door=Door.PYTHON, because=because, given=given, always=always
    )
