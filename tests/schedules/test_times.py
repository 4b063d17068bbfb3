"""The times of a schedule, and whose zone they are in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from praetorium.errors import UserError
from praetorium.models import Brief, Schedule
from praetorium.schedules.settling import settled
from praetorium.schedules.times import told, upcoming
from praetorium.words import read

AUTUMN = datetime(2026, 10, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cron", "zone", "times"),
    [
        ("0 9 * * 1", "UTC", ["Mon 26 Oct 2026 09:00 UTC", "Mon 2 Nov 2026 09:00 UTC", "Mon 9 Nov 2026 09:00 UTC"]),
        # Summer time ends on the 25th: the hour on the wall stays.
        (
            "30 18 * * *",
            "Europe/Berlin",
            ["Fri 23 Oct 2026 18:30 CEST", "Sat 24 Oct 2026 18:30 CEST", "Sun 25 Oct 2026 18:30 CET"],
        ),
        ("0 8 L * *", "UTC", ["Sat 31 Oct 2026 08:00 UTC", "Mon 30 Nov 2026 08:00 UTC", "Thu 31 Dec 2026 08:00 UTC"]),
        (
            "0 */12 * * 1-5",
            "UTC",
            ["Mon 26 Oct 2026 00:00 UTC", "Mon 26 Oct 2026 12:00 UTC", "Tue 27 Oct 2026 00:00 UTC"],
        ),
    ],
)
def test_the_next_three_times_with_their_zone(cron: str, zone: str, times: list[str]) -> None:
    assert [told(t) for t in upcoming(cron, zone, after=AUTUMN)] == times


@pytest.mark.parametrize(("cron", "zone"), [("0 9 * *", "UTC"), ("0 9 * * 1", "Mars/Olympus"), ("0 9 31 2 *", "UTC")])
def test_what_says_no_times_is_refused(cron: str, zone: str) -> None:
    with pytest.raises(UserError):
        upcoming(cron, zone)


def understood(words: str) -> Brief:
    return settled(read(words, project_files=["orders.csv"]), "Asia/Tokyo")


def test_a_zone_that_is_not_named_is_ours_and_said_to_be_assumed() -> None:
    brief = understood("sales report from orders.csv every Monday at 9")
    assert brief.schedule == Schedule(words="every Monday at 9", cron="0 9 * * 1", timezone="Asia/Tokyo")
    assert [(a.value, a.because) for a in brief.assumptions if a.about == "Time zone"] == [
        ("Asia/Tokyo", "the words name none")
    ]


def test_a_zone_that_is_named_stays() -> None:
    brief = understood("sales report from orders.csv, daily at 18:30 Berlin time")
    assert brief.schedule is not None and brief.schedule.timezone == "Europe/Berlin"
    assert not [a for a in brief.assumptions if a.about == "Time zone"]


def test_an_application_is_built_once_and_that_is_said() -> None:
    brief = understood("Build me a CRM with contacts and leads, every Monday at 9")
    assert brief.schedule is None
    assert any("every Monday at 9" in u.sentence for u in brief.unread)
