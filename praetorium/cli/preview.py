"""Brief and plan for words that nobody keeps: the same reading and planning as at intake, without the storing."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from praetorium.errors import RejectedError, UserError
from praetorium.house import House
from praetorium.intake import EXAMPLES, MOST_BYTES, draft
from praetorium.models import Attachment, Brief, Door, Plan, Request
from praetorium.words import read
from praetorium.words.named_files import files_in


def preview(
    house: House,
    words: str,
    *,
    project: str | None,
    playbook: str | None,
    parameters: Mapping[str, Any],
    files: Iterable[str],
    folder: Path,
) -> tuple[Request, Brief, Plan]:
    """What 'run' would make of the words, asked from ``folder``. Raises RejectedError or UserError as it would."""
    if len(words.encode()) > MOST_BYTES:
        raise RejectedError(f"the words are longer than {MOST_BYTES // 1000} kB", examples=EXAMPLES)
    place = _folder(folder, project, "name a folder that exists") if project else None
    request = Request(
        words=words,
        asked_by=house.actor,
        door=Door.CLI,
        project=str(place) if place else None,
        playbook=playbook,
        parameters=dict(parameters),
        attachments=tuple(_attachment(path) for path in _found(words, files, place, folder)),
    )
    names = sorted(p.name for p in place.iterdir() if not p.name.startswith("."))[:500] if place else []
    brief = read(words, attachments=request.attachments, project_files=names, project=request.project)
    named = brief.parameters.get("path")
    if place is None and named:
        place = _folder(folder, str(named), "name one that exists, or give it with --project")
        request = request.model_copy(update={"project": str(place)})
        brief = brief.model_copy(update={"parameters": {**brief.parameters, "path": "."}})
    return request, brief, draft(house, request, brief)


def _folder(start: Path, name: str, next: str) -> Path:
    path = (start / Path(name).expanduser()).resolve()
    if not path.is_dir():
        raise UserError(f"there is no folder {path}", next=next)
    return path


def _found(words: str, files: Iterable[str], place: Path | None, folder: Path) -> list[Path]:
    found = {}
    for name in files:
        path = folder / Path(name).expanduser()
        if not path.is_file():
            raise UserError(f"the file {path} is not there", next="check its name")
        found[path.name] = path
    for name in files_in(words):
        for root in (place, folder):
            if root is not None and (root / name).is_file():
                found.setdefault(Path(name).name, root / name)
    return list(found.values())


def _attachment(path: Path) -> Attachment:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Attachment(name=path.name, sha256=sha256, bytes=path.stat().st_size, mime=mime, origin=str(path.resolve()))
