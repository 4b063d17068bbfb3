"""Pictures from outside made safe: decoded with limits, turned upright, stripped of what else they carried."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from praetorium.errors import UserError
from praetorium.media.bench import MOST_PIXELS

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff")
_LONGEST = 2000
"""Pixels along the longer side that are kept: enough for a page or a screen."""


def opened(path: Path, longest: int = _LONGEST) -> Image.Image:
    """The picture as pixels (RGB or RGBA), upright, its longer side no longer than ``longest``.

    Raises UserError when it is no picture of a known format, is cut off, or unfolds to too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise UserError(f"'{path.name}' has {image.width} × {image.height} pixels: too many to be used")
                image.draft("RGB", (longest, longest))
                upright = ImageOps.exif_transpose(image)
                kept = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in image.info else "RGB")
    except Image.DecompressionBombError as error:
        raise UserError(f"'{path.name}' unfolds to too many pixels to be used") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UserError(f"'{path.name}' is no picture that can be read", next="give it as PNG or JPEG") from error
    kept.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return kept


def cleaned(folder: Path, *, names: dict[str, str]) -> dict[str, Any]:
    """Work: each file of ``names`` (by link) decoded and written anew as PNG or JPEG. Returns by link either
    ``{file, width, height}`` or ``{error}``."""
    told: dict[str, Any] = {}
    for number, (link, name) in enumerate(sorted(names.items())):
        try:
            image = opened(folder / name)
        except UserError as error:
            told[link] = {"error": str(error)}
            continue
        # A photograph as PNG would be ten times its size; drawings and what has transparency stay exact.
        photograph = image.mode == "RGB" and (folder / name).read_bytes()[:2] == b"\xff\xd8"
        file = f"picture-{number}.{'jpg' if photograph else 'png'}"
        image.save(folder / file, quality=88, optimize=True)
        told[link] = {"file": file, "width": image.width, "height": image.height}
    return told
