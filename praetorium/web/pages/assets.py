"""The library: assets by kind, project and request; each with its versions, preview, lineage and bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi import Path as InPath
from fastapi.responses import Response

from praetorium.assets import mime as mimes
from praetorium.errors import UnknownError
from praetorium.media.showing import PREVIEW, previews
from praetorium.models import now
from praetorium.web.access import TheHouse, ThePages, only, visible_request, visible_version
from praetorium.web.content import content, file_answer
from praetorium.web.pages.requests import moment
from praetorium.web.security import Looking
from praetorium.web.views.lineage import lineage
from praetorium.web.views.previews import comparison, file_of, preview

router = APIRouter(include_in_schema=False)

SHOWN = 48
MOST = 2**31 - 1
"""Highest number of a version that a database takes."""
Number = Annotated[int, InPath(ge=1, le=MOST)]


@router.get("/assets")
def listed(
    request: Request,
    house: TheHouse,
    pages: ThePages,
    who: Looking,
    kind: str = "",
    project: str = "",
    of: str = "",
    q: str = "",
    before: str = "",
) -> Response:
    """The newest version of each asset, newest first; with ``of`` all that one request made."""
    if of:
        of = visible_request(house, who, of).request.id
        found: Sequence[Any] = [v for v in house.catalogue.assets.find(request=of) if kind in ("", v.kind)]
    else:
        found = house.catalogue.browsing.assets(
            kind=kind or None,
            project=project or None,
            search=q,
            asked_by=only(who),
            before=moment(before),
            limit=SHOWN,
        )
    owners = house.catalogue.browsing.owners([v.request for v in found])
    older = found[-1].created.isoformat() if len(found) == SHOWN and not of else None
    # Numbers over everything are for who sees everything.
    whole = who.role.sees_all and not of
    kinds = house.catalogue.browsing.kinds() if whole else sorted(Counter(v.kind for v in found).items())
    return pages.answer(
        "assets.html",
        request,
        assets=[v for v in found if kind == PREVIEW or v.kind != PREVIEW],
        pictures=previews(house.catalogue, found),
        owners=owners,
        older=older,
        kinds=kinds,
        kind=kind,
        project=project,
        projects=sorted({project, *(v.project for v in found)} - {""}),
        of=of,
        q=q,
        tree=mimes.TREE,
    )


@router.get("/assets/{asset}")
def show(
    asset: str,
    request: Request,
    house: TheHouse,
    pages: ThePages,
    who: Looking,
    v: Annotated[int | None, Query(ge=1, le=MOST)] = None,
    against: Annotated[int | None, Query(ge=1, le=MOST)] = None,
) -> Response:
    """One asset: a version with its preview and lineage, all versions, and two of them side by side."""
    chosen = visible_version(house, who, asset, v)
    versions = house.catalogue.assets.versions(chosen.asset)
    owners = house.catalogue.browsing.owners([x.request for x in versions])
    versions = [x for x in versions if who.sees(owners.get(x.request, ("", ""))[1])]
    other = next((x for x in versions if x.version == against), None) if against else None
    if other is not None:
        other = visible_version(house, who, asset, against)
    return pages.answer(
        "asset.html",
        request,
        v=chosen,
        versions=versions,
        preview=preview(house, chosen),
        other=other,
        other_preview=preview(house, other) if other else None,
        comparison=comparison(house, other, chosen) if other else "",
        lineage=lineage(house, chosen),
        tree=mimes.TREE,
    )


@router.get("/assets/{asset}/{version}")
@router.head("/assets/{asset}/{version}")
def bytes_of(
    asset: str, version: Number, request: Request, house: TheHouse, who: Looking, download: bool = False
) -> Response:
    """The version's bytes, to look at or to keep; a link leads on to where it points."""
    return content(request, house, visible_version(house, who, asset, version), download=download)


@router.get("/assets/{asset}/{version}/files/{path:path}")
def file(asset: str, version: Number, path: str, request: Request, house: TheHouse, who: Looking) -> Response:
    """One file of a folder, as text or picture."""
    found = visible_version(house, who, asset, version)
    stored = file_of(house, found, path) if found.mime == mimes.TREE else None
    if stored is None:
        raise UnknownError("file", path, ())
    name = path.rsplit("/", 1)[-1]
    mime = mimes.detect(house.store.path(stored), name)
    shown = mime if mime.startswith(("image/", "audio/", "video/", "application/pdf")) else "text/plain"
    if mime == mimes.UNKNOWN:
        shown = mime
    return file_answer(request, house.store, stored, shown, name, found.created)


@router.get("/attachments/{request_id}/{name}")
def attachment(request_id: str, name: str, request: Request, house: TheHouse, who: Looking) -> Response:
    """A file that came with a request."""
    standing = visible_request(house, who, request_id)
    found = next((a for a in standing.request.attachments if a.name == name), None)
    if found is None:
        raise HTTPException(404, "no such file")
    return file_answer(request, house.store, found.sha256, found.mime, found.name, now(), download=True)
