"""The frames of a film: each picture fitted into the screen with its caption below, one fading into the next."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FADE = 0.6
"""Seconds in which one picture turns into the next."""
_FONTS = (
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
)
_LINES = 2


def slide(picture: Image.Image, caption: str, size: tuple[int, int]) -> Image.Image:
    """One picture in the screen: whole, on a blurred copy of itself, with its caption on a dark band."""
    wide, tall = size
    ground = picture.convert("RGB").resize((wide // 16, tall // 16)).filter(ImageFilter.GaussianBlur(3))
    screen = ground.resize(size, Image.Resampling.BILINEAR).point([value // 2 for value in range(256)] * 3)
    fitted = picture.copy()
    scale = min(wide / fitted.width, tall / fitted.height)
    fitted = fitted.resize(
        (max(1, round(fitted.width * scale)), max(1, round(fitted.height * scale))), Image.Resampling.LANCZOS
    )
    place = ((wide - fitted.width) // 2, (tall - fitted.height) // 2)
    screen.paste(fitted, place, fitted if fitted.mode == "RGBA" else None)
    return captioned(screen, caption) if caption else screen


def captioned(screen: Image.Image, caption: str) -> Image.Image:
    """The caption in at most two lines on a band at the lower edge; a longer one ends in "…"."""
    wide, tall = screen.size
    font = _font(max(18, tall // 18))
    room = int(wide * 0.86)
    lines = _lines(caption, font, room)
    height = int(font.size * 1.35)
    band = Image.new("RGBA", (wide, height * len(lines) + int(font.size)), (0, 0, 0, 165))
    pen = ImageDraw.Draw(band)
    for number, line in enumerate(lines):
        left = (wide - pen.textlength(line, font)) / 2
        pen.text((left, font.size // 2 + number * height), line, font=font, fill="white")
    made = screen.convert("RGBA")
    made.alpha_composite(band, (0, tall - band.height))
    return made.convert("RGB")


def times(count: int, seconds: float, rate: int) -> list[int]:
    """How many frames each picture is shown: as even as whole frames allow, and exact in sum."""
    total = round(seconds * rate)
    return [total * (n + 1) // count - total * n // count for n in range(count)]


def film(slides: Sequence[Image.Image], shown: Sequence[int], rate: int) -> Iterator[Image.Image]:
    """All frames; the first ``FADE`` of each picture but the first fades from the one before."""
    for number, (picture, count) in enumerate(zip(slides, shown, strict=True)):
        fade = min(round(FADE * rate), count // 2) if number else 0
        for frame in range(count):
            if frame < fade:
                yield Image.blend(slides[number - 1], picture, (frame + 1) / (fade + 1))
            else:
                yield picture


def _lines(caption: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    characters = max(8, int(len(caption) * room / max(font.getlength(caption), 1)))
    lines = textwrap.wrap(caption, characters)
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], f"{lines[_LINES - 1][: characters - 1].rstrip()}…"]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """A font of this machine that knows most scripts, else the one that Pillow carries."""
    found = next((path for path in _FONTS if Path(path).is_file()), None)
    if found:
        return ImageFont.truetype(found, size)
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font
