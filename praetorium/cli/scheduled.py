"""Schedules as the command line knows them: those of delivered requests, and those that people made in Prefect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from praetorium.catalogue import Repetition
    from praetorium.engine.schedules import Standing
    from praetorium.house import House


@dataclass(frozen=True)
class Scheduled:
    """One schedule: at least one of the two is there."""

    repetition: Repetition | None
    """The request that is done again; None for what was made in Prefect."""
    standing: Standing | None
    """The schedule as Prefect has it; None where it is gone there."""

    @property
    def name(self) -> str:
        """What it is called by: its request's id, or the id that Prefect gave it."""
        if self.repetition is not None:
            return self.repetition.request
        return str(self.standing.id) if self.standing is not None else ""

    @property
    def state(self) -> str:
        """``active``, ``paused`` or ``removed``."""
        if self.standing is None or (self.repetition is not None and self.repetition.ended):
            return "removed"
        return "active" if self.standing.active else "paused"


def find(house: House) -> list[Scheduled]:
    """All that goes on, requests first. Prefect is asked where it is known to be there, or needed."""
    from praetorium.engine.standing import status

    known = house.catalogue.repetitions.find()
    foreign = house.settings.foreign_prefect is not None
    standing = _in_prefect(house) if known or foreign or status(house.settings).running else []
    by_slug = {schedule.slug: schedule for schedule in standing if schedule.slug}
    ours = [Scheduled(repetition, by_slug.get(repetition.request)) for repetition in known]
    return [*ours, *(Scheduled(None, schedule) for schedule in _of_nobody(house, standing))]


def get(house: House, id: str) -> Scheduled:
    """That of a request, by the beginning of its id, or one made in Prefect, by its id there. Raises UnknownError."""
    from praetorium.errors import UnknownError

    try:
        repetition = house.catalogue.repetitions.get(id)
    except UnknownError:
        made = [s for s in _in_prefect(house) if str(s.id).startswith(id) and len(id) >= 4]
        if len(made) != 1:
            raise
        return next((one for one in find(house) if one.standing == made[0]), Scheduled(None, made[0]))
    return Scheduled(repetition, {s.slug: s for s in _in_prefect(house)}.get(repetition.request))


def told(house: House, one: Scheduled) -> dict[str, Any]:
    """One schedule as an object: the keys of ``--json``."""
    from praetorium.engine import client, schedules
    from praetorium.models.secret import discreet

    repetition, known = one.repetition, one.standing
    asked = house.catalogue.requests.get(repetition.request) if repetition else None
    words = asked.request.words if asked else str((known and known.parameters.get("words")) or "")
    asked_for = repetition.schedule if repetition else None
    changed = known is not None and (asked_for is None or known.cron != asked_for.cron)
    with client.at(house.settings):
        url = schedules.page_of(known) if known is not None else None
    return {
        "request": repetition.request if repetition else None,
        "schedule": str(known.id) if known is not None else None,
        "title": asked.title if asked else discreet(" ".join(words.split()))[:80] or "(no words)",
        "words": discreet(words),
        "when": known.when if known is not None and changed else asked_for.words if asked_for else "",
        "cron": known.cron if known is not None else asked_for and asked_for.cron,
        "timezone": known.timezone if known is not None else asked_for and asked_for.timezone,
        "state": one.state,
        "next": _times(house, known) if known is not None and one.state == "active" else [],
        "files": [a.origin or a.name for a in asked.request.attachments] if asked else [],
        "url": url,
    }


def _times(house: House, known: Standing) -> list[str]:
    """The next times: worked out, or what Prefect has laid out where the schedule is of another kind."""
    from praetorium.engine import client, schedules
    from praetorium.errors import UserError
    from praetorium.schedules.times import told, upcoming

    if known.cron is not None:
        try:
            return [told(t) for t in upcoming(known.cron, known.timezone)]
        except UserError:  # Prefect takes more cron lines than the words of a request can become
            pass
    with client.at(house.settings):
        return [told(t.astimezone()) for t in schedules.laid_out(known)]


def _in_prefect(house: House) -> list[Standing]:
    from praetorium.engine import client, schedules

    with client.at(house.settings):
        return schedules.everything()


def _of_nobody(house: House, standing: list[Standing]) -> list[Standing]:
    """Those that belong to no request, of those that Prefect has."""
    ended = {repetition.request for repetition in house.catalogue.repetitions.find(ended=True)}
    return [schedule for schedule in standing if schedule.slug not in ended]
