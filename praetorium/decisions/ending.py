"""Approvals that end without a person's answer: their time is over, or there is nothing to ask any more.

Like every answer they lock the request before the approval: on Postgres, two that did it the other way round would wait
for each other.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from praetorium.catalogue import Answer, Approval, ApprovalState, Decision
from praetorium.decisions.effects import follow
from praetorium.decisions.permission import terms_of
from praetorium.house import House
from praetorium.models import Door


def expire(house: House, approval: Approval) -> bool:
    """End a question whose time is over with the outcome its rule chose; False when somebody was faster."""
    outcome = terms_of(approval).at_expiry
    with house.catalogue.write() as connection:
        house.catalogue.requests.hold(connection, approval.request)
        if not house.catalogue.approvals.close(connection, approval.id, ApprovalState.EXPIRED, {"outcome": outcome}):
            return False
        if outcome == "allow":
            follow(house, connection, approval, {})
        title = f"Nobody answered in time, which means {outcome}: {approval.question}"
        _record(house, connection, approval, Answer.EXPIRE, Door.SYSTEM, f"its rule says {outcome}", title)
    return True


def withdraw(house: House, approval: Approval, because: str, door: Door) -> bool:
    """Take one question back, neither allowed nor denied: if the work still needs it, it is asked anew."""
    with house.catalogue.write() as connection:
        house.catalogue.requests.hold(connection, approval.request)
        if not house.catalogue.approvals.close(connection, approval.id, ApprovalState.WITHDRAWN):
            return False
        title = f"Withdrawn, and asked anew if it is still needed: {approval.question}"
        _record(house, connection, approval, Answer.WITHDRAW, door, because, title)
    return True


def withdraw_all(
    house: House, connection: Connection, request: str, because: str, but: Collection[str] = ()
) -> list[Approval]:
    """Take back what waits in a request, but for ``but``: it ended another way, or its plan has changed."""
    gone = house.catalogue.approvals.withdraw(connection, request, but)
    for approval in gone:
        _decision(house, connection, approval, Answer.WITHDRAW, Door.SYSTEM, because)
    return gone


def _record(
    house: House, connection: Connection, approval: Approval, answer: Answer, door: Door, because: str, title: str
) -> None:
    _decision(house, connection, approval, answer, door, because)
    facts = {"approval": approval.id, "door": door, "because": because}
    kind = "approval.expired" if answer is Answer.EXPIRE else "approval.withdrawn"
    house.catalogue.events.append(connection, approval.request, kind, title, step=approval.step, facts=facts)
    house.catalogue.requests.let_go_on(connection, approval.request)


def _decision(
    house: House, connection: Connection, approval: Approval, answer: Answer, door: Door, because: str
) -> None:
    kept = Decision(
        approval=approval.id, who=None, door=door, answer=answer, because=because, shown_hash=approval.shown_hash
    )
    house.catalogue.decisions.append(connection, kept)
    house.catalogue.outbox.put(connection, approval.request, "decided", approval.id, {"approval": approval.id})
