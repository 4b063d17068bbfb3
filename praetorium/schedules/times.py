"""The next times of a schedule, and how they are told."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from tzlocal import get_localzone_name

from praetorium.errors import UserError
from praetorium.models import now

SHOWN = 3
"""How many times are told beforehand."""


def upcoming(cron: str, timezone: str, count: int = SHOWN, after: datetime | None = None) -> tuple[datetime, ...]:
    """The next times after ``after`` (now), in the schedule's own zone. Raises UserError for what says no times."""
    try:
        start = (after or now()).astimezone(ZoneInfo(timezone))
        times = CronSim(cron, start)
        return tuple(next(times) for _ in range(count))
    except (CronSimError, ZoneInfoNotFoundError, ValueError) as error:
        raise UserError(
            f'"{cron}" in {timezone} says no times: {error}', next="say it like: every Monday at 9"
        ) from None
    except StopIteration:
        raise UserError(f'"{cron}" never comes', next="say it like: every Monday at 9") from None


def told(moment: datetime, *, zone: bool = True) -> str:
    """``Mon 30 Nov 2026 09:00 CET``."""
    return f"{moment:%a} {moment.day} {moment:%b %Y %H:%M}" + (f" {moment:%Z}" if zone else "")


def local_zone() -> str:
    """The time zone of this machine; UTC where it says none."""
    try:
        return get_localzone_name() or "UTC"
    except ZoneInfoNotFoundError:
        return "UTC"
