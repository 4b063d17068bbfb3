"""Documents as PDF: text of a document never becomes markup. Tagged for readers of screens, with language and title."""

from __future__ import annotations

from pathlib import Path

from praetorium.documents.content import Document
from praetorium.documents.look import Look
from praetorium.documents.typesetting import set_pages


def write(document: Document, look: Look, folder: Path, template: Path, to: Path, words: dict[str, str]) -> None:
    """Write the document as PDF; pictures and template lie in ``folder``. Raises StepError."""
    width, height = look.millimetres
    data = {
        "document": document.dump(),
        "words": words,
        "look": {**look.dump(), "tint": look.tint, "width": width, "height": height},
    }
    set_pages(template, data, folder, to)
