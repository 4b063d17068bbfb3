"""Clearing away what nothing needs any more; what was delivered is in the store."""

from __future__ import annotations

import shutil
from datetime import timedelta

from praetorium.executors.rehearse import PREFIX
from praetorium.house import House
from praetorium.kept.retention import let_go
from praetorium.models import now


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
        standing = house.catalogue.requests.get(place.name)
        if standing.finished is not None and standing.finished < now() - older:
            shutil.rmtree(place)
            removed += 1
    return removed


def clear_copies(house: House, older: timedelta) -> int:
    """Remove copies of apps' data that were made before a new version took over, longer than ``older`` ago."""
    before = (now() - older).timestamp()
    old = [place for place in house.settings.folder("before").iterdir() if place.stat().st_mtime < before]
    for place in old:
        shutil.rmtree(place)
    return len(old)


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
    over = [name for name in left if house.catalogue.requests.get(name.removeprefix(PREFIX)).state.final]
    for name in over:
        assert host is not None
        host.remove(name)
    return len(over)
