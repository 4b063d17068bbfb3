"""What was asked for, joined with what was made of it: asked in these words → where it is → its proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from praetorium.models import Address, Asked, AskedState, Brief, FeatureReport, Outcome, Part
from praetorium.models.secret import discreet


def features(
    brief: Brief | None, outcomes: Iterable[Outcome], urls: Sequence[Address] = ()
) -> tuple[FeatureReport, ...]:
    """One for each thing the brief says was asked, in its order; proven by the tests that the outcomes tell of.

    ``urls`` are the addresses of what runs, the first that of its home page; pages are told below it.
    """
    if brief is None:
        return ()
    parts = _parts(outcomes)
    base = urls[0].url.rstrip("/") if urls else ""
    return tuple(_report(_as_made(asked, parts), _of(asked, parts), base) for asked in brief.asked)


def _parts(outcomes: Iterable[Outcome]) -> dict[tuple[str, str], Part]:
    """Parts by name and entity; of several steps that tell of the same, the last."""
    parts = [Part.model_validate(part) for outcome in outcomes for part in outcome.result.get("parts", ())]
    return {(part.name, part.entity): part for part in parts}


def _as_made(asked: Asked, parts: Mapping[tuple[str, str], Part]) -> Asked:
    """What became of it: a feature that the application describes itself without was not made."""
    if not parts or not asked.feature or _of(asked, parts) is not None:
        return asked
    why = asked.why or "nothing in the application has what it needs"
    return asked.model_copy(update={"state": AskedState.LEFT_OUT, "why": why})


def _of(asked: Asked, parts: Mapping[tuple[str, str], Part]) -> Part | None:
    """The part that does what was asked; for something that every list does, that of the entity it is about."""
    if asked.state is AskedState.LEFT_OUT:
        return None
    name = asked.feature or asked.name
    about = parts.get((name, asked.entity)) or parts.get((name, ""))
    if about is None and not asked.feature and asked.name != "records":
        about = next((part for (known, _), part in parts.items() if known == name), None)
        about = about or parts.get(("records", asked.entity))
    return about


def _report(asked: Asked, part: Part | None, base: str) -> FeatureReport:
    pages = part.pages if part else ()
    return FeatureReport(
        name=asked.name,
        label=asked.label,
        said=discreet(asked.said),
        state=asked.state,
        why=asked.why,
        entity=asked.entity,
        pages=tuple(Address(name=name, url=f"{base}{path}") for name, path in pages),
        tests=part.tests if part else (),
        passed=part.passed if part else 0,
        failed=part.failed if part else 0,
        proven=part is not None and part.passed > 0 and not part.failed,
    )
