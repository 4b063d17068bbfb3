"""Files that are sent along with a new request, from the page or the API."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path, PurePath
from typing import IO, Any

from fastapi.concurrency import run_in_threadpool

from praetorium.accounts import Identity
from praetorium.assets.naming import filename
from praetorium.catalogue import Version
from praetorium.house import House
from praetorium.models import Door
from praetorium.web.asking import Wish, ask

LONGEST = 200
"""Bytes of UTF-8 of an upload's name; file systems take 255."""


async def take_with_files(
    house: House, wish: Wish, who: Identity, door: Door, uploads: list[Any], used: Version | None = None
) -> str:
    """Store uploads under the names they came with, an asset under its own, ask, and give the request's id."""
    with tempfile.TemporaryDirectory(prefix="praetorium-upload-") as folder:
        files = []
        for number, upload in enumerate(uploads):
            path = Path(folder, str(number), name_of(str(upload.filename)) or f"file-{number + 1}")
            path.parent.mkdir()
            await run_in_threadpool(_write, upload.file, path)
            files.append(path)
        if used is not None:
            path = Path(folder, "used", filename(used.name, used.mime))
            path.parent.mkdir()
            await run_in_threadpool(shutil.copyfile, house.store.path(used.sha256), path)
            files.append(path)
        standing = await run_in_threadpool(ask, house, wish, who.name, door, tuple(files))
    return standing.request.id


def name_of(told: str) -> str:
    """The last part of what a browser calls a file, cut before its ending if it is too long; empty if that is none."""
    name = PurePath(told.replace("\\", "/").replace("\0", "")).name
    if name in ("", ".", ".."):
        return ""
    ending = PurePath(name).suffix.encode()[:20]
    whole = name.encode()
    return name if len(whole) <= LONGEST else (whole[: LONGEST - len(ending)] + ending).decode(errors="ignore")


def _write(source: IO[bytes], to: Path) -> None:
    with to.open("wb") as file:
        shutil.copyfileobj(source, file)
