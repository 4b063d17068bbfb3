"""Where a version comes from, all the way up, and what was made from it, all the way down."""

from __future__ import annotations

from praetorium.catalogue import Catalogue, Source, Version
from praetorium.errors import UnknownError
from praetorium.models import Model

DEEPEST = 50
"""Generations that are followed."""


class Origin(Model):
    """Something a version was made from; what that was made from in turn where it is an asset."""

    kind: str
    source: str
    version: int = 0
    name: str
    made_from: tuple[Origin, ...] = ()


class Descendant(Model):
    """A version that was made from another, and what was made from it in turn."""

    asset: str
    version: int
    name: str
    kind: str
    led_to: tuple[Descendant, ...] = ()


def origins(catalogue: Catalogue, asset: str, version: int, depth: int = DEEPEST) -> tuple[Origin, ...]:
    """What the version was made from, the nearest first."""
    return tuple(_origin(catalogue, source, depth) for source in catalogue.assets.sources(asset, version))


def descendants(catalogue: Catalogue, asset: str, version: int, depth: int = DEEPEST) -> tuple[Descendant, ...]:
    """What was made from the version, the nearest first."""
    if depth == 0:
        return ()
    return tuple(
        Descendant(
            asset=made.asset,
            version=made.version,
            name=made.name,
            kind=made.kind,
            led_to=descendants(catalogue, made.asset, made.version, depth - 1),
        )
        for made in catalogue.assets.made_from(asset, version)
    )


def family(catalogue: Catalogue, chosen: Version) -> list[Version]:
    """The version and every asset's version it was made from, however far back, each once."""
    found: dict[tuple[str, int], Version] = {}
    todo = [chosen]
    while todo:
        version = todo.pop(0)
        if (version.asset, version.version) in found:
            continue
        found[version.asset, version.version] = version
        for source in catalogue.assets.sources(version.asset, version.version):
            if source.kind == "asset":
                todo.append(catalogue.assets.get(source.source, source.version))
    return list(found.values())


def _origin(catalogue: Catalogue, source: Source, depth: int) -> Origin:
    if source.kind != "asset":
        return Origin(kind=source.kind, source=source.source, name=source.source.rpartition(":")[0] or source.source)
    try:
        name = catalogue.assets.get(source.source, source.version).name
    except UnknownError:
        name = source.source
    above = origins(catalogue, source.source, source.version, depth - 1) if depth else ()
    return Origin(kind="asset", source=source.source, version=source.version, name=name, made_from=above)
