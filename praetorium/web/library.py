"""The library over HTTP: an asset's versions, to open or to download."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, RedirectResponse, Response

from praetorium.errors import UnknownError
from praetorium.web.requests import TheHouse

router = APIRouter()

SANDBOX = {
    "Content-Security-Policy": "sandbox; default-src 'self' 'unsafe-inline' data:",
    "X-Content-Type-Options": "nosniff",
}
"""A stored page cannot touch this one, whatever is in it."""


@router.get("/assets/{asset}/{version}")
def open_version(asset: str, version: int, house: TheHouse) -> Response:
    """The version's bytes; a link leads on to where it points."""
    try:
        found = house.catalogue.assets.get(asset, version)
    except UnknownError as error:
        raise HTTPException(404, str(error)) from None
    if found.url:
        return RedirectResponse(found.url)
    path = house.library.view(found)
    if path.is_dir():
        raise HTTPException(415, f"'{found.name}' is a folder; get it with: praetorium assets get {found.asset}")
    return FileResponse(
        path, media_type=found.mime, filename=path.name, content_disposition_type="inline", headers=SANDBOX
    )
