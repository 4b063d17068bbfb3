"""The approvals view, and the one form by which every approval is answered."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from praetorium.catalogue import Answer
from praetorium.decisions import safe
from praetorium.errors import RefusedError
from praetorium.models import Door
from praetorium.telling.hidden import redacted
from praetorium.web.access import TheHouse, ThePages, inside, only, visible_approval, visible_approvals
from praetorium.web.answering import allow_safe, given_by, take_answer
from praetorium.web.security import Asking, Deciding, Looking
from praetorium.web.views.cards import card

router = APIRouter(include_in_schema=False)

SHOWN = 50
ANSWERS = (Answer.ALLOW, Answer.DENY, Answer.REFINE, Answer.EDIT)


@router.get("/approvals")
def listed(request: Request, house: TheHouse, pages: ThePages, who: Looking) -> Response:
    """All that waits, oldest first."""
    waiting = visible_approvals(house, who)
    owners = house.catalogue.browsing.owners([a.request for a in waiting[:SHOWN]])
    cards = [card(house, a, *owners.get(a.request, ("", ""))) for a in waiting[:SHOWN]]
    found = [(a, why) for a in waiting if (why := safe(a)) is not None]
    decisions = house.catalogue.decisions.find(limit=12) if who.role.sees_all else []
    recent = [(redacted(d), redacted(house.catalogue.approvals.get(d.approval))) for d in decisions]
    return pages.answer(
        "approvals.html",
        request,
        cards=cards,
        total=len(waiting),
        safe=found,
        recent=recent,
        grants=_grants(house, who),
    )


@router.get("/waiting")
def waiting(house: TheHouse, who: Looking) -> dict[str, int]:
    """How many answers are wanted: every open page asks for it now and then."""
    number, _ = house.catalogue.browsing.waiting(only(who))
    return {"waiting": number}


@router.get("/approvals/{id}")
def show(id: str, request: Request, house: TheHouse, pages: ThePages, who: Looking) -> Response:
    """One approval, answered or not."""
    approval = visible_approval(house, who, id)
    owner = house.catalogue.browsing.owners([approval.request]).get(approval.request, ("", ""))
    return pages.answer(
        "approval.html",
        request,
        card=card(house, approval, *owner),
        decisions=list(map(redacted, house.catalogue.decisions.of(approval.id))),
    )


@router.post("/approvals/safe")
def allow_at_once(house: TheHouse, who: Deciding, ids: Annotated[list[str], Form()]) -> Response:
    """Allow those of the listed ones that are safe, each by the rule that makes it so."""
    done, refused = allow_safe(house, who, ids, Door.PAGE)
    if refused:
        first = refused[0][1]
        raise RefusedError(f"{len(done)} allowed, {len(refused)} not: {first}", next=first.next or "look at the rest")
    return RedirectResponse("/approvals", 303)


@router.post("/approvals/{id}")
async def answer(id: str, request: Request, house: TheHouse, who: Asking) -> Response:
    """Allow, deny, refine or edit."""
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    said = form.get("answer", "")
    if said not in ANSWERS:
        raise HTTPException(422, f"'{said}' is no answer; it is one of: {', '.join(ANSWERS)}")
    approval = await run_in_threadpool(visible_approval, house, who, id)
    chosen = Answer(said)
    await run_in_threadpool(
        take_answer,
        house,
        who,
        approval,
        chosen,
        door=Door.PAGE,
        because=form.get("because", ""),
        given=given_by(approval, chosen, form),
        always=bool(form.get("always")),
        seen=form.get("seen", ""),
    )
    return RedirectResponse(inside(form.get("back") or "/approvals"), 303)


@router.post("/grants/{id}/revoke")
def revoke(id: str, house: TheHouse, who: Deciding) -> Response:
    """Take a standing approval back."""
    house.catalogue.grants.revoke(id, who.name)
    return RedirectResponse("/approvals", 303)


def _grants(house: TheHouse, who: Looking) -> list[object]:
    return list(house.catalogue.grants.find()) if who.role.sees_all else []
