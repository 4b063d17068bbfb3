"""The schedule that words state, settled: whether there is one at all, and in which time zone."""

from __future__ import annotations

from praetorium.models import Assumption, Brief, Unread
from praetorium.schedules.times import local_zone
from praetorium.words.schedules import names_zone

_ONCE = frozenset({"build-app", "build-website", "undo", "destroy"})


def settled(brief: Brief, timezone: str | None) -> Brief:
    """The brief with its schedule in a zone: the one the words name, else ``timezone``, else this machine's.

    What is made once (an app, a website) has no schedule: words in it that sound like one are named as not built.
    """
    schedule = brief.schedule
    if schedule is None:
        return brief
    if brief.intent in _ONCE:
        why = "it is built once; nothing in it happens by itself at certain times"
        known = any(schedule.words in unread.sentence for unread in brief.unread)
        unread = () if known else (Unread(sentence=schedule.words, why=why),)
        return brief.model_copy(update={"schedule": None, "unread": (*brief.unread, *unread)})
    if names_zone(schedule):
        return brief
    zone = timezone or local_zone()
    said = Assumption(about="Time zone", value=zone, because="the words name none")
    return brief.model_copy(
        update={
            "schedule": schedule.model_copy(update={"timezone": zone}),
            "assumptions": (*(a for a in brief.assumptions if a.about != said.about), said),
        }
    )
