"""Refinements of how the result looks and what it is called."""

from __future__ import annotations

import re

from praetorium.models import Brief, Style
from praetorium.words import colours, shades
from praetorium.words.refinement import Refinement
from praetorium.words.sentences import sentences

_LANGUAGES = (
    "german|french|spanish|italian|portuguese|dutch|polish|russian|chinese|japanese|korean|arabic|turkish|swedish|"
    "danish|norwegian|finnish|czech|greek|hindi|ukrainian|hungarian|romanian|english"
)
_LANGUAGE = re.compile(rf"\b(?:in|into|to|translate[d]?(?: it)?(?: in)?to)\s+({_LANGUAGES})\b", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:(?:call|name|title)\s+(?:it|this|the (?:app|application|site|website|report|page))|"
    r"(?:the|its)\s+(?:title|name)\s+(?:should be|is|must be)|(?:change|set|rename)\s+the\s+(?:title|name)\s+to|"
    r"rename\s+(?:it|the (?:app|application|site|website|report))\s+to)\s+(.+)$",
    re.IGNORECASE,
)
_SCHEME = re.compile(
    r"^(?:(?:make|have|do|use)\s+)?(?:it\s+|a\s+)?(?:in\s+)?(dark|light)(?:\s+(?:mode|theme|colou?rs?))?$"
)
_BEFORE = (
    r"^(?:make|paint|have|do|use|put|colou?r|change)?\s*(?:it|everything|the (?:app|site|page|look|colou?rs?|accents?|"
    r"buttons?|background))?\s*(?:to\s+)?(?:in\s+|be\s+|to\s+)?(?:an?\s+)?"
)
_COLOUR = r"(?P<colour>#[0-9a-f]{3,6}|[a-z]+(?:[ -][a-z]+)?)"
_WHOLE = (
    re.compile(rf"{_BEFORE}{_COLOUR}\s+(?:accents?|buttons?|background|components?)(?:\s+instead)?$"),
    re.compile(rf"{_BEFORE}{_COLOUR}(?:\s+instead)?$"),
)


def language(brief: Brief, part: str) -> Refinement | None:
    """``in German``: what is made speaks English alone."""
    match = _LANGUAGE.search(part)
    if match is None:
        return None
    named = match[1].capitalize()
    if named == "English":
        return Refinement(brief, refused=("it is in English already",))
    return Refinement(brief, refused=(f"{named}: what is made speaks English only, so far",))


def title(brief: Brief, part: str) -> Refinement | None:
    """``call it Sales Hub``."""
    match = _TITLE.match(part)
    if match is None:
        return None
    named = match[1].strip(" \"'“”‘’")[:80]
    return Refinement(brief.model_copy(update={"title": named}), (f"It is called '{named}'",))


def look(brief: Brief, part: str) -> Refinement | None:
    """``make it dark blue``, ``dark``, ``green accents``, ``a white background``."""
    lower = part.lower().strip()
    if brief.intent not in ("build-app", "build-website", "data-report"):
        return None
    if scheme := _SCHEME.match(lower):
        style = brief.style.model_copy(update={"scheme": scheme[1], "words": (*brief.style.words, scheme[1])})
        return Refinement(brief.model_copy(update={"style": style}), (f"It looks {scheme[1]}",))
    ground, _, parts = lower.partition(" with ")
    below, above = _colour(ground), _colour(parts)
    if below and above and above[0] == "accent":
        # "dark blue with orange buttons": what has components of another colour is what lies behind them.
        first = _painted(brief, "background", *below[1:])
        second = _painted(first.brief, *above)
        return Refinement(second.brief, (*first.changes, *second.changes))
    if whole := _colour(lower):
        return _painted(brief, *whole)
    said = colours.read(sentences(part)).style()
    return _laid_over(brief, said) if said != Style() else None


def _colour(said: str) -> tuple[str, str, str] | None:
    """What a colour is asked for, its name and its code: ``("accent", "orange", "#ffa500")``."""
    for pattern in _WHOLE:
        match = pattern.match(said)
        code = shades.colour(match["colour"].replace("-", " ")) if match else None
        if match is not None and code is not None:
            return "background" if "background" in said else "accent", match["colour"], code
    return None


def _painted(brief: Brief, use: str, name: str, code: str) -> Refinement:
    style = brief.style.model_copy(update={use: code, "words": (*brief.style.words, name)})
    where = "background" if use == "background" else "components"
    return Refinement(brief.model_copy(update={"style": style}), (f"{name.capitalize()} {where} ({code})",))


def _laid_over(brief: Brief, said: Style) -> Refinement:
    update = {name: value for name, value in said if name != "words" and value not in (None, "auto")}
    style = brief.style.model_copy(update=update | {"words": (*brief.style.words, *said.words)})
    if style.model_copy(update={"words": brief.style.words}) == brief.style:
        return Refinement(brief, refused=(f"the look stays: '{', '.join(said.words)}' is what it is, or not known",))
    told = ", ".join(f"{name} {value}" for name, value in update.items())
    return Refinement(brief.model_copy(update={"style": style}), (f"Look: {told}",))
