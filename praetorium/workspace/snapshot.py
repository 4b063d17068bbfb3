"""Snapshots: a folder's content at a moment, recorded exactly and brought back exactly.

Everything a folder can hold is covered: full modes, links, empty folders, nested repositories. A snapshot is a
manifest, kept like any other content by its checksum; the bytes it speaks of lie in the same store.
"""

from __future__ import annotations

import time
from pathlib import Path

from praetorium.errors import StepError, UserError
from praetorium.workspace.manifest import Blobs, Manifest, shown
from praetorium.workspace.recording import record
from praetorium.workspace.restoring import bring_back


def take(folder: Path, blobs: Blobs, previous: Manifest | None = None) -> Manifest:
    """Record a folder. ``previous`` is a snapshot of the same folder, whose unchanged files cost nothing.

    Raises UserError when there is no such folder, StepError for what cannot be read.
    """
    if not folder.is_dir():
        raise UserError(f"there is no folder '{folder}' to record")
    began = time.time_ns()
    known = previous or Manifest()
    try:
        return Manifest(record(folder, blobs, known.entries, known.taken_ns), began)
    except OSError as error:
        raise StepError(f"the workspace could not be recorded: {error}") from error


def restore(folder: Path, manifest: Manifest, blobs: Blobs) -> tuple[str, ...]:
    """Make the folder exactly what it was; the paths that had to be touched, as text.

    Nothing outside of it is touched, whatever links now stand inside. Raises StepError when it cannot be done.
    """
    try:
        return tuple(sorted(map(shown, bring_back(folder, manifest.entries, blobs))))
    except OSError as error:
        raise StepError(f"the workspace could not be brought back: {error}") from error
