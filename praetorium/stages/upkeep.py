"""Clearing away what nothing needs any more; what was delivered is in the store."""

from __future__ import annotations

import logging
import shutil
from datetime import timedelta
from pathlib import Path

from praetorium.catalogue import Standing
from praetorium.errors import UnknownError
from praetorium.executors.rehearse import PREFIX
from praetorium.house import House
from praetorium.kept.retention import let_go
from praetorium.models import now

logger = logging.getLogger(__name__)


def clear_workspaces(house: House, older: timedelta) -> int:
    """Remove the own workspaces of requests that ended before ``older`` ago; gives how many were removed.

    Workspaces an app runs from, and folders that belong to a person's project, are left alone.
    """
    used = {app.request for app in house.catalogue.apps.find()}
    folder = house.settings.folder("workspaces")
    removed = 0
    for place in folder.iterdir():
        if place.name in used or not place.is_dir():
            continue
        standing = _standing(house, place.name)
        if standing is not None and standing.finished is not None and standing.finished < now() - older:
            removed += _gone(place)
    return removed


def clear_copies(house: House, older: timedelta) -> int:
    """Remove copies of apps' data that were made before a new version took over, longer than ``older`` ago."""
    before = (now() - older).timestamp()
    old = [place for place in house.settings.folder("before").iterdir() if place.stat().st_mtime < before]
    return sum(map(_gone, old))


def clear_library(house: House) -> int:
    """Give up old versions where the settings say so, and what killed writers left in the store; gives how many
    versions."""
    days = house.settings.keep_days
    gone = let_go(house, timedelta(days=days)) if days is not None else 0
    house.store.sweep()
    return gone


def clear_views(house: House, older: timedelta) -> int:
    """Where the bytes lie in a bucket: remove named copies of versions that were made longer than ``older`` ago; gives
    how many. On the disk of the store itself they stay."""
    return 0 if house.settings.store == "disk" else house.library.drop_old_views(now() - older)


def end_rehearsals(house: House) -> int:
    """End applications that were started to be tried and outlived their request: it was ended after a crash. Gives
    how many."""
    host = house.hosts.get("process")
    left = [running.name for running in host.all() if running.name.startswith(PREFIX)] if host else []
    over = [n for n in left if (found := _standing(house, n.removeprefix(PREFIX))) is None or found.state.final]
    for name in over:
        assert host is not None
        host.remove(name)
    return len(over)


def _standing(house: House, id: str) -> Standing | None:
    """How a request stands; None for a name that a folder got from somebody else."""
    try:
        found = house.catalogue.requests.get(id)
    except UnknownError:
        return None
    # The beginning of an id is taken for the id where people type it.
    return found if found.request.id == id else None


def _gone(place: Path) -> bool:
    """Remove it; one that cannot be removed is told in the log, and does not keep the others."""
    try:
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        else:
            place.unlink()
    except OSError as error:
        logger.warning("%s stays: it cannot be removed: %s", place, error)
        return False
    return True
