"""What every route takes from the application, and the things a person may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from praetorium.accounts import Identity
from praetorium.accounts.reach import Reach, UnseenError, untold
from praetorium.catalogue import App, Approval, Standing, Version
from praetorium.errors import RefusedError
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


def visible_request(house: House, who: Identity, id: str) -> Standing:
    """That request. Raises UnseenError also for one they may not see: it is not told apart."""
    return Reach(house, who).request(id)


def own_request(house: House, who: Identity, id: str) -> Standing:
    """That request, to do something with it. Raises UnseenError, and 403 for one that they see and is not theirs."""
    try:
        return Reach(house, who).own_request(id)
    except RefusedError as error:
        raise HTTPException(403, f"{error}: {error.next}") from None


def visible_version(house: House, who: Identity, asset: str, version: int | None = None) -> Version:
    """That version of an asset, or the newest they may see. Raises UnseenError."""
    return Reach(house, who).version(asset, version)


def visible_app(house: House, who: Identity, name: str) -> App:
    """That app. Raises UnseenError."""
    return Reach(house, who).app(name)


def visible_apps(house: House, who: Identity) -> list[App]:
    """Those that came of requests this person may see."""
    return Reach(house, who).apps()


def visible_approval(house: House, who: Identity, id: str) -> Approval:
    """That approval. Raises UnseenError."""
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


def inside(to: str) -> str:
    """A path of this page, and nothing else."""
    return to if to.startswith("/") and not to.startswith(("//", "/\\")) else "/"
