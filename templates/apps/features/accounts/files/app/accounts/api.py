"""What programs can ask about the account they use."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from app.accounts.guard import SignedIn

router = APIRouter(prefix="/api/account", tags=["Your account"])


class Me(BaseModel):
    """The one who is asking."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    email: str
    role: str


@router.get("", summary="Who am I?", response_model=Me)
def who_am_i(person: SignedIn) -> object:
    """The account that the session or the token belongs to."""
    return person
