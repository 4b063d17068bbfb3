"""Moments as people read them in a terminal."""

from __future__ import annotations

from datetime import UTC, datetime


def when(moment: datetime) -> str:
    """A moment in local time, as short as its distance allows: ``14:03``, ``Mon 14:03``, ``2026-11-02 14:03``."""
    local = moment.astimezone()
    days = (datetime.now(UTC).astimezone().date() - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    return f"{local:%a %H:%M}" if 0 < days < 6 else f"{local:%Y-%m-%d %H:%M}"
