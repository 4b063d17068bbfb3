"""An approval by a link in a message: whoever holds it sees the evidence, and answers once, by a click."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import Response

from praetorium.accounts import Permission
from praetorium.catalogue import Answer, Approval
from praetorium.catalogue.people import Link
from praetorium.decisions import decide
from praetorium.errors import RefusedError
from praetorium.house import House
from praetorium.models import Door
from praetorium.web.access import TheHouse, ThePages
from praetorium.web.rendering import Pages
from praetorium.web.security import Guard, address
from praetorium.web.views.cards import card

router = APIRouter(include_in_schema=False)


@router.get("/answer/{token}")
def show(token: str, request: Request, house: TheHouse, pages: ThePages) -> Response:
    """The evidence. Looking uses nothing up: programs that fetch links in messages decide nothing."""
    link, approval = _linked(request, house, token)
    if link.used is not None:
        return _page(pages, request, house, approval, link, said="This link was used already.", status=403)
    return _page(pages, request, house, approval, link, token=token)


@router.post("/answer/{token}")
def answer(
    token: str,
    request: Request,
    house: TheHouse,
    pages: ThePages,
    answer: Annotated[str, Form()] = "",
    because: Annotated[str, Form()] = "",
    seen: Annotated[str, Form()] = "",
) -> Response:
    """Allow or deny, once."""
    guard: Guard = request.app.state.guard
    if not guard.own(request):
        raise HTTPException(403, "this did not come from the page itself")
    link, approval = _linked(request, house, token)
    if link.used is not None:
        return _page(pages, request, house, approval, link, said="This link was used already.", status=403)
    if answer not in (Answer.ALLOW, Answer.DENY):
        raise HTTPException(422, "a link takes allow or deny")
    if seen != approval.shown_hash:
        raise RefusedError("what is asked has changed since it was shown", next="open the link again")
    # What is refused uses nothing up; of two answers at the same time the first one counts, and the other is told so.
    decided = decide(
        house,
        approval.id,
        Answer(answer),
        who=link.person,
        door=Door.PAGE,
        because=because or "by the link in a message",
    )
    guard.accounts.use_link(token, "approval")
    said = "Allowed." if decided.decision.answer is Answer.ALLOW else "Denied."
    return _page(pages, request, house, decided.approval, link, said=said)


def _page(
    pages: Pages,
    request: Request,
    house: House,
    approval: Approval,
    link: Link,
    *,
    token: str = "",
    said: str = "",
    status: int = 200,
) -> Response:
    """The question with the way to answer it, or (``said``) what came of it."""
    owner = house.catalogue.browsing.owners([approval.request]).get(approval.request, ("", ""))
    told = {"card": card(house, approval, *owner), "link": link, "token": token, "said": said, "back": "/answer/"}
    return pages.answer("linked.html", request, status, **told)


def _linked(request: Request, house: House, token: str) -> tuple[Link, Approval]:
    """The link, used or not, and what it is for. Raises 403 and 429."""
    guard: Guard = request.app.state.guard
    if guard.signing_in.take(f"link:{address(request)}"):
        raise HTTPException(429, "too many attempts; wait a little")
    link = guard.accounts.look_at_link(token, "approval")
    if link is None:
        raise HTTPException(403, "this link is too old, or never was")
    if guard.accounts.exist():
        role = guard.accounts.role(link.person)
        if role is None or Permission.DECIDE not in role.permissions:
            raise HTTPException(403, f"{link.person} may no longer answer approvals")
    guard.signing_in.forgive(f"link:{address(request)}")
    return link, house.catalogue.approvals.get(link.subject)
