"""Retention: old versions are let go, and their bytes with them, unless something still needs either."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from praetorium.assets.store import MissingError
from praetorium.catalogue import Version
from praetorium.house import House
from praetorium.kept.verifying import blobs_of
from praetorium.models import now
from praetorium.workspace.manifest import Manifest


def due(house: House, older: timedelta) -> list[Version]:
    """Versions older than that which are not the newest of their asset, not pinned, and not what an app runs from."""
    before, running = now() - older, {(app.asset, app.version) for app in house.catalogue.apps.find()}
    every = house.catalogue.assets.every()
    newest: dict[str, int] = {}
    for version in every:
        newest[version.asset] = max(newest.get(version.asset, 0), version.version)
    return [
        version
        for version in every
        if version.created < before
        and version.version != newest[version.asset]
        and version.pinned is None
        and (version.asset, version.version) not in running
    ]


def let_go(house: House, older: timedelta) -> int:
    """Give up the bytes of what is due; gives how many versions. What they were, and from what, stays known.

    Bytes that another version, a request's files or a snapshot that ``undo`` needs refer to stay.
    """
    chosen = due(house, older)
    if not chosen:
        return 0
    candidates = {sha256 for version in chosen for sha256 in blobs_of(house, version)}
    with house.catalogue.write() as connection:
        for version in chosen:
            house.catalogue.assets.give_up(connection, version.asset, version.version)
    house.library.drop_views(chosen)
    # Looked at after the versions were given up: what is still named now is needed.
    unused = candidates - set(_needed(house))
    for sha256 in unused:
        house.store.remove(sha256)
    return len(chosen)


def _needed(house: House) -> Iterator[str]:
    for version in house.catalogue.assets.every():
        yield from blobs_of(house, version)
    for attachments, manifests in house.catalogue.requests.references():
        yield from attachments
        for sha256 in manifests:
            yield sha256
            try:
                tree = Manifest.loads(house.store.path(sha256).read_bytes())
            except (MissingError, ValueError):
                continue  # gone already: nothing of it can be needed
            yield from (entry.sha256 for entry in tree.entries.values() if entry.sha256)
