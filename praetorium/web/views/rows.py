"""The workstream: one readable row per thing that happened. The tone changes the words, never the facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from praetorium.catalogue import Event
from praetorium.telling.amounts import took
from praetorium.web.wording import clock

TONES = ("plain", "friendly", "mixed")

_LOOKS = {
    "request.delivered": "good",
    "request.failed": "bad",
    "request.denied": "bad",
    "request.rejected": "bad",
    "request.waiting": "wait",
    "request.started": "run",
    "step.started": "run",
    "step.succeeded": "good",
    "step.failed": "bad",
    "step.cancelled": "quiet",
    "check.passed": "proof",
    "check.failed": "bad",
    "asset.kept": "kept",
    "approval.asked": "wait",
    "approval.reminder": "wait",
}
_ANSWERED = {"allow": "good", "edit": "good", "deny": "bad"}
_PLAIN = {
    "step.started": "Started: {title}",
    "step.succeeded": "Done: {title}",
    "step.failed": "Failed: {title}",
    "step.cancelled": "Stopped: {title}",
    "check.passed": "Proved: {title}",
    "check.failed": "Not proved: {title}",
}
_FRIENDLY = {
    "request.stored": "Got it, your request is safely kept",
    "request.queued": "In line, it starts in a moment",
    "request.started": "Here we go",
    "request.delivered": "Here it is, all proved",
    "request.failed": "That did not work out. {title}",
    "request.waiting": "Over to you. {title}",
    "request.cancelled": "Stopped, as you wished",
    "plan.made": "Here is the plan. {title}",
    "step.started": "Now: {title}",
    "step.succeeded": "That is done: {title}",
    "step.failed": "This went wrong: {title}",
    "step.cancelled": "Stopped in the middle of: {title}",
    "check.passed": "Looked at it, and it holds: {title}",
    "check.failed": "Looked at it, and it does not hold: {title}",
    "approval.asked": "A question for you: {title}",
}
_FACTS = ("file", "command", "url", "evidence", "detail", "error", "why", "next", "because", "by")


@dataclass(frozen=True)
class Row:
    """One row."""

    position: int
    kind: str
    look: str
    """``run``, ``good``, ``bad``, ``wait``, ``proof``, ``kept``, ``note``."""
    title: str
    note: str
    """A sentence more, where there is one: the evidence, the reason, the error."""
    file: str
    command: str
    step: str | None
    time: str
    at: str
    """ISO 8601."""
    asset: str


def row_of(event: Event, tone: str = "plain") -> Row:
    """An event as a row."""
    facts = event.facts
    return Row(
        position=event.position,
        kind=event.kind,
        look=_ANSWERED.get(_text(facts.get("answer")), _LOOKS.get(event.kind, "note")),
        title=_title(event, tone),
        note=_note(event.kind, facts),
        file=_text(facts.get("file")),
        command=_text(facts.get("command")),
        step=event.step,
        time=clock(event.at),
        at=event.at.isoformat(),
        asset=_text(facts.get("asset")) if event.kind == "asset.kept" else "",
    )


def _title(event: Event, tone: str) -> str:
    friendly = tone == "friendly" or (tone == "mixed" and event.kind.startswith(("request.", "approval.", "plan.")))
    words = (_FRIENDLY if friendly else {}).get(event.kind) or _PLAIN.get(event.kind) or "{title}"
    return words.replace("{title}", event.title)


def _note(kind: str, facts: dict[str, Any]) -> str:
    if kind == "step.started":
        return _text(facts.get("why"))
    if kind == "brief.answered" and isinstance(facts.get("answers"), dict):
        return _text(list(facts["answers"].values()))
    told = [_text(facts[name]) for name in _FACTS if name in facts and name not in ("file", "command")]
    if isinstance(facts.get("seconds"), int | float) and kind.startswith("step."):
        told.append(f"in {took(float(facts['seconds']))}")
    if kind in ("request.stored", "brief.made", "plan.made"):
        return f"by {facts['by']}" if kind == "request.stored" and "by" in facts else ""
    return " · ".join(text for text in told if text)


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)
