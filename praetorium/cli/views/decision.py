"""Approvals and decisions as a person reads them: the evidence, who said what, and what became of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from praetorium.catalogue import Approval, Decision
from praetorium.cli.views.prose import block, bullets, facts, indented, sentence
from praetorium.cli.wording import when
from praetorium.planning.differing import Difference
from praetorium.planning.policy import Terms
from praetorium.telling.amounts import count, listed
from praetorium.telling.hidden import masked

_FIRST = ("why", "rule", "step", "expected", "executor", "effects", "project", "cost", "choices", "default", "preview")
_HIDDEN = ("parameters", "undo", "reversible", "id", "begun", "revoked", "now", "scope", "budget")
_ANSWERS = {
    "allow": "allowed it",
    "deny": "denied it",
    "refine": "refined it",
    "edit": "edited it",
    "expire": "did not answer in time",
    "withdraw": "took the question back",
}


def approval_view(approval: Approval, decisions: Sequence[Decision]) -> RenderableType:
    """The question with its evidence, what an answer has to be like, and the answers it got."""
    parts: list[RenderableType] = [sentence(approval.question, mark="?", style="wait")]
    rows = [("State", str(approval.state)), ("Request", approval.request), ("Asked", when(approval.created))]
    rows += list(_evidence(approval.shown)) + list(_terms(approval))
    parts.append(indented(facts([(label, Text(value)) for label, value in rows])))
    parameters = masked(approval.shown.get("parameters") or {})
    if parameters:
        parts.append(block("Parameters", facts([(name, Text(str(value))) for name, value in parameters.items()])))
    if decisions:
        parts.append(block("Answers", bullets(_said(decision) for decision in decisions)))
    return Group(*parts)


def differences_view(differences: Sequence[Difference]) -> RenderableType:
    """What is different in the new version of a plan."""
    title = f"The plan: {count(len(differences), 'step')} different"
    return block(title, Group(*(line for difference in differences for line in _difference(difference))))


def _evidence(shown: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in (*_FIRST, *(k for k in shown if k not in (*_FIRST, *_HIDDEN))):
        value = shown.get(key)
        if value not in (None, "", []):
            text = listed([str(v) for v in value]) if isinstance(value, list | tuple) else str(value)
            yield key.capitalize(), text
    if "undo" in shown:
        yield "Undo", str(shown["undo"]) if shown.get("reversible") else "this cannot be undone"


def _terms(approval: Approval) -> Iterator[tuple[str, str]]:
    terms = Terms.model_validate(approval.terms)
    if terms.approvers:
        yield "Answered by", listed(list(terms.approvers))
    if terms.agree > 1:
        yield "Agree", f"{terms.agree} different people"
    if not terms.self_approval:
        yield "Not by", "whoever asked for it"
    if approval.expires:
        yield "Until", f"{when(approval.expires)}, then: {terms.at_expiry}"


def _said(decision: Decision) -> Text:
    who = decision.who or {"prefect": "Somebody in the Prefect UI"}.get(decision.door, "Nobody in person")
    line = Text(f"{when(decision.at)}  {who} {_ANSWERS[decision.answer]} ({decision.door})")
    return line.append(f": {decision.because}", style="quiet") if decision.because else line


def _difference(difference: Difference) -> Iterator[RenderableType]:
    marks = {"added": ("+", "good"), "removed": ("-", "bad"), "changed": ("~", "wait")}
    mark, style = marks[difference.change]
    yield sentence(difference.title, mark=mark, style=style)
    rows = [(name, Text(_change(name, before, after))) for name, (before, after) in difference.fields.items()]
    if rows:
        yield indented(facts(rows))


def _change(name: str, before: Any, after: Any) -> str:
    if name == "brief":
        return "is made from the new understanding"
    return f"{before} → {after}"
