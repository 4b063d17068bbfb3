"""The brief as a person reads it before anything is done: what was understood, corrected, assumed, and what was not."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from praetorium.cli.views.prose import block, bullets, facts, sentence
from praetorium.models import AskedState, Brief, Entity, Question, Schedule, Style
from praetorium.telling.amounts import listed

FIELDS = 9
"""Fields named of each entity; the rest are counted."""


def brief_view(brief: Brief, *, answered: bool = False) -> RenderableType:
    """``answered``: nobody will be asked, so each question is shown with the answer that is taken."""
    parts: list[RenderableType] = [
        block("Understood", Group(Text(brief.summary), facts(_rows(brief)) if _rows(brief) else Text(end="")))
    ]
    if brief.corrections:
        parts.append(block("Corrected", bullets(f'"{c.said}" → {c.read_as}' for c in brief.corrections)))
    if brief.assumptions:
        parts.append(block("Assumed", bullets(_because(f"{a.about}: {a.value}", a.because) for a in brief.assumptions)))
    if brief.questions:
        parts.append(block("Open", bullets(_question(q, answered) for q in brief.questions)))
    outside = [asked for asked in brief.asked if asked.state is AskedState.EDGE]
    if outside:
        parts.append(block("Needs the outside world", bullets(_because(f'"{a.said}"', a.why) for a in outside)))
    if brief.unread:
        parts.append(
            block(
                "Not read or not built, word for word",
                bullets(_because(f'"{u.sentence}"', u.why) for u in brief.unread),
            )
        )
    return Group(*parts)


def _rows(brief: Brief) -> list[tuple[str, RenderableType]]:
    rows: list[tuple[str, RenderableType]] = []
    if brief.entities:
        rows.append(("Keeps", Group(*(_entity(entity) for entity in brief.entities))))
    links = [_link(brief, r.source, r.target, r.kind, r.label) for r in brief.relations]
    plain: dict[str, list[RenderableType]] = {
        "Links": [Text(line) for line in links],
        "Does": [Text(feature.label) for feature in brief.features],
        "Pages": [Text(listed(list(brief.pages)))] if brief.pages else [],
        "Looks": _looks(brief.style),
        "Files": [Text(listed(list(brief.files)))] if brief.files else [],
        "Formats": [Text(listed(list(brief.formats)))] if brief.formats else [],
        "With": [Text(f"{name} = {value}") for name, value in brief.parameters.items()],
        "Repeats": _schedule(brief.schedule) if brief.schedule else [],
    }
    rows += [(label, Group(*lines)) for label, lines in plain.items() if lines]
    if brief.confidence < 1:
        rows.append(("Sure", Text(f"{brief.confidence:.0%}")))
    return rows


def _entity(entity: Entity) -> RenderableType:
    names = [field.label.lower() + ("*" if field.required else "") for field in entity.fields]
    return Text.assemble((entity.label_plural, "title"), f": {listed(names, FIELDS)}")


def _link(brief: Brief, source: str, target: str, kind: str, label: str) -> str:
    one, other = brief.entity(source), brief.entity(target)
    named = one.label if one else source
    if kind == "many_to_many":
        return f"{named} has many {other.label_plural.lower() if other else target}"
    what = other.label.lower() if other else target
    return f"{named} has one {label.lower()}" + (f" ({what})" if label.lower() != what else "")


def _looks(style: Style) -> list[RenderableType]:
    told = Text(", ".join(style.words))
    for name, colour in (("background", style.background), ("components", style.accent)):
        if colour:
            told.append("  " if told else "").append("■ ", style=colour).append(f"{name} {colour}")
    if style.scheme not in ("auto", *style.words):
        told.append("  " if told else "").append(f"{style.scheme} scheme")
    return [told] if told else []


def _schedule(schedule: Schedule) -> list[RenderableType]:
    from praetorium.schedules.times import told, upcoming

    times = upcoming(schedule.cron, schedule.timezone)
    return [
        Text(f"{schedule.words} ({schedule.timezone}); the first time at once"),
        Text(f"then {', '.join(told(t, zone=t is times[-1]) for t in times)}", style="quiet"),
    ]


def _question(question: Question, answered: bool) -> Text:
    told = Text(question.text)
    if question.choices:
        told.append(f" ({' / '.join(question.choices)})", style="quiet")
    if question.default is not None and (answered or not question.blocking):
        told.append(f" → taken: {question.default}")
    elif question.blocking:
        told.append(" → needs an answer", style="wait")
    return told


def _because(what: str, why: str) -> Text:
    return Text.assemble(what, (f" — {why}", "quiet") if why else "")


def headline(words: str, id: str | None = None) -> RenderableType:
    """The words themselves, cut to a few lines, with the id they are kept under."""
    said = " ".join(words.split())
    shown = said if len(said) <= 300 else f"{said[:299].rstrip()}…"
    return Group(
        sentence(shown or "(no words)", mark="›", style="title"), *([Text(f"  {id}", style="quiet")] if id else [])
    )
