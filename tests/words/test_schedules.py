"""Schedules in words become cron lines."""

from __future__ import annotations

import pytest

from praetorium.words import schedules


@pytest.mark.parametrize(
    ("words", "cron", "zone"),
    [
        ("every Monday at 9", "0 9 * * 1", "UTC"),
        ("daily at 18:30 Berlin time", "30 18 * * *", "Europe/Berlin"),
        ("first of the month", "0 8 1 * *", "UTC"),
        ("every 2 hours on weekdays", "0 */2 * * 1-5", "UTC"),
        ("every friday at 5 pm New York time", "0 17 * * 5", "America/New_York"),
        ("each Tuesday and Thursday at 9:15", "15 9 * * 2,4", "UTC"),
        ("every weekday at noon", "0 12 * * 1-5", "UTC"),
        ("every 15 minutes", "*/15 * * * *", "UTC"),
        ("nightly", "0 2 * * *", "UTC"),
        ("monthly", "0 8 1 * *", "UTC"),
        ("quarterly at 7", "0 7 1 1,4,7,10 *", "UTC"),
        ("daily at 12 am", "0 0 * * *", "UTC"),
        ("every day at 9 in PDF", "0 9 * * *", "UTC"),
        ("on the last day of the month", "0 8 L * *", "UTC"),
    ],
)
def test_cron(words: str, cron: str, zone: str) -> None:
    found = schedules.find(f"sales report from orders.csv {words}")
    assert found is not None
    assert (found.schedule.cron, found.schedule.timezone) == (cron, zone)


@pytest.mark.parametrize(
    "words", ["each employee has a photo", "every product has a price", "two hours", "Monday is fine"]
)
def test_no_schedule(words: str) -> None:
    assert schedules.find(words) is None
