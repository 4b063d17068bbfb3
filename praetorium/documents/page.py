"""A document as one HTML page: no script, nothing loaded, its pictures inside of it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from praetorium.documents.content import Document
from praetorium.documents.look import Look


def fill(template: Path, names: Mapping[str, Any]) -> str:
    """The template filled, every text escaped."""
    environment = Environment(
        loader=FileSystemLoader(template.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template.name).render(**names)


def data_uri(path: Path) -> str:
    """The picture as part of the page."""
    mime = "image/jpeg" if path.suffix == ".jpg" else "image/png"
    return f"data:{mime};base64,{base64.b64encode(path.read_bytes()).decode()}"


def write(document: Document, look: Look, folder: Path, template: Path, to: Path) -> None:
    """Write the document as a page; pictures and template lie in ``folder``."""

    def source(file: str) -> str:
        return data_uri(folder / file)

    names = {"doc": document, "look": look, "source": source}
    to.write_text(fill(template, names), encoding="utf-8")
