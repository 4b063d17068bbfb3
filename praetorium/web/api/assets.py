"""Assets over HTTP: find, versions, where they come from, and their bytes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from fastapi.responses import Response

from praetorium.catalogue import Source
from praetorium.web.access import TheHouse, only, visible_request, visible_version
from praetorium.web.api.answers import AssetTold, Page, told
from praetorium.web.content import content
from praetorium.web.problems import responses
from praetorium.web.security import Looking

router = APIRouter(prefix="/api/v1/assets", tags=["assets"])

Number = Annotated[int, InPath(ge=1, le=2**31 - 1)]


@router.get("", responses=responses(404))
def listed(
    house: TheHouse,
    who: Looking,
    request: str | None = None,
    kind: Annotated[str | None, Query(max_length=32)] = None,
    project: Annotated[str | None, Query(max_length=1024)] = None,
    search: Annotated[str, Query(max_length=200)] = "",
    before: datetime | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[AssetTold]:
    """The newest version of each asset, newest first; with `request` all versions that it made."""
    if request is not None:
        id = visible_request(house, who, request).request.id
        return Page(items=[told(v) for v in house.catalogue.assets.find(request=id)])
    found = house.catalogue.browsing.assets(
        kind=kind, project=project, search=search, asked_by=only(who), before=before, limit=limit
    )
    following = found[-1].created.isoformat() if len(found) == limit else None
    return Page(items=[told(v) for v in found], next=following)


@router.get("/{asset}", responses=responses(404))
def versions(asset: str, house: TheHouse, who: Looking) -> list[AssetTold]:
    """All versions, newest first."""
    newest = visible_version(house, who, asset)
    found = house.catalogue.assets.versions(newest.asset)
    owners = house.catalogue.browsing.owners([v.request for v in found])
    return [told(v) for v in found if who.sees(owners.get(v.request, ("", ""))[1])]


@router.get("/{asset}/{version}", responses=responses(404))
def show(asset: str, version: Number, house: TheHouse, who: Looking) -> AssetTold:
    """One version, with the request, brief, plan, step and executor it came from."""
    return told(visible_version(house, who, asset, version))


@router.get("/{asset}/{version}/sources", responses=responses(404))
def sources(asset: str, version: Number, house: TheHouse, who: Looking) -> list[Source]:
    """What that version was made from."""
    found = visible_version(house, who, asset, version)
    return house.catalogue.assets.sources(found.asset, found.version)


@router.get(
    "/{asset}/{version}/content",
    response_class=Response,
    responses={
        **responses(404, 410),
        200: {"description": "All of it; a folder as ZIP archive", "content": {"application/octet-stream": {}}},
        206: {"description": "The range asked for"},
        304: {"description": "Nothing new"},
        307: {"description": "A link leads on; so does a store that hands out downloads itself"},
        416: {"description": "There is no such range"},
    },
)
def bytes_of(
    asset: str, version: Number, request: Request, house: TheHouse, who: Looking, download: bool = True
) -> Response:
    """The bytes. Understands `Range`, `If-Range` and `If-None-Match`; the ETag is the SHA-256."""
    return content(request, house, visible_version(house, who, asset, version), download=download)
