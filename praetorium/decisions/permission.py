"""Who may give an answer: the terms on which the question was asked, looked at again when it is answered."""

from __future__ import annotations

from praetorium.catalogue import Answer, Approval, Decision
from praetorium.errors import RefusedError
from praetorium.models import Door, Request
from praetorium.planning.policy import Terms


def terms_of(approval: Approval) -> Terms:
    return Terms.model_validate(approval.terms)


def permit(approval: Approval, request: Request, answer: Answer, who: str | None, door: Door) -> None:
    """Raises RefusedError when the rule does not take this answer from this person."""
    terms, rule = terms_of(approval), approval.shown.get("rule", "")
    if who is None and terms.named:
        through = "the Prefect UI knows no names" if door is Door.PREFECT else "none was given"
        raise RefusedError(
            f"rule '{rule}' wants to know who answers, and {through}",
            next=f"answer with: praetorium approve {approval.id}",
        )
    if terms.approvers and not any(same(who, name) for name in terms.approvers):
        raise RefusedError(f"rule '{rule}' lets {', '.join(terms.approvers)} answer, not {who}")
    if answer in (Answer.ALLOW, Answer.EDIT) and not terms.self_approval and same(who, request.asked_by):
        raise RefusedError(
            f"rule '{rule}' wants somebody else to allow it than {who}, who asked for it",
            next="ask somebody else to answer; denying it or refining it is open to you",
        )


def voters(approval: Approval, earlier: list[Decision]) -> list[str]:
    """Who has allowed it, each counted once."""
    allowed = [d.who or "" for d in earlier if d.answer is Answer.ALLOW and d.shown_hash == approval.shown_hash]
    return list({name.casefold(): name for name in allowed}.values())


def same(one: str | None, other: str | None) -> bool:
    """Whether two names mean one person."""
    return one is not None and other is not None and one.strip().casefold() == other.strip().casefold()
