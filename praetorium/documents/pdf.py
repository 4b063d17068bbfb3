"""Pages as PDF, set by Typst from a template and data: text of a document never becomes markup. Tagged for readers of
screens, with language and title; PDF/UA-1 where Typst finds nothing against it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from praetorium.documents.content import Document
from praetorium.documents.look import Look
from praetorium.errors import StepError

DATA = "data.json"


def compile_pages(template: Path, data: Mapping[str, Any], folder: Path, to: Path) -> None:
    """Set the template in ``folder`` (which is all that Typst may read) with the data. Raises StepError."""
    (folder / DATA).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    options: dict[str, Any] = {"output": to, "root": folder, "sys_inputs": {"data": DATA}, "package_path": folder}
    try:
        typst.compile(template, pdf_standards="ua-1", **options)
    except typst.TypstError:
        # The standard refuses what is readable all the same: a sign that no font here has, a heading in a quotation.
        try:
            typst.compile(template, **options)
        except typst.TypstError as error:
            raise StepError(f"the pages could not be set: {error}") from error


def write(document: Document, look: Look, folder: Path, template: Path, to: Path, words: dict[str, str]) -> None:
    """Write the document as PDF; pictures and template lie in ``folder``."""
    width, height = look.millimetres
    data = {
        "document": document.dump(),
        "words": words,
        "look": {**look.dump(), "tint": look.tint, "width": width, "height": height},
    }
    compile_pages(template, data, folder, to)
