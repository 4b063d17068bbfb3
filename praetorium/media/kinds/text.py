"""Plain text and code: the first lines."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from praetorium.documents.content import Code, Document
from praetorium.media.sketch import paper

_LINES, _LONGEST = 45, 90


class Text:
    """Text of all kinds."""

    suffixes = (".txt", ".md", ".json", ".yaml", ".yml", ".py", ".sql", ".toml", ".xml", ".vtt")

    def draw(self, path: Path, folder: Path) -> Image.Image:
        """What an editor would show first."""
        with path.open(encoding="utf-8", errors="replace") as file:
            lines = [line.rstrip("\n")[:_LONGEST] for line, _ in zip(file, range(_LINES), strict=False)]
        if not any(line.strip() for line in lines):
            raise ValueError("it holds nothing but white space")
        return paper(Document(title=path.suffix[1:].upper(), blocks=(Code(text="\n".join(lines)),)), folder, 1)


KIND = Text()
