"""Refinements of what is made of it and how it runs: formats, pages, samples, schedule, command."""

from __future__ import annotations

import re

from praetorium.models import Brief
from praetorium.words import named_files, schedules
from praetorium.words.refinement import DROP, Refinement, parameter, singular_of

_SAMPLES = re.compile(
    r"\b(?:no|without|drop|remove)\b.*\b(?:sample|example|demo|test)\b|\bstarts? empty\b|\bempty (?:at first|to start)"
)
_SAMPLES_YES = re.compile(r"^(?:with|add|include) (?:some )?(?:sample|example|demo) (?:data|records|entries)$")
_CONTAINER = re.compile(r"\b(?:in|as|inside) (?:a )?(?:docker|container)", re.IGNORECASE)
_GROUP = re.compile(r"^(?:group|grouped|break(?: it)? down|split)(?: it| them)? by (?P<columns>[a-z_ ,]+)$")
_PAGE = re.compile(
    r"^(?:also )?(?:add|include|with|put in) (?:an? |the )?(?P<name>[a-z ]+?) (?:page|section)$|"
    r"^(?:also )?(?:add|include|with) (?:an? )?page (?:about|for|with) (?:the |our |my )?(?P<about>[a-z ]+)$"
)
_COMMAND = re.compile(r"`([^`]+)`")


def sample_data(brief: Brief, part: str) -> Refinement | None:
    """``no sample data``, ``start empty``."""
    if brief.intent != "build-app":
        return None
    if _SAMPLES_YES.search(part.lower()):
        return parameter(brief, "sample_data", True, "It starts with examples")
    if _SAMPLES.search(part.lower()):
        return parameter(brief, "sample_data", False, "It starts empty, without sample data")
    return None


def command(brief: Brief, part: str) -> Refinement | None:
    """``run `make lint` instead``."""
    match = _COMMAND.search(part)
    if match is None or brief.intent != "run-command":
        return None
    return parameter(brief, "command", match[1].strip(), f"The command is `{match[1].strip()}`")


def container(brief: Brief, part: str) -> Refinement | None:
    """``in a container``."""
    if brief.intent not in ("build-app", "build-website") or not _CONTAINER.search(part):
        return None
    wanted = not re.search(r"\b(?:not|no|without)\b", part.lower())
    return parameter(brief, "container", wanted, f"It runs {'in a container' if wanted else 'as a process'}")


def group(brief: Brief, part: str) -> Refinement | None:
    """``group by region and month``."""
    match = _GROUP.match(part.lower())
    if match is None or brief.intent != "data-report":
        return None
    columns = [c.strip() for c in re.split(r",|\sand\s", match["columns"]) if c.strip()]
    return parameter(brief, "group_by", columns, f"Grouped by {', '.join(columns)}")


def formats(brief: Brief, part: str) -> Refinement | None:
    """``as PDF instead``, ``also as Excel``, ``only HTML``."""
    wanted = named_files.formats_in(f"as {part}")
    if not wanted or not re.search(r"\b(?:as|only|instead|format|export|also|without|no)\b", part.lower()):
        return None
    if brief.intent != "data-report":
        return Refinement(brief, refused=(f"{', '.join(wanted)}: only a report comes in formats",))
    lower = part.lower()
    if re.match(r"(?:without|no|drop)\b", lower):
        kept = tuple(f for f in brief.formats if f not in wanted)
    elif re.search(r"\b(?:also|too|as well)\b", lower):
        kept = tuple(dict.fromkeys((*brief.formats, *wanted)))
    else:
        kept = wanted
    if not kept:
        return Refinement(brief, refused=("no format would be left",))
    return Refinement(brief.model_copy(update={"formats": kept}), (f"Formats: {', '.join(kept)}",))


def timing(brief: Brief, part: str) -> Refinement | None:
    """``every Monday at 8``."""
    found = schedules.find(part)
    if found is None:
        return None
    return Refinement(brief.model_copy(update={"schedule": found.schedule}), (f"It happens {found.schedule.words}",))


def drop_page(brief: Brief, part: str) -> Refinement | None:
    """``without the prices page`` of a website."""
    match = DROP.match(part.lower())
    if match is None or brief.intent != "build-website":
        return None
    gone = next((p for p in brief.pages if singular_of(p) == singular_of(match["what"])), None)
    if gone is None:
        return Refinement(
            brief, refused=(f"there is no page '{match['what']}'; pages: {', '.join(brief.pages) or 'one'}",)
        )
    kept = tuple(p for p in brief.pages if p != gone)
    return Refinement(brief.model_copy(update={"pages": kept}), (f"No page '{gone}'",))


def add_page(brief: Brief, part: str) -> Refinement | None:
    """``add an opening hours page`` to a website."""
    match = _PAGE.match(part.lower())
    if match is None or brief.intent != "build-website":
        return None
    name = (match["name"] or match["about"]).strip()
    if any(singular_of(name) == singular_of(page) for page in brief.pages):
        return Refinement(brief, refused=(f"there is a page '{name}' already",))
    return Refinement(brief.model_copy(update={"pages": (*brief.pages, name)}), (f"A page '{name}'",))
