"""How short requests are read: what each is taken for, what is found in it, and what is too much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from praetorium.errors import RejectedError
from praetorium.models import Asked, Brief, Entity
from praetorium.words.names import identifier
from tests.words.labels import Label, Labelled, brief_of, missing_fields, short

REFUSED = "refused"
ASKS = "asks"


@dataclass(frozen=True)
class Outcome:
    """One short request, held against its labels."""

    one: Labelled
    intent: str
    title: str
    found: frozenset[Label]
    extra: tuple[str, ...]
    """Things and features that neither its labels nor ``may`` know."""
    fields: tuple[str, ...]
    """Labelled fields that are missing."""

    @property
    def right_kind(self) -> bool:
        """Whether it becomes what it should, or is refused or asked about where it should be."""
        return self.intent in self.one.intents

    @property
    def right_title(self) -> bool:
        return not self.one.title or any(word in self.title.lower() for word in self.one.title)

    @property
    def barred(self) -> frozenset[str]:
        """What must not be there and is."""
        return self.one.barred & frozenset(self.extra)

    @property
    def wrong(self) -> tuple[str, ...]:
        """Everything that is not as labelled, a line each."""
        lost = [f"lost {label.name} {'/'.join(sorted(label.things))}" for label in self.one.labels]
        lost = [line for line, label in zip(lost, self.one.labels, strict=True) if label not in self.found]
        return (
            *([] if self.right_kind else [f"is {self.intent}, not {'/'.join(sorted(self.one.intents))}"]),
            *([] if self.right_title else [f"called '{self.title}'"]),
            *lost,
            *(f"{'barred' if name in self.barred else 'extra'} {name}" for name in self.extra),
            *(f"no field {field}" for field in self.fields),
        )


@dataclass(frozen=True)
class Totals:
    """Shares over a set, from 0 to 1."""

    kinds: float
    titles: float
    recall: float
    precision: float
    fields: float
    entirely: float
    """Requests in which nothing at all is wrong."""


def outcome(one: Labelled) -> Outcome:
    """Read a request and compare."""
    try:
        brief = brief_of(one.words)
    except RejectedError:
        return Outcome(one, REFUSED, "", frozenset(), (), one.fields if REFUSED not in one.intents else ())
    intent = ASKS if ASKS in one.intents and any(q.blocking for q in brief.questions) else brief.intent
    found = frozenset(label for label in one.labels if _is_found(label, brief))
    return Outcome(one, intent, brief.title, found, tuple(_extra(one, brief)), tuple(missing_fields(one)))


def totals(name: str, *, held: bool) -> Totals:
    """The shares of what was worked on of a set, or of what was held out of it."""
    every = [outcome(one) for one in short(name, held=held)]
    labels = sum(len(o.one.labels) for o in every)
    found = sum(len(o.found) for o in every)
    fields = sum(len(o.one.fields) for o in every)
    return Totals(
        kinds=_share(o.right_kind for o in every),
        titles=_share(o.right_title for o in every),
        recall=found / labels,
        precision=found / (found + sum(len(o.extra) for o in every)),
        fields=1 - sum(len(o.fields) for o in every) / fields,
        entirely=_share(not o.wrong for o in every),
    )


def _share(of: Iterable[bool]) -> float:
    every = list(of)
    return sum(every) / len(every)


def _is_found(label: Label, brief: Brief) -> bool:
    """In few words much is meant and not said: a thing that is kept counts even if it was assumed; so does a page."""
    if label.name == "records":
        return any(label.things & _called(entity) for entity in brief.entities)
    if label.name in {page.lower() for page in brief.pages}:
        return True
    return any(asked.name in label.name.split("/") for asked in brief.asked)


def _called(entity: Entity) -> set[str]:
    return {entity.name, identifier(entity.label)}


def _extra(one: Labelled, brief: Brief) -> Iterable[str]:
    allowed = one.may | {name for label in one.labels for name in (*label.name.split("/"), *label.things)}
    for entity in brief.entities:
        if not allowed & _called(entity):
            yield entity.name
    asked: Iterable[Asked] = brief.asked
    yield from sorted({a.name for a in asked if a.name != "records"} - allowed)
