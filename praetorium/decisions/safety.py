"""What is safe to allow all at once, and the rule that makes it so. Everything else wants a look of its own."""

from __future__ import annotations

from praetorium.catalogue import Approval
from praetorium.models import Effect, Model, Undo

HARMLESS = frozenset({Effect.READ})
CONTAINED = frozenset({Effect.READ, Effect.WRITE_WORKSPACE, Effect.RUN_CODE})


class Safe(Model):
    """An approval that can be allowed without a closer look, and why."""

    approval: str
    question: str
    rule: str
    """``read-only`` or ``can-be-undone``."""
    why: str


def safe(approval: Approval) -> Safe | None:
    """None when it is not safe: it costs, leaves this machine, cannot be undone, or is no step at all."""
    if approval.kind != "step" or float(approval.shown.get("cost") or 0.0) > 0:
        return None
    effects = {Effect(name) for name in approval.shown.get("effects", ())}
    undo = approval.shown.get("undo")
    if effects <= HARMLESS:
        return _safe(approval, "read-only", "it only reads, and costs nothing")
    if effects <= CONTAINED and undo == Undo.SNAPSHOT:
        why = "it stays on this machine, costs nothing, and the workspace can be put back to what it was before"
        return _safe(approval, "can-be-undone", why)
    return None


def _safe(approval: Approval, rule: str, why: str) -> Safe:
    return Safe(approval=approval.id, question=approval.question, rule=rule, why=why)
