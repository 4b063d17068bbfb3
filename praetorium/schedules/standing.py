"""Putting a delivered request on its schedule, with all that is needed to do it again."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from praetorium.catalogue import Repetition
from praetorium.errors import UserError
from praetorium.house import House
from praetorium.models import Brief, Request
from praetorium.models.secret import discreet
from praetorium.schedules.shape import has_shape, shape_of

MOST_WORDS = 2000
"""Characters of the words shown among the parameters in Prefect; the catalogue has them all."""


def told(words: str) -> str:
    """The words as Prefect is given them, without what may be secret: its API shows parameters to whoever may call it.
    A run takes the words themselves from the catalogue."""
    return discreet(words)[:MOST_WORDS]


def repeated(request: Request, brief: Brief | None) -> bool:
    """Whether the delivery of the request is the first of several."""
    return brief is not None and brief.schedule is not None and request.repeats is None


def put_up(house: House, request: Request, brief: Brief) -> Repetition:
    """What is repeated, ready to be kept with the delivery."""
    assert brief.schedule is not None
    shapes: dict[str, dict[str, str]] = {}
    for attachment in request.attachments:
        if has_shape(attachment.name):
            with suppress(UserError):  # it is of no rows: whatever reads it judges it each time
                shapes[attachment.name] = shape_of(house.store.path(attachment.sha256), attachment.name)
    return Repetition(
        request=request.id,
        schedule=brief.schedule,
        brief_version=house.catalogue.briefs.version(request.id),
        plan_version=house.catalogue.plans.version(request.id),
        shapes=shapes,
    )


def parameters_of(request: Request) -> dict[str, Any]:
    """What Prefect is given for each run. Whoever changes the words there has them read anew."""
    return {
        "words": told(request.words),
        "project": request.project,
        "playbook": request.playbook,
        "unattended": True,
        "budget": request.budget,
        "repeats": request.id,
    }
