"""What an approval's flow run shows in the Prefect UI: the evidence as markdown, and a form for the answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from praetorium.catalogue import Approval, ApprovalState
from praetorium.engine.client import StateType
from praetorium.errors import UserError
from praetorium.planning.durations import tell_duration
from praetorium.planning.policy import Terms
from praetorium.telling.hidden import masked

CLOSED: dict[ApprovalState, tuple[StateType, str]] = {
    ApprovalState.ALLOWED: ("COMPLETED", "Approved"),
    ApprovalState.DENIED: ("COMPLETED", "Denied"),
    ApprovalState.REFINED: ("COMPLETED", "Refined"),
    ApprovalState.EDITED: ("COMPLETED", "Edited"),
    ApprovalState.EXPIRED: ("COMPLETED", "Expired"),
    ApprovalState.WITHDRAWN: ("CANCELLED", "Withdrawn"),
}
"""How the run ends. An answer is an answer: a denial is no failure of the run that asked."""
_TOLD = ("why", "rule", "step", "expected", "executor", "effects", "project", "cost")


def description(approval: Approval, refusal: str = "") -> str:
    """The question and all that is known about it, as markdown."""
    shown = approval.shown
    lines = [f"## {approval.question}", ""]
    if refusal:
        lines += [f"> **What you said could not be taken:** {refusal}", ""]
    told = {key.capitalize(): _text(shown[key]) for key in _TOLD if shown.get(key) not in (None, "", [])}
    if "undo" in shown:
        told["Undo"] = "this cannot be undone" if not shown.get("reversible") else str(shown["undo"])
    lines += [f"- **{label}**: {value}" for label, value in told.items()]
    if shown.get("parameters"):
        lines += ["", "```json", json.dumps(masked(shown["parameters"]), indent=2, default=str), "```"]
    if shown.get("preview"):
        lines += ["", "What would happen:", "", "```", str(shown["preview"]), "```"]
    return "\n".join([*lines, "", _terms(approval)])


def schema(approval: Approval) -> dict[str, Any]:
    """The form, as JSON Schema: the answers this question can have, and what goes with each."""
    because = {"type": "string", "title": "Because", "description": "Why; kept with the decision", "position": 9}
    fields: dict[str, Any] = {"answer": _answer(approval), "because": because}
    if approval.kind == "question":
        choice: dict[str, Any] = {"type": "string", "title": "Choice", "position": 1}
        if approval.shown.get("choices"):
            choice["enum"] = list(approval.shown["choices"])
        if approval.shown.get("default"):
            choice["default"] = approval.shown["default"]
        fields["choice"] = choice
    if approval.kind == "budget":
        more = approval.shown["now"]["more"]
        fields["more"] = {"type": "number", "title": "How much more", "default": more, "position": 1}
    if "refine" in fields["answer"]["enum"]:
        told = "For refine: what should be different, in words"
        fields["words"] = {"type": "string", "title": "Words", "description": told, "position": 2}
    if "edit" in fields["answer"]["enum"]:
        told = "For edit: the step's parameters as they should be"
        fields["parameters"] = {
            "type": "object",
            "title": "Parameters",
            "description": told,
            "default": masked(approval.shown["parameters"]),
            "position": 3,
        }
    return {"title": "Answer", "type": "object", "properties": fields, "required": ["answer"]}


def read(approval: Approval, said: Mapping[str, Any]) -> tuple[str, dict[str, Any], str | None]:
    """Answer, what goes with it, and why, from a form that was filled in. Raises UserError."""
    answer = str(said.get("answer") or "")
    if answer not in _answer(approval)["enum"]:
        raise UserError(f"'{answer}' is no answer to this; it takes: {', '.join(_answer(approval)['enum'])}")
    given: dict[str, Any] = {}
    if answer == "refine":
        given = {"words": said.get("words") or ""}
    elif answer == "edit":
        before, after = masked(approval.shown.get("parameters", {})), said.get("parameters") or {}
        if not isinstance(after, Mapping):
            raise UserError("the parameters have to be an object: name by name, as they should be")
        given = {"parameters": {k: v for k, v in after.items() if before.get(k) != v}}
    elif answer == "allow":
        extra = {"question": "choice", "budget": "more"}.get(approval.kind)
        given = {extra: said[extra]} if extra and said.get(extra) not in (None, "") else {}
    return answer, given, str(said["because"]) if said.get("because") else None


def _answer(approval: Approval) -> dict[str, Any]:
    answers = ["allow", "deny"]
    if approval.step is not None:
        answers += ["refine", "edit"]
    return {"type": "string", "title": "Answer", "enum": answers, "position": 0}


def _terms(approval: Approval) -> str:
    terms = Terms.model_validate(approval.terms)
    told = []
    if terms.named:
        told.append(
            "**This wants an answer with a name, and the Prefect UI gives none.** Answer with "
            f"`praetorium approve {approval.id}`."
        )
    if terms.approvers:
        told.append(f"It is for {', '.join(terms.approvers)} to answer.")
    if terms.agree > 1:
        told.append(f"{terms.agree} different people have to allow it.")
    if approval.expires:
        told.append(
            f"Without an answer in {tell_duration(approval.expires - approval.created)} it is: {terms.at_expiry}."
        )
    return " ".join([*told, f"Elsewhere: `praetorium approvals show {approval.id}`."])


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
