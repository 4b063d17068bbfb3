"""Typst, the one place that calls it: PDFs tagged for screen readers, and pictures of pages.

A template and its data are given apart: what comes from people is data, and stays text, whatever it looks like. Fonts
are those that Typst brings along and those of the machine; a letter that the first font lacks is taken from any other
that has it (so a font for Chinese, Japanese or Korean is used where one is installed).
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from praetorium.errors import StepError, UserError

_UNSHOWN = re.compile(r"the text `\"(.*)\"` could not be displayed")
DATA = "data.json"
_NAMED = {"data": DATA}
ACCESSIBLE = "ua-1"
"""PDF/UA-1, the standard of accessible documents (ISO 14289-1)."""


@dataclass(frozen=True)
class Typeset:
    """A finished PDF."""

    data: bytes
    accessible: bool
    """Whether it meets PDF/UA-1; if not it is tagged all the same, and ``lacking`` says what stood in the way."""
    lacking: str = ""


def typeset(main: str, files: Mapping[str, bytes], *, made: datetime) -> Typeset:
    """Typeset the Typst source ``main``; it may read ``files`` by their names (``json("data.json")``), nothing else.

    What comes from people belongs into a data file: there it is text, whatever it looks like. ``made`` is the date
    written into the document, so that the same content gives the same bytes. The source sets title and language, and
    gives every image an ``alt``. Raises UserError for a letter that no font has, StepError with Typst's own words.
    """
    given: dict[str, bytes] = {"main.typ": main.encode(), **files}
    try:
        return Typeset(_compile(given, [ACCESSIBLE], made), accessible=True)
    except RuntimeError as error:
        lacking = str(error).splitlines()[0]
    letters = _UNSHOWN.search(lacking)
    if letters:
        raise UserError(
            f"the PDF cannot show '{letters[1]}': no font on this machine has it",
            next="install a font that has it (Debian: fonts-noto-cjk, fonts-symbola), or ask for another format",
        )
    try:
        return Typeset(_compile(given, [], made), accessible=False, lacking=lacking)
    except RuntimeError as error:
        raise StepError(f"the PDF could not be typeset: {str(error).splitlines()[0]}") from error


def set_pages(template: Path, data: Mapping[str, Any], folder: Path, to: Path) -> None:
    """Write the PDF of a template in ``folder``, which is all that Typst may read; data as ``sys.inputs.data``.

    PDF/UA-1 where nothing stands against it, else tagged all the same. Raises StepError.
    """
    (folder / DATA).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    try:
        _typst(template, output=to, root=folder, package_path=folder, sys_inputs=_NAMED, pdf_standards=ACCESSIBLE)
    except RuntimeError:
        # The standard refuses what is readable all the same: a sign that no font here has, a heading in a quotation.
        try:
            _typst(template, output=to, root=folder, package_path=folder, sys_inputs=_NAMED)
        except RuntimeError as error:
            raise StepError(f"the pages could not be set: {error}") from error


def set_pictures(template: Path, data: Any, folder: Path, to: Path, *, ppi: float = 72) -> None:
    """Write pages as PNG: one picture, or one a page where the name of ``to`` holds ``{0p}``. Raises ValueError."""
    (folder / DATA).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    try:
        _typst(template, output=to, root=folder, format="png", ppi=ppi, sys_inputs=_NAMED)
    except RuntimeError as error:
        raise ValueError(str(error).splitlines()[0]) from error


def _compile(files: Any, standards: Any, made: datetime) -> bytes:
    # Its root is where it looks for files that were not given: a folder in which there are none.
    with tempfile.TemporaryDirectory() as nothing:
        found: bytes = _typst(files, root=nothing, format="pdf", pdf_standards=standards, timestamp=made)
    return found


def _typst(source: Any, **options: Any) -> Any:
    import typst

    return typst.compile(source, **options)
