"""Approvals over HTTP: what waits, answers, all that is safe at once, and the audit."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from praetorium.catalogue import Answer, Approval, Decision
from praetorium.decisions import Decided, Safe
from praetorium.models import Door
from praetorium.telling.hidden import redacted
from praetorium.web.access import TheHouse, visible_approval, visible_approvals
from praetorium.web.answering import all_safe, allow_safe, take_answer
from praetorium.web.api.answers import AllowedAtOnce, Answered, ApprovalAnswer, Chosen, NotAllowed, Page
from praetorium.web.problems import responses
from praetorium.web.security import Asking, Deciding, Looking, Operating

router = APIRouter(prefix="/api/v1", tags=["approvals"])


@router.get("/approvals", responses=responses(404))
def listed(house: TheHouse, who: Looking, request: str | None = None) -> Page[Approval]:
    """All that waits for a person, oldest first."""
    found = visible_approvals(house, who)
    return Page(items=[redacted(a) for a in found if request in (None, a.request)])


@router.get("/approvals/safe", responses=responses())
def listed_safe(house: TheHouse, who: Looking) -> list[Safe]:
    """What could be allowed at once, each with the rule that makes it safe."""
    return [why for _, why in all_safe(house, who)]


@router.post("/approvals/safe", responses=responses())
def allow_at_once(chosen: Chosen, house: TheHouse, who: Deciding) -> AllowedAtOnce:
    """Allow those of the named that are safe, each on its own; what is refused is told and stops no other."""
    done, refused = allow_safe(house, who, chosen.ids, Door.API)
    left = [NotAllowed(approval=id, why=str(error), next=error.next) for id, error in refused]
    return AllowedAtOnce(allowed=[_told(decided) for decided in done], refused=left)


@router.get("/approvals/{id}", responses=responses(404))
def show(id: str, house: TheHouse, who: Looking) -> Approval:
    """A question with its evidence, and its answer where there is one. What may be secret in it is hidden."""
    return redacted(visible_approval(house, who, id))


@router.get("/approvals/{id}/decisions", responses=responses(404))
def decisions(id: str, house: TheHouse, who: Looking) -> list[Decision]:
    """Who answered what, when and why."""
    return [redacted(d) for d in house.catalogue.decisions.of(visible_approval(house, who, id).id)]


@router.post("/approvals/{id}", responses=responses(404, 409))
def answer(id: str, said: ApprovalAnswer, house: TheHouse, who: Asking) -> Answered:
    """Allow, deny, refine or edit. The first answer counts; a later one is told so (409)."""
    decided = take_answer(
        house,
        who,
        visible_approval(house, who, id),
        Answer(said.answer),
        door=Door.API,
        because=said.because,
        given=said.given(),
        always=said.always,
        seen=said.seen,
    )
    return _told(decided)


@router.get("/audit", tags=["operations"], responses=responses(404))
def audit(
    house: TheHouse, who: Operating, request: str | None = None, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> Page[Decision]:
    """All decisions, newest first."""
    return Page(items=[redacted(d) for d in house.catalogue.decisions.find(request, limit)])


def _told(decided: Decided) -> Answered:
    return Answered(
        approval=redacted(decided.approval),
        decision=redacted(decided.decision),
        settled=decided.settled,
        agreed=decided.agreed,
        needed=decided.needed,
        grant=decided.grant,
    )
