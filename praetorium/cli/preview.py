"""Brief and plan for words that nobody keeps: the same reading and planning as at intake, without the storing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from praetorium.house import House
from praetorium.intake import draft, look
from praetorium.models import Brief, Door, Plan, Request


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
    asked = Request(
        words=words,
        asked_by=house.actor,
        door=Door.CLI,
        project=project,
        playbook=playbook,
        parameters=dict(parameters),
    )
    request, brief = look(asked, files, folder, bytes_of=_measured)
    return request, brief, draft(house, request, brief)


def _measured(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
