"""Looking whether what is kept is still what it was: every byte against its checksum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from praetorium.assets.mime import TREE
from praetorium.assets.store import MissingError
from praetorium.catalogue import Version
from praetorium.house import House
from praetorium.models import Model
from praetorium.workspace.manifest import Manifest


class Verified(Model):
    """A version, and what of it is not what it was: checksums that are missing or do not hold."""

    asset: str
    name: str
    version: int
    broken: tuple[str, ...] = ()


def verify(house: House, versions: Iterable[Version]) -> Iterator[Verified]:
    """Read everything of each version again, each blob once."""
    known: dict[str, bool] = {}

    def holds(sha256: str) -> bool:
        if sha256 not in known:
            known[sha256] = house.store.verify(sha256)
        return known[sha256]

    for version in versions:
        broken = tuple(sha256 for sha256 in blobs_of(house, version) if not holds(sha256))
        yield Verified(asset=version.asset, name=version.name, version=version.version, broken=broken)


def blobs_of(house: House, version: Version) -> list[str]:
    """The checksums of all bytes that belong to a version: of a folder its list of files and each of them."""
    if version.mime != TREE:
        return [version.sha256]
    try:
        tree = Manifest.loads(house.store.path(version.sha256).read_bytes())
    except (MissingError, ValueError):
        return [version.sha256]  # its list is gone or spoilt, which is told
    return [version.sha256, *sorted({entry.sha256 for entry in tree.entries.values() if entry.sha256})]
