"""Brief and plan for words that nobody keeps: the same reading and planning as at intake, without the storing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from praetorium.changing.renewal import renewed
from praetorium.house import House
from praetorium.intake import draft, look
from praetorium.kept.reuse import given
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
    paths, _ = given(house, files)
    request, brief = renewed(house, asked, folder) or look(
        asked, paths, folder, timezone=house.settings.timezone, bytes_of=_measured
    )
    return request, brief, draft(house, request, brief)


def _measured(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
