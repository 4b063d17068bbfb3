"""The way from words to brief: refuse what cannot be used, find the intent, let it read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from praetorium.models import Attachment, Brief
from praetorium.words import german, intents, refusals
from praetorium.words.request import Reading


def read(
    words: str,
    *,
    attachments: Sequence[Attachment] = (),
    project_files: Sequence[str] = (),
    project: str | None = None,
    today: date | None = None,
) -> Brief:
    """Understand a request.

    ``project_files`` are names relative to the project's folder, of which the words may mean some ("the orders file").
    The same arguments give the same brief.

    Raises:
        RejectedError: the words say nothing usable; its message says why, ``examples`` what can be asked.
    """
    words, foreign = german.translated(words)
    refusals.check(words)
    request = Reading(words, attachments, project_files, project, today)
    brief = intents.choose(request).brief(request)
    return brief.model_copy(update={"corrections": (*foreign, *brief.corrections)}) if foreign else brief
