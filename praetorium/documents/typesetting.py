"""Typst, given everything it may read: a PDF from a template and data held in memory, tagged for screen readers."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from praetorium.errors import StepError, UserError

_UNSHOWN = re.compile(r"the text `\"(.*)\"` could not be displayed")
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


def _compile(files: Any, standards: Any, made: datetime) -> bytes:
    import typst

    # Its root is where it looks for files that were not given: a folder in which there are none.
    with tempfile.TemporaryDirectory() as nothing:
        found: bytes = typst.compile(files, root=nothing, format="pdf", pdf_standards=standards, timestamp=made)
    return found
