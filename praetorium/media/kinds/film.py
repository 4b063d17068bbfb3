"""Films: six moments side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

from praetorium.errors import UserError
from praetorium.media.extra import FILM, missing
from praetorium.media.sheet import side_by_side

_SHOWN = 6
_WIDE = 460


class Film:
    """MP4 and WebM."""

    suffixes = (".mp4", ".webm", ".mov")

    def draw(self, path: Path, folder: Path) -> Image.Image:
        """Moments spread evenly from beginning to end."""
        if absent := missing(FILM):
            raise UserError(f"a film cannot be shown: {absent}")
        import av

        found = []
        try:
            with av.open(str(path)) as container:
                stream = container.streams.video[0]
                if not container.duration:
                    raise ValueError("it does not say how long it is")
                for number in range(_SHOWN):
                    wanted = int(container.duration * (number + 0.6) / _SHOWN)  # microseconds
                    container.seek(wanted)  # to the whole picture before it
                    frames = (f for f in container.decode(stream) if f.time is not None and f.time * 1e6 >= wanted)
                    frame: Any = next(frames, None)
                    if frame is not None:
                        image = frame.to_image()
                        found.append(image.resize((_WIDE, round(_WIDE * image.height / image.width))))
        except (av.FFmpegError, IndexError) as error:
            raise ValueError(f"no film: {error}") from None
        return side_by_side(found, columns=3)


KIND = Film()
