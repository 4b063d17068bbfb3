"""Figures and facts as people read them on the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from praetorium.models import Effect, RequestState, StepState, Undo, now

EFFECTS: dict[str, str] = {
    Effect.READ: "reads files",
    Effect.WRITE_WORKSPACE: "writes files in its workspace",
    Effect.RUN_CODE: "runs commands",
    Effect.NETWORK: "uses the network",
    Effect.SPEND: "spends money",
    Effect.PUBLISH: "publishes something others can see",
    Effect.DESTROY: "deletes things",
}
UNDO: dict[str, str] = {
    Undo.SNAPSHOT: "It can be undone: the files are recorded before it.",
    Undo.COMPENSATE: "It can be undone: what it starts can be stopped again.",
    Undo.NOTHING: "It changes nothing, so there is nothing to undo.",
    Undo.IMPOSSIBLE: "It cannot be undone.",
}
STATES: dict[str, str] = {
    RequestState.QUEUED: "queued",
    RequestState.RUNNING: "running",
    RequestState.WAITING: "waits for a person",
    RequestState.DELIVERED: "delivered",
    RequestState.FAILED: "failed",
    RequestState.REJECTED: "not taken on",
    RequestState.DENIED: "denied",
    RequestState.CANCELLED: "cancelled",
}
ANSWERS = {
    "allow": "allowed",
    "deny": "denied",
    "refine": "refined",
    "edit": "allowed with changes",
    "expire": "expired",
    "withdraw": "withdrawn",
}
"""An answer as something that was done."""

MARKS: dict[str, str] = {
    RequestState.QUEUED: "quiet",
    RequestState.RUNNING: "run",
    RequestState.WAITING: "wait",
    RequestState.DELIVERED: "good",
    RequestState.FAILED: "bad",
    RequestState.REJECTED: "bad",
    RequestState.DENIED: "bad",
    RequestState.CANCELLED: "quiet",
    StepState.PENDING: "quiet",
    StepState.SUCCEEDED: "good",
    StepState.SKIPPED: "quiet",
}
"""How a state looks: ``good``, ``bad``, ``run``, ``wait``, ``quiet``."""


def took(seconds: float) -> str:
    """``0.4 s``, ``12 s``, ``3 min 20 s``, ``2 h 05 min``, ``3 d 4 h``."""
    if seconds < 9.95:
        return f"{max(seconds, 0):.1f} s"
    whole = round(seconds)
    if whole < 100:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours < 48 else f"{hours // 24} d {hours % 24} h"


def money(amount: float, currency: str) -> str:
    """``0.00 EUR``; below a cent as many digits as it takes to see something."""
    return f"{amount:.2f} {currency}" if amount == 0 or abs(amount) >= 0.01 else f"{amount:.2g} {currency}"


def size(count: float) -> str:
    """``214 B``, ``3.2 kB``, ``81 MB``; units of a thousand."""
    amount, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 999.5:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.0f} {unit}" if unit == "B" or amount >= 10 else f"{amount:.1f} {unit}"


def count(number: int, thing: str, plural: str = "") -> str:
    """``1 step``, ``5 steps``, ``2 entities``."""
    return f"{number:,} {thing if number == 1 else plural or thing + 's'}"


def when(moment: datetime) -> str:
    """A moment in local time, as short as its distance allows: ``14:03``, ``Mon 14:03``, ``2 Nov 14:03``."""
    local = moment.astimezone()
    days = (datetime.now(UTC).astimezone().date() - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    if 0 < days < 6:
        return f"{local:%a %H:%M}"
    return f"{local.day} {local:%b %H:%M}" if days < 300 else f"{local.day} {local:%b %Y}"


def clock(moment: datetime) -> str:
    """The time of day to the second."""
    return f"{moment.astimezone():%H:%M:%S}"


def ago(moment: datetime) -> str:
    """``just now``, ``4 min ago``, ``3 h ago``, ``2 d ago``."""
    seconds = (now() - moment).total_seconds()
    if seconds < 45:
        return "just now"
    for most, unit, size_of in ((3600 * 1.5, "min", 60), (36 * 3600, "h", 3600)):
        if seconds < most:
            return f"{max(round(seconds / size_of), 1)} {unit} ago"
    return f"{round(seconds / 86400)} d ago"


def listed(names: Iterable[str], most: int = 0) -> str:
    """``a, b, c``; beyond ``most`` of them how many more there are."""
    found = list(names)
    if most and len(found) > most:
        return f"{', '.join(found[:most])} and {len(found) - most} more"
    return ", ".join(found)


def sentence(words: str) -> str:
    """With a capital letter and a full stop."""
    text = words.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".") if text else ""
