"""Results that nothing here makes: they are refused at once, each with what can be asked instead."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NoReturn

from praetorium.errors import RejectedError
from praetorium.words import data_words
from praetorium.words.intents import _asked
from praetorium.words.intents._refused import ELSEWHERE, KNOWN, REWRITING, WRITING, Refused
from praetorium.words.request import Reading

_APP = re.compile(
    r"\b(?:apps?|application|crm|system|platform|website|web ?site|site|portal|tool|dashboard|software|where|that)\b"
)
_BUILDS = re.compile(r"\b(?:apps?|application|tool|system|tracker|where|\./\S+)\b|\./|`")


class Beyond:
    """The intent of what cannot be had."""

    name = "beyond"

    def weight(self, request: Reading) -> float:
        """Strong when the words begin with such a result, and with no application that might have it."""
        return 0.985 if _found(request) else 0.0

    def brief(self, request: Reading) -> NoReturn:
        """Refuse it.

        Raises:
            RejectedError: always; with what can be asked instead.
        """
        found = _found(request)
        assert found is not None  # weight() looked for it
        raise RejectedError(found.what, examples=found.examples)


INTENT = Beyond()


def _found(request: Reading) -> Refused | None:
    text = request.lower.strip()
    for file in request.files:  # a text may be called certificate.md
        text = text.replace(file.lower(), f"file{PurePosixPath(file).suffix.lower()}")
    if not request.brief:
        return _thought_up(request.told[0].lower)
    if not request.project and re.search(ELSEWHERE.pattern, text) and not _BUILDS.search(text):
        return ELSEWHERE
    if _APP.search(text):
        return None
    found = next((each for each in KNOWN if re.search(each.pattern, text)), None)
    if found is None or found.pattern != REWRITING:
        return found
    # Rows are summed up; a text that is to be set in a form is set, and what is not done with it is said in the brief.
    typeset = _asked.with_suffix(request, _asked.TEXTS) and request.formats and not text.startswith("translate")
    return None if typeset or data_words.files(request) else found


def _thought_up(first: str) -> Refused | None:
    """A text that a long request begins by asking for, whatever else it says about it."""
    if _APP.search(first) or not re.search(WRITING, first):
        return None
    return next(each for each in KNOWN if each.pattern == WRITING)
