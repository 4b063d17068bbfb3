"""What changed between two versions of a text: ``compare contract-v1.docx and contract-v2.docx``."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from praetorium.models import Assumption, Brief
from praetorium.words.intents import _asked
from praetorium.words.request import Reading

_COMPARE = re.compile(
    r"\b(?:compares?|comparison|diff|differences?|differ|redlines?|what(?: has| is|'s)? changed|"
    r"changes (?:between|from))\b"
)
_READ = frozenset({"docx", "pdf", "html", "pptx", "md", "markdown", "txt"})
_FORMATS = {"docx": r"word(?: document| file)?|docx", "pdf": r"pdfs?", "html": r"html|web ?page"}


class CompareTexts:
    """The intent of comparing texts."""

    name = "compare-texts"

    def weight(self, request: Reading) -> float:
        """Strong when two texts are to be compared."""
        asks = _COMPARE.search(request.lower) and request.brief
        return 0.99 if asks and len(_asked.with_suffix(request, _READ)) == 2 else 0.0

    def brief(self, request: Reading) -> Brief:
        """Which was first, which is second, and the form."""
        first, second = _asked.with_suffix(request, _READ)
        asked = _asked.formats(request, _FORMATS)
        look = _asked.look(request)
        formats = asked or ("html", "docx")
        assumptions = [*look.assumptions, Assumption(about="Before", value=first, because="it is named first")]
        if not asked:
            assumptions.append(Assumption(about="Form", value="page and Word document", because="no form was named"))
        names = [PurePosixPath(name).name for name in (first, second)]
        return Brief(
            intent=self.name,
            title=_asked.title(f"{_asked.stem(first)} against {_asked.stem(second)}"),
            summary=f"What changed from {names[0]} to {names[1]}, word by word, as {' and '.join(formats)}.",
            formats=formats,
            files=(first, second),
            schedule=request.schedule,
            parameters=look.parameters,
            corrections=request.corrections,
            assumptions=tuple(assumptions),
            confidence=0.95,
        )


INTENT = CompareTexts()
