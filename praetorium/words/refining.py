"""Refining: words about what should be different change the brief that is there, and say what of them cannot be done.

``without the leads page, and in German`` → leads are gone; German is not done, and said so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from praetorium.errors import RejectedError
from praetorium.models import Brief
from praetorium.words import appearance, attention, choosing, enhancing, growing, operating, reshaping, spelling, titles
from praetorium.words.refinement import DROP, Refinement, entity_of
from praetorium.words.sentences import sentences

MOST = 2000
"""Characters of a refinement that are read."""
EXAMPLES = (
    "without leads",
    "add a due date to tasks",
    "rename leads to prospects",
    "call it Sales Hub",
    "make it dark blue",
)

# What begins a change of its own: only before one of these do "and" and a comma part two changes.
_BEGINS = (
    r"(?:also|add|and add|without|no|not|with|drop|remove|delete|leave out|skip|rename|call|name|title|make|use|in|as|"
    r"change|set|give|keep|track|group|run|start|put|but|please|every|each|only|do not|don't|the|it|"
    r"(?:an? |all )?(?:(?:page|list|view|overview) (?:with|of|for|showing)|overdue)|"
    r"[a-z]+ (?:need|have|has|should|must)s?)"
)
_PARTS = re.compile(
    rf"\s*[;.]\s+|\s*,?\s+(?:and|but|then|plus)\s+(?={_BEGINS}\b)|\s*,\s*(?={_BEGINS}\b)", re.IGNORECASE
)
_POLITE = re.compile(
    r"^(?:please|just|can you|could you|i want you to|i would like you to|i'd like|i want|we need|also please|"
    r"but|and|then)\s+",
    re.IGNORECASE,
)
_THANKS = re.compile(r",?\s+(?:please|thanks|thank you)$", re.IGNORECASE)

_NOUN = re.compile(r"^(?:the|any) (?!.*\b(?:is|are|be|should|must|can|may|to)\b)[a-z ]+$")
_ONES = re.compile(r"\b(?:ones|them|those)\b")

Rule = Callable[[Brief, str], Refinement | None]
"""Looks at one part of the words; None when it is not about that."""

_RULES: tuple[Rule, ...] = (
    appearance.language,
    appearance.title,
    operating.sample_data,
    operating.command,
    operating.container,
    reshaping.rename,
    choosing.choices,
    choosing.further_choice,
    reshaping.obligation,
    operating.group,
    attention.overdue,
    operating.drop_page,
    operating.add_page,
    reshaping.drop,
    reshaping.add_field,
    enhancing.features,
    operating.formats,
    operating.timing,
    appearance.look,
    growing.add_entity,
    growing.linked,
)


@dataclass(frozen=True)
class _Progress:
    brief: Brief
    changes: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def refine(brief: Brief, words: str) -> Refinement:
    """The brief with the changes that the words ask for; ``changes`` and ``refused`` say each in a sentence.

    Raises RejectedError when nothing of the words could be used: the brief then stays what it is.
    """
    progress = _Progress(brief)
    spoken_of = ""
    for part in parts(words[:MOST]):
        told = _ONES.sub(spoken_of, part) if spoken_of else part
        spoken_of = _thing_in(brief, told) or spoken_of
        found = _one(progress.brief, told)
        progress = replace(
            progress,
            brief=found.brief,
            changes=(*progress.changes, *found.changes),
            refused=(*progress.refused, *found.refused),
        )
    if not progress.changes:
        why = "; ".join(progress.refused) or "it was not understood"
        raise RejectedError(f"nothing could be changed: {why}", examples=EXAMPLES, next=_next())
    return Refinement(_told_anew(progress.brief, brief), progress.changes, progress.refused)


def parts(words: str) -> list[str]:
    """The single changes that the words ask for, spelling mended."""
    mended = spelling.mend(sentences(words))
    text = re.sub(r"[^\W\d_]+", lambda m: mended.get(m.group().lower(), m.group()), words)
    found: list[str] = []
    for part in _PARTS.split(" ".join(text.split())):
        part = part.strip(" .,;!")
        while (shorter := _POLITE.sub("", part)) != part:
            part = shorter
        part = _THANKS.sub("", part)
        if found and _NOUN.match(part.lower()) and DROP.match(found[-1].lower()):
            found[-1] += f" and {part}"  # "remove the login and the comments"
        elif part:
            found.append(part)
    return found


def _thing_in(brief: Brief, part: str) -> str:
    """What is kept and named in words, in the plural; the last of several."""
    told = [entity for word in part.lower().split() if (entity := entity_of(brief, word)) is not None]
    return told[-1].label_plural.lower() if told else ""


def _one(brief: Brief, part: str) -> Refinement:
    for rule in _RULES:
        found = rule(brief, part)
        if found is not None:
            return found
    return Refinement(brief, refused=(f"'{part}' was not understood",))


def _told_anew(brief: Brief, before: Brief) -> Brief:
    """The brief with a summary that says what it is now."""
    if brief.intent == "build-app":
        boards = [entity.label_plural.lower() for entity in brief.entities if entity.board]
        return brief.model_copy(update={"summary": titles.summary("An application", brief.entities, boards)})
    if brief.intent == "data-report":
        when = f", {brief.schedule.words}" if brief.schedule else ""
        source = ", ".join(brief.files) or "a file that is still to be named"
        return brief.model_copy(update={"summary": f"A report on {source} as {' and '.join(brief.formats)}{when}."})
    return brief.model_copy(update={"summary": brief.summary.replace(before.title, brief.title)})


def _next() -> str:
    return "; ".join(f'try: "{example}"' for example in EXAMPLES)
