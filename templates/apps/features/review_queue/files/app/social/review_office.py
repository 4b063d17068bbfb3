"""The queue of what waits for an administrator: look at it, approve it, or reject it with a reason."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.accounts.guard import running_it
from app.database import Db
from app.social.review import APPROVED, REJECTED, REVIEWED, decide, waiting
from app.social.subjects import subject
from app.web.forms import Submitted
from app.web.pages import page, redirect

router = APIRouter(prefix="/admin/review", include_in_schema=False, dependencies=[Depends(running_it)])


@router.get("")
def queue(request: Request, db: Db) -> Response:
    """What waits, the oldest first."""
    return page(request, "social/review.html", waiting=waiting(db))


@router.post("/{kind}/{id:int}")
def send_decision(request: Request, db: Db, kind: str, id: int, form: Submitted) -> Response:
    """Approve or reject a record; a rejection needs a reason."""
    record = subject(db, tuple(REVIEWED), kind, id)
    typed = form.values()
    decision, reason = typed.get("decision"), str(typed.get("reason", "")).strip()[:1000]
    if decision not in (APPROVED, REJECTED) or (decision == REJECTED and not reason):
        return redirect(request, "/admin/review", "Say why it is rejected: its author wants to know.", "bad")
    decide(db, kind, id, record, decision, reason)
    return redirect(request, "/admin/review", f"{record} was {decision}.")
