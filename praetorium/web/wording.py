"""Facts and moments as people read them on the page; figures are in :mod:`praetorium.telling.amounts`."""

from __future__ import annotations

from datetime import UTC, datetime

from praetorium.catalogue import Approval
from praetorium.models import Effect, RequestState, StepState, Undo, now
from praetorium.models.secret import HIDDEN

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


def answered(approval: Approval, answer: str = "") -> str:
    """What came of it (or of one ``answer`` to it): ``allowed``, ``denied``; for a question what was said."""
    done = ANSWERS.get(answer, answer) if answer else str(approval.state)
    if approval.kind != "question" or done != "allowed":
        return done
    choice = (approval.answer or {}).get("choice")
    return f"answered “{choice}”" if isinstance(choice, str) and choice and choice != HIDDEN else "answered"


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
