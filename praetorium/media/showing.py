"""Previews that were kept: which asset version shows which."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from praetorium.catalogue import Catalogue, Version

PREVIEW = "preview"
"""The kind of an asset that is a picture of another one."""


def called(name: str, kind: str) -> str:
    """What the preview of the asset of that name and kind is called: a report and its workbook may share a name."""
    return f"{name} preview" if Path(name).suffix else f"{name} ({kind}) preview"


def previews(catalogue: Catalogue, versions: Iterable[Version]) -> dict[tuple[str, int], Version]:
    """By asset and version, the picture that the same request made of it; one look-up for each request."""
    found: dict[tuple[str, int], Version] = {}
    kept: dict[str, dict[str, Version]] = {}
    for version in versions:
        if version.kind == PREVIEW:
            continue
        if version.request not in kept:
            drawn = catalogue.assets.find(request=version.request, kind=PREVIEW)
            kept[version.request] = {one.name: one for one in drawn if one.removed is None}
        if picture := kept[version.request].get(called(version.name, version.kind)):
            found[version.asset, version.version] = picture
    return found
