"""Kinds of results that can be shown as a picture: one module each, found by being here.

A module defines ``KIND``, an object with what :class:`Kind` says. Adding a kind is adding a module.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from PIL import Image

from praetorium.documents.proving import UNREADABLE
from praetorium.errors import UserError

LONGEST = 1400
"""Pixels along the longer side of a preview."""
PICTURE = "preview.png"


class Kind(Protocol):
    """One kind of file."""

    suffixes: tuple[str, ...]
    """Lower case, with their dot."""

    def draw(self, path: Path, folder: Path) -> Image.Image:
        """What a person would see of it, read from the finished file; ``folder`` has the templates of documents and
        takes what is needed on the way. Raises UserError, ValueError or OSError for a file that cannot be shown."""


@cache
def all_kinds() -> dict[str, Kind]:
    """Every kind by suffix. Raises ValueError when two are for one suffix."""
    found: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(__path__):
        kind: Kind = importlib.import_module(f"{__name__}.{module.name}").KIND
        for suffix in kind.suffixes:
            if suffix in found:
                raise ValueError(f"two kinds are for '{suffix}'; the second is {module.name}")
            found[suffix] = kind
    return found


def draw(folder: Path, *, file: str) -> dict[str, Any]:
    """Work: the preview of a file as ``preview.png``; its size, and which share of it is not just ground."""
    path = folder / file
    kind = all_kinds().get(path.suffix.lower())
    if kind is None:
        raise UserError(f"a file '{path.suffix}' cannot be shown as a picture", next="known: " + ", ".join(all_kinds()))
    try:
        image = kind.draw(path, folder)
    except (*UNREADABLE, SyntaxError) as error:
        raise UserError(f"it cannot be shown: {error or type(error).__name__}") from error
    image = image.convert("RGB")
    image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    image.save(folder / PICTURE, optimize=True)
    return {"width": image.width, "height": image.height, "drawn": _drawn(image)}


def _drawn(image: Image.Image) -> float:
    """Share of the pixels that are not of the commonest colour."""
    small = image.copy()
    small.thumbnail((400, 400), Image.Resampling.NEAREST)
    counts = small.getcolors(small.width * small.height) or []
    return 1 - max(count for count, _ in counts) / (small.width * small.height)
