"""A request while it is read: its sentences, what came with it, and what every intent wants to know of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from praetorium.models import Attachment, Correction, Schedule
from praetorium.words import colours, named_files, schedules, spelling
from praetorium.words.sentences import Sentence, sentences

_BRIEF = 280
"""Up to so many characters a request is a few words, in which each thing named is meant."""

_DASH = re.compile(r"^[^-–—:]*\w\s[-–—]\s[a-zA-Z][^:]*$")
_AS_COLON = dict.fromkeys("-–—", ":")

_SCHEDULED = 4000
"""A schedule is said within so many characters."""


@dataclass(frozen=True)
class Reading:
    """The words and their surroundings."""

    words: str
    attachments: Sequence[Attachment] = ()
    project_files: Sequence[str] = ()
    project: str | None = None
    today: date | None = None

    @cached_property
    def written(self) -> list[Sentence]:
        """The sentences as they were written."""
        return sentences(self.words)

    @cached_property
    def spelling(self) -> dict[str, str]:
        """Misspelt word → what it is read as."""
        return spelling.mend(self.written)

    @cached_property
    def told(self) -> list[Sentence]:
        """The sentences, spelling mended; in a few words a dash before a list is a colon."""
        return [self._mended(sentence) for sentence in self.written]

    def _mended(self, written: Sentence) -> Sentence:
        mended = self.spelling
        if self.brief and _DASH.match(written.text):
            mended = mended | _AS_COLON
        changed = any(token.lower in mended for token in written.tokens)
        return Sentence(written.text, written.index, mended) if changed else written

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        return spelling.corrections(self.written, self.spelling) if self.spelling else ()

    @cached_property
    def lower(self) -> str:
        """All sentences in lower case, spelling mended, words apart by one space."""
        return " ".join(sentence.lower for sentence in self.told)

    @property
    def brief(self) -> bool:
        """The request is short: what it names is what it wants."""
        return len(self.words) <= _BRIEF

    @cached_property
    def colours(self) -> colours.Colours:
        return colours.read(self.told)

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Files named, attached, or meant among the project's own."""
        attached = tuple(attachment.name for attachment in self.attachments)
        known = named_files.known_among(self.words, self.project_files)
        return tuple(dict.fromkeys((*named_files.files_in(self.words), *attached, *known)))

    @cached_property
    def formats(self) -> tuple[str, ...]:
        return named_files.formats_in(self.words)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        return named_files.paths_in(self.words)

    @cached_property
    def schedule(self) -> Schedule | None:
        """When it is to happen again; the first that is said."""
        found = schedules.find(self.words[:_SCHEDULED])
        return found.schedule if found else None
