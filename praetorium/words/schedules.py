"""When something should happen again: "every Monday at 9" → a cron line with its time zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from praetorium.models import Schedule

_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_DAY = r"(?:(?:sun|mon|tues|wednes|thurs|fri|satur)days?|(?:sun|mon|tue|wed|thu|fri|sat)\b)"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "last": -1}
_NTH = r"first|second|third|last|(?:[12]?\d|3[01])(?:st|nd|rd|th)"
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twelve": 12, "fifteen": 15, "thirty": 30}
_ZONES = {"utc": "UTC", "gmt": "UTC", "cet": "Europe/Berlin", "et": "America/New_York", "pt": "America/Los_Angeles"}
_ZONES |= {"est": "America/New_York", "pst": "America/Los_Angeles", "bst": "Europe/London", "ist": "Asia/Kolkata"}
_TIME = r"(?P<time>\d{1,2}(?:[:.]\d{2})?(?:\s*(?:am|pm|o'clock))?|noon|midnight)"
_WHEN = rf"(?:(?:\s*(?:,|at|@)\s*(?:at\s*)?|\s+(?=\d{{1,2}}(?:[:.]\d{{2}}|\s*[ap]m))){_TIME})?"
_DAYS_ONLY = r"(?:\s+on\s+(?P<only>weekdays|work(?:ing)? ?days|weekends))?"
_ZONE = r"(?:\s+(?:in\s+)?(?P<zone>[a-z]+(?:[ _/][a-z]+)?)(?:\s+time)?)?"
# "weekly" says when only where no noun follows: "a weekly sales report" is what the report is called.
_ALONE = r"\s*(?:$|[,.;:!?)@]|(?:at|in|and|as|from|to|please|on)\b|\d)"

_FORMS = (
    rf"\b(?:every|each|(?:weekly|every week),? on)\s+(?P<days>{_DAY}(?:\s*(?:,|and|&)\s*(?:and\s+)?{_DAY})*){_WHEN}",
    rf"\b(?:every|each)\s+(?P<n>\d+|[a-z]+)\s+(?P<unit>minutes?|hours?|days?)\b{_DAYS_ONLY}{_WHEN}",
    rf"\b(?P<alone>hourly|every hour|every minute|every half hour)\b{_DAYS_ONLY}",
    rf"\b(?P<week>every (?:weekday|work(?:ing)? ?day)|on weekdays|(?:every )?weekends?(?= at))\b{_WHEN}",
    rf"\b(?:monthly|every month),? on the (?P<nth>{_NTH})(?: day)?\b{_WHEN}",
    rf"\b(?:on |every )?(?:the )?(?P<nth>{_NTH})(?: day)? "
    rf"of (?:the|each|every) month\b{_WHEN}",
    rf"\b(?P<base>every day|each day|every night|every morning|every evening|every week|every month|every quarter|"
    rf"every year|(?:daily|nightly|weekly|monthly|quarterly|yearly|annually)(?={_ALONE}))\b{_WHEN}",
)
_USUAL = {"every morning": "8", "every evening": "18", "nightly": "2", "every night": "2"}


@dataclass(frozen=True, slots=True)
class Found:
    """A schedule and the lower-case words that said it."""

    schedule: Schedule
    words: str


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form + _ZONE, re.IGNORECASE) for form in _FORMS)


def find(sentence: str) -> Found | None:
    """The schedule a sentence states; None when it states none.

    Without a time of day it is 08:00 (02:00 for "nightly"); without a zone it is UTC.
    """
    for match, cron in _said(sentence):
        zone, said = _zone(match)
        return Found(Schedule(words=said, cron=cron, timezone=zone or "UTC"), said.lower())
    return None


def names_zone(schedule: Schedule) -> bool:
    """Whether the words of the schedule name its time zone."""
    return any(_zone(match)[0] is not None for match, _ in _said(schedule.words))


def _said(sentence: str) -> Iterator[tuple[re.Match[str], str]]:
    """What says a schedule, with its cron line; the plainest first."""
    for pattern in _patterns():
        match = pattern.search(sentence)
        cron = _cron(match) if match else None
        if match and cron:
            yield match, cron


def _cron(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    minute, hour = _time(groups.get("time"), _USUAL.get((groups.get("base") or "").lower(), "8"))
    if groups.get("days"):
        numbers = sorted({_day(day) for day in re.findall(_DAY, groups["days"].lower())})
        return f"{minute} {hour} * * {','.join(str(n) for n in numbers)}"
    if groups.get("n"):
        return _interval(groups["n"].lower(), groups["unit"].lower(), groups.get("only"), minute, hour)
    if groups.get("alone"):
        said, days = groups["alone"].lower(), _only(groups.get("only"))
        return f"{'*' if 'minute' in said else '*/30' if 'half' in said else 0} * * * {days}"
    if groups.get("week"):
        return f"{minute} {hour} * * {'0,6' if 'weekend' in groups['week'].lower() else '1-5'}"
    if groups.get("nth"):
        said = groups["nth"].lower()
        day = _ORDINALS.get(said) or int(said[:-2])
        return f"{minute} {hour} {'L' if day < 0 else day} * *"
    return _period(groups["base"].lower(), minute, hour)


def _period(base: str, minute: int, hour: int) -> str:
    if "week" in base:
        return f"{minute} {hour} * * 1"
    if "month" in base:
        return f"{minute} {hour} 1 * *"
    if "quarter" in base:
        return f"{minute} {hour} 1 1,4,7,10 *"
    if "year" in base or "annual" in base:
        return f"{minute} {hour} 1 1 *"
    return f"{minute} {hour} * * *"


def _interval(said: str, unit: str, only: str | None, minute: int, hour: int) -> str | None:
    number = int(said) if said.isdigit() else _NUMBERS.get(said, 2 if said == "other" else 0)
    days = _only(only)
    if unit.startswith("minute") and 0 < number < 60:
        return f"*/{number} * * * {days}"
    if unit.startswith("hour") and 0 < number < 24:
        return f"0 */{number} * * {days}"
    if unit.startswith("day") and 0 < number < 32:
        return f"{minute} {hour} */{number} * *"
    return None


def _only(said: str | None) -> str:
    if not said:
        return "*"
    return "0,6" if "weekend" in said.lower() else "1-5"


def _day(said: str) -> int:
    return next(i for i, name in enumerate(_DAYS) if name.startswith(said[:3]))


def _time(said: str | None, usual: str) -> tuple[int, int]:
    """Minute and hour of "9", "18:30", "9 pm", "noon"."""
    text = (said or usual).lower().replace("o'clock", "").strip()
    if text in {"noon", "midnight"}:
        return 0, 12 if text == "noon" else 0
    match = re.match(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", text)
    if match is None:
        return 0, 8
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] == "pm" and hour < 12:
        hour += 12
    if match[3] == "am" and hour == 12:
        hour = 0
    return (minute, hour) if hour < 24 and minute < 60 else (0, 8)


@cache
def _cities() -> dict[str, str]:
    found = dict(_ZONES)
    for zone in sorted(available_timezones()):
        found.setdefault(zone.lower(), zone)
        if zone.count("/") == 1 and not zone.startswith(("Etc/", "US/")):
            found.setdefault(zone.rpartition("/")[2].replace("_", " ").lower(), zone)
    return found


def _zone(match: re.Match[str]) -> tuple[str | None, str]:
    """The zone named after the time, if one is, and the words of the schedule without what is no zone."""
    said = match.groupdict().get("zone")
    whole = match.group()
    if not said:
        return None, whole.strip()
    for candidate in (said.lower(), said.lower().split()[0]):
        zone = _cities().get(candidate)
        if zone:
            return zone, whole.strip()
    return None, whole[: match.start("zone") - match.start()].strip().removesuffix(" in")
