"""The page of notifications, and what programs ask of them."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict

from app.accounts.guard import SignedIn
from app.database import Db
from app.schemas.base import LARGEST
from app.social.notices import UserNotification, notices_of, read_all
from app.web.forms import Submitted
from app.web.pages import page, redirect

router = APIRouter(prefix="/account/notifications", include_in_schema=False)
api = APIRouter(prefix="/api/account/notifications", tags=["Notifications"])


@router.get("")
def list_page(request: Request, db: Db, person: SignedIn) -> Response:
    """All notifications, the newest first."""
    return page(request, "social/notifications.html", notices=notices_of(db, person))


@router.post("/read")
def read_page(request: Request, db: Db, person: SignedIn, form: Submitted) -> Response:
    """Count all as read."""
    read_all(db, person)
    return redirect(request, "/account/notifications", "All notifications are read.")


@router.post("/{id:int}")
def open_notice(request: Request, db: Db, id: int, person: SignedIn, form: Submitted) -> Response:
    """Count one as read, and go where it leads."""
    notice = db.get(UserNotification, id) if id <= LARGEST else None
    if notice is None or notice.account_id != person.id:
        raise HTTPException(404, "There is no such notification.")
    notice.read = True
    db.commit()
    return RedirectResponse(notice.address, 303)


class NoticeRead(BaseModel):
    """A notification, as the API tells it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    text: str
    address: str
    read: bool
    created_at: dt.datetime


@api.get("", summary="List one's notifications", response_model=list[NoticeRead])
def list_notices(db: Db, person: SignedIn) -> object:
    """The newest first."""
    return notices_of(db, person)


@api.post("/read", summary="Count all notifications as read", status_code=204)
def read_notices(db: Db, person: SignedIn) -> None:
    """Afterwards none is unread."""
    read_all(db, person)
