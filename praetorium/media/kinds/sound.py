"""Sound: its waveform over time."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from praetorium.media.sound.files import read

_WIDE, _TALL = 1200, 300


class Sound:
    """WAV, MP3, OGG, FLAC."""

    suffixes = (".wav", ".mp3", ".ogg", ".flac")

    def draw(self, path: Path, folder: Path) -> Image.Image:
        """The loudest sample of each column, above and below the middle; its length in the corner."""
        samples, rate = read(path)
        if not samples:
            raise ValueError("it holds no sound")
        image = Image.new("RGB", (_WIDE, _TALL), "white")
        pen = ImageDraw.Draw(image)
        middle, step = _TALL // 2, max(1, len(samples) // _WIDE)
        top = max(max(samples), -min(samples), 1)
        for x in range(_WIDE):
            piece = samples[x * step : (x + 1) * step]
            if not piece:
                break
            high, low = max(piece) / top, min(piece) / top
            pen.line((x, middle - high * (middle - 24), x, middle - low * (middle - 24)), fill="#1f4e79")
        seconds = len(samples) / rate
        pen.text((10, 6), f"{int(seconds // 60)}:{seconds % 60:04.1f}", fill="#1c1f24")
        return image


KIND = Sound()
