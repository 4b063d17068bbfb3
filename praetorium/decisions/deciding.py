"""One function decides. Whatever door an answer comes in by, it is taken here, once, and kept for ever.

The first answer wins: it is a compare-and-set in the catalogue, in one transaction with its row in ``decisions``, with
what follows from it, and with the request going on. Later ones are told who was faster.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from praetorium.catalogue import Answer, Approval, ApprovalState, Decision, Grant
from praetorium.decisions.changing import Change, edited, put_in_force, refined, unchanged
from praetorium.decisions.effects import accepted, follow
from praetorium.decisions.ending import withdraw_all
from praetorium.decisions.permission import permit, same, terms_of, voters
from praetorium.engine.waking import wake
from praetorium.errors import RefusedError, UserError
from praetorium.house import House
from praetorium.models import Door, Effect, Model
from praetorium.planning.differing import Difference

STATES = {
    Answer.ALLOW: ApprovalState.ALLOWED,
    Answer.DENY: ApprovalState.DENIED,
    Answer.REFINE: ApprovalState.REFINED,
    Answer.EDIT: ApprovalState.EDITED,
}


class Decided(Model):
    """What came of an answer."""

    approval: Approval
    decision: Decision
    agreed: int = 1
    """How many different people have allowed it."""
    needed: int = 1
    """How many must."""
    grant: str | None = None
    """The standing approval that was made of it."""
    differences: tuple[Difference, ...] = ()
    told: tuple[str, ...] = ()
    """What was changed of the understanding, for a refinement."""

    @property
    def settled(self) -> bool:
        """Whether the question is answered; False while more people have to agree."""
        return self.approval.state is not ApprovalState.WAITING


def decide(
    house: House,
    approval_id: str,
    answer: Answer,
    *,
    who: str | None,
    door: Door,
    because: str | None = None,
    given: Mapping[str, Any] | None = None,
    always: bool = False,
) -> Decided:
    """Answer an approval.

    ``who``: None where the door knows no names. ``given``: ``words`` of a refinement; ``parameters`` of an edit;
    ``choice`` for a question; ``more`` for a budget. ``always``: allow the like from now on (see ``grants``).

    Raises RefusedError when it is answered already or this answer is not to be taken, UserError for what came along
    and cannot be used: the approval then waits on.
    """
    approval = house.catalogue.approvals.get(approval_id)
    request = house.catalogue.requests.get(approval.request).request
    if approval.state is not ApprovalState.WAITING:
        raise _too_late(house, approval)
    permit(approval, request, answer, who, door)
    if always:
        _may_be_remembered(approval, answer, who)
    told = dict(given or {})
    change = _change(house, approval, answer, told)
    if answer is Answer.ALLOW:
        told = accepted(approval, told)
    decision = Decision(
        approval=approval.id,
        who=who,
        door=door,
        answer=answer,
        because=because or None,
        shown_hash=approval.shown_hash,
        given=told,
    )
    with house.catalogue.write() as connection:
        decided = _taken(house, connection, approval, decision, change, always)
    if decided.settled:
        wake(house, approval.request)
    return decided


def _taken(
    house: House, connection: Connection, approval: Approval, decision: Decision, change: Change | None, always: bool
) -> Decided:
    catalogue, answer = house.catalogue, decision.answer
    catalogue.requests.hold(connection, approval.request)
    if catalogue.approvals.taken(connection, approval.id).state is not ApprovalState.WAITING:
        raise _too_late(house, approval)
    needed = terms_of(approval).agree if answer is Answer.ALLOW else 1
    agreed = _agreed(house, connection, approval, decision) if answer is Answer.ALLOW else 1
    catalogue.decisions.append(connection, decision)
    if agreed < needed:
        _tell(house, connection, approval, decision, f"{agreed} of {needed} agree: {approval.question}")
        return Decided(approval=approval, decision=decision, agreed=agreed, needed=needed)
    kept = decision.given | ({"allows": change.allows, "plan": change.before.version} if change else {})
    if not catalogue.approvals.close(connection, approval.id, STATES[answer], kept):
        raise _too_late(house, approval)
    done = "Answered" if approval.kind == "question" and answer is Answer.ALLOW else _DONE[answer]
    _tell(house, connection, approval, decision, f"{done} by {decision.who or 'somebody'}: {approval.question}")
    catalogue.outbox.put(connection, approval.request, "decided", approval.id, {"approval": approval.id})
    if answer is Answer.ALLOW:
        follow(house, connection, approval, decision.given, decision.who)
    if change is not None:
        put_in_force(house, connection, approval.request, change)
        stay = unchanged(change, catalogue.approvals.of(approval.request))
        withdraw_all(house, connection, approval.request, "the plan was changed", but=stay)
    grant = _remembered(house, connection, approval, decision) if always else None
    catalogue.requests.let_go_on(connection, approval.request)
    return Decided(
        approval=catalogue.approvals.taken(connection, approval.id),
        decision=decision,
        agreed=agreed,
        needed=needed,
        grant=grant,
        differences=change.differences if change else (),
        told=change.told if change else (),
    )


_DONE = {Answer.ALLOW: "Allowed", Answer.DENY: "Denied", Answer.REFINE: "Refined", Answer.EDIT: "Edited"}


def _change(house: House, approval: Approval, answer: Answer, given: dict[str, Any]) -> Change | None:
    """The plan that comes of a refinement or an edit."""
    request = house.catalogue.requests.get(approval.request).request
    if answer is Answer.REFINE:
        words = str(given.get("words") or "").strip()
        if not words:
            raise UserError("say in words what should be different", next=f'praetorium refine {approval.id} "…"')
        return refined(house, request, words)
    if answer is Answer.EDIT:
        parameters = given.get("parameters")
        if not isinstance(parameters, Mapping) or not parameters:
            raise UserError(
                "name the parameters that should be different", next=f"praetorium edit {approval.id} --set name=value"
            )
        return edited(house, request, approval, parameters)
    return None


def _agreed(house: House, connection: Connection, approval: Approval, decision: Decision) -> int:
    """How many different people allow it with this decision. Raises RefusedError for who did before."""
    before = voters(approval, house.catalogue.decisions.within(connection, approval.id))
    if any(same(name, decision.who) for name in before):
        needed = terms_of(approval).agree
        raise RefusedError(f"{decision.who} has allowed it already; {needed} different people have to")
    return len(before) + 1


def _tell(house: House, connection: Connection, approval: Approval, decision: Decision, title: str) -> None:
    facts = {
        "approval": approval.id,
        "answer": decision.answer,
        "who": decision.who,
        "door": decision.door,
        "because": decision.because,
    }
    house.catalogue.events.append(
        connection, approval.request, "approval.answered", title, step=approval.step, facts=facts
    )


def _too_late(house: House, approval: Approval) -> RefusedError:
    """Who was faster, with what, when."""
    said = house.catalogue.decisions.of(approval.id)
    if not said:
        return RefusedError(f"approval {approval.id} is {approval.state} already")
    last = said[-1]
    if last.answer is Answer.WITHDRAW:
        why = last.because or "it is not needed any more"
        return RefusedError(
            f"the question was withdrawn at {last.at:%Y-%m-%d %H:%M:%S} UTC: {why}",
            next=f"what waits now: praetorium approvals; the plan as it is: praetorium show {approval.request}",
        )
    who = last.who or ("somebody in the Prefect UI" if last.door is Door.PREFECT else "nobody in person")
    return RefusedError(
        f"it was answered already: {last.answer} by {who}, through {last.door}, at {last.at:%Y-%m-%d %H:%M:%S} UTC",
        next=f"the first answer counts: praetorium approvals show {approval.id}",
    )


def _may_be_remembered(approval: Approval, answer: Answer, who: str | None) -> None:
    terms = terms_of(approval)
    if answer is not Answer.ALLOW or approval.kind != "step":
        raise RefusedError("only a step that is allowed can be allowed for good")
    if who is None or not terms.remember or terms.agree > 1:
        raise RefusedError(
            f"rule '{approval.shown.get('rule')}' wants to be asked each time", next="leave --always out"
        )


def _remembered(house: House, connection: Connection, approval: Approval, decision: Decision) -> str:
    """A standing approval for the like: this executor with these effects, in this project, under this rule."""
    grant = Grant(
        rule=approval.shown["rule"],
        executor=approval.shown["executor"],
        effects=tuple(Effect(name) for name in approval.shown["effects"]),
        project=approval.shown.get("project"),
        approval=approval.id,
        who=str(decision.who),
        because=decision.because,
    )
    house.catalogue.grants.add(connection, grant)
    title = f"{grant.who} allowed {grant.executor} to {', '.join(grant.effects)} for good"
    facts = {"grant": grant.id, "revoke": f"praetorium grants revoke {grant.id}"}
    house.catalogue.events.append(connection, approval.request, "grant.made", title, step=approval.step, facts=facts)
    return grant.id
