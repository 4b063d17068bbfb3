"""An asset's bytes over HTTP: whole or in ranges, with a checksum as ETag, and walled off from the page."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from email.utils import format_datetime
from tempfile import SpooledTemporaryFile
from urllib.parse import quote

from fastapi import HTTPException, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from praetorium.assets import Store
from praetorium.assets import mime as mimes
from praetorium.assets.naming import filename
from praetorium.catalogue import Version
from praetorium.house import House
from praetorium.workspace import Manifest

CHUNK = 1 << 18
IN_MEMORY = 8_000_000
LINK_SECONDS = 300
"""How long an address works at which the store itself hands out a download."""
SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data:; "
    "frame-ancestors 'self'"
)
"""Whatever is in a stored page, it runs no script, belongs to no origin, and loads nothing."""


def content(request: Request, house: House, version: Version, *, download: bool = False) -> Response:
    """The bytes of a version: a link leads on, a folder comes as a ZIP archive; 410 where they were given up."""
    if version.removed is not None:
        raise HTTPException(410, f"version {version.version} of '{version.name}' was given up; take a newer one")
    if version.mime == mimes.LINK and version.url:
        if not version.url.startswith(("http://", "https://")):
            raise HTTPException(415, "this link leads to no web page")
        return RedirectResponse(version.url, 307)
    if version.mime == mimes.TREE:
        return _archive(house, version)
    name = filename(version.name, version.mime)
    return file_answer(request, house.store, version.sha256, version.mime, name, version.created, download=download)


def file_answer(
    request: Request, store: Store, sha256: str, mime: str, name: str, changed: object = None, *, download: bool = False
) -> Response:
    """A stored file. Answers 304 to who has it, 206 to who wants a part, 416 to who wants one that is not there.

    Where the store hands downloads out itself, 307 leads there; what is looked at in the page always comes from here.
    """
    size, tag = store.size(sha256), f'"{sha256}"'
    headers = {
        "etag": tag,
        "accept-ranges": "bytes",
        "cache-control": "private, max-age=31536000, immutable",
        "content-disposition": f"{'attachment' if download else 'inline'}; filename*=UTF-8''{quote(name)}",
        "content-security-policy": SANDBOX if not mime.startswith("application/pdf") else "frame-ancestors 'self'",
        "x-content-type-options": "nosniff",
        "content-length": str(size),
    }
    if changed is not None:
        headers["last-modified"] = format_datetime(changed, usegmt=True)  # type: ignore[arg-type]
    if _has(request.headers.get("if-none-match", ""), tag):
        headers.pop("content-length")
        return Response(status_code=304, headers=headers)
    if download and request.method == "GET" and (link := store.link(sha256, name, mime, LINK_SECONDS)):
        return RedirectResponse(link, 307, {"cache-control": "no-store", "etag": tag})
    kind = f"{mime}; charset=utf-8" if mime.startswith("text/") else mime
    wanted = request.headers.get("range")
    if wanted and request.headers.get("if-range", tag) == tag:
        part = span(wanted, size)
        if part is None:
            return Response(status_code=416, headers={"content-range": f"bytes */{size}"})
        first, past = part
        headers |= {"content-range": f"bytes {first}-{past - 1}/{size}", "content-length": str(past - first)}
        return StreamingResponse(store.read(sha256, first, past), 206, headers, kind)
    if request.method == "HEAD":
        return Response(status_code=200, headers=headers, media_type=kind)
    return StreamingResponse(store.read(sha256), 200, headers, kind)


def span(value: str, size: int) -> tuple[int, int] | None:
    """First byte and the one past the last of a ``Range`` header of one range; all of it for what is no byte range
    we serve (several ranges, other units); None when it lies beyond the end."""
    unit, _, told = value.partition("=")
    first, dash, last = told.strip().partition("-")
    if unit.strip() != "bytes" or not dash or "," in told or not (first + last).isdigit():
        return 0, size
    if not first:
        return (max(size - int(last), 0), size) if int(last) and size else None
    start, past = int(first), min(int(last) + 1, size) if last else size
    return (start, past) if start < past else None


def _has(header: str, tag: str) -> bool:
    return header.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in header.split(",")]


def _archive(house: House, version: Version) -> Response:
    """All files of a folder; what lies in memory is limited, whatever their size."""
    manifest = Manifest.loads(house.store.path(version.sha256).read_bytes())
    spool = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed when all of it is sent
    with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, entry in sorted(manifest.entries.items()):
            if entry.kind == "file":
                archive.write(house.store.path(entry.sha256), path)
    spool.seek(0)

    def sent() -> Iterator[bytes]:
        with spool:
            while data := spool.read(CHUNK):
                yield data

    name = quote(f"{filename(version.name, '')}-v{version.version}.zip")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return StreamingResponse(sent(), headers=headers, media_type="application/zip")
