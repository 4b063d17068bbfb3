"""What every route takes from the application, and the things a person may see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request

from praetorium.accounts import Identity
from praetorium.catalogue import Approval, Standing, Version
from praetorium.errors import UnknownError, UserError
from praetorium.house import House
from praetorium.web.rendering import Pages


def house_of(request: Request) -> House:
    """The installation this page belongs to."""
    house: House = request.app.state.house
    return house


def pages_of(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages


TheHouse = Annotated[House, Depends(house_of)]
ThePages = Annotated[Pages, Depends(pages_of)]


def only(who: Identity) -> str | None:
    """Whose requests they are shown; None: everybody's."""
    return None if who.role.sees_all else who.name


class UnseenError(UnknownError):
    """Nothing of that name is there for whoever asks; what else there is stays untold."""

    def __init__(self, kind: str, name: str) -> None:
        UserError.__init__(self, f"there is no {kind} '{name}'", next="look for it in the list")


@contextmanager
def untold(kind: str, name: str) -> Iterator[None]:
    """What is there under other names is nobody's to learn by guessing. Raises UnseenError for UnknownError."""
    try:
        yield
    except UnknownError:
        raise UnseenError(kind, name) from None


def visible_request(house: House, who: Identity, id: str) -> Standing:
    """That request. Raises UnseenError also for one they may not see: it is not told apart."""
    with untold("request", id):
        standing = house.catalogue.requests.get(id)
    if not who.sees(standing.request.asked_by):
        raise UnseenError("request", id)
    return standing


def visible_version(house: House, who: Identity, asset: str, version: int | None = None) -> Version:
    """That version of an asset, or its newest. Raises UnknownError."""
    with untold("asset", asset):
        found = house.catalogue.assets.get(asset, version)
    if not who.sees(house.catalogue.browsing.owner(found.request) or ""):
        raise UnseenError("asset", asset)
    return found


def visible_approval(house: House, who: Identity, id: str) -> Approval:
    """That approval. Raises UnknownError."""
    with untold("approval", id):
        approval = house.catalogue.approvals.get(id)
    if not who.sees(house.catalogue.browsing.owner(approval.request) or ""):
        raise UnseenError("approval", id)
    return approval


def visible_approvals(house: House, who: Identity) -> Sequence[Approval]:
    """What waits for a person and may be seen by this one, oldest first."""
    waiting = house.catalogue.approvals.waiting()
    if who.role.sees_all:
        return waiting
    owners = house.catalogue.browsing.owners([a.request for a in waiting])
    return [a for a in waiting if owners.get(a.request, ("", ""))[1] == who.name]
