"""One thread as the page shows it: each request with its words, brief, plan, workstream, questions and ending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from praetorium.asked import features
from praetorium.catalogue import Approval, Standing, StepRow, Version
from praetorium.catalogue.browsing import Line
from praetorium.catalogue.switches import paused_request
from praetorium.errors import PraetoriumError
from praetorium.executors import get as executor_of
from praetorium.house import House
from praetorium.models import Address, Brief, Effect, FeatureReport, Package, Plan, Step, StepState, Undo
from praetorium.report import run_url
from praetorium.telling.hidden import discreet, masked, redacted
from praetorium.web.views.cards import Card, card
from praetorium.web.views.diagram import Diagram, diagram
from praetorium.web.views.rows import Row, row_of
from praetorium.web.wording import EFFECTS, MARKS

ROWS = 120
"""Rows shown at first; earlier ones on demand."""


@dataclass(frozen=True)
class StepView:
    """One step of the plan with where it stands."""

    number: int
    step: Step
    state: StepState
    seconds: float
    attempts: int
    started: datetime | None
    effects: tuple[str, ...]
    final: bool
    """Whether it cannot be undone."""
    error: str

    @property
    def look(self) -> str:
        return MARKS.get(self.state, {"running": "run", "waiting": "wait", "failed": "bad"}.get(self.state, "quiet"))


@dataclass(frozen=True)
class Ending:
    """What was handed over."""

    urls: tuple[Address, ...] = ()
    assets: tuple[Version, ...] = ()
    packages: tuple[Package, ...] = ()
    created: Mapping[str, list[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    features: tuple[FeatureReport, ...] = ()
    passed: int = 0
    checks: int = 0


@dataclass(frozen=True)
class RequestView:
    """A request in full."""

    standing: Standing
    brief: Brief | None
    plan: Plan | None
    map: Diagram | None
    steps: tuple[StepView, ...]
    rows: tuple[Row, ...]
    earlier: int | None
    """Position before which there are rows that are not shown; None when all are."""
    waiting: tuple[Card, ...]
    answered: tuple[Approval, ...]
    ending: Ending
    cost: float
    prefect: str | None
    position: int
    paused: bool

    @property
    def id(self) -> str:
        return self.standing.request.id

    @property
    def words(self) -> str:
        """What was asked, as everybody may read it."""
        return discreet(self.standing.request.words)

    @property
    def done(self) -> int:
        """Steps that have ended well."""
        return sum(s.state is StepState.SUCCEEDED for s in self.steps)


@dataclass(frozen=True)
class ThreadView:
    """The thread, of which one request is shown in full."""

    before: tuple[Line, ...]
    request: RequestView
    after: tuple[Line, ...]


def thread_view(house: House, id: str, tone: str, asked_by: str | None = None) -> ThreadView:
    """The thread of that request; ``asked_by``: no requests but this person's. Raises UnknownError."""
    shown = request_view(house, id, tone)
    lines = house.catalogue.browsing.thread(shown.standing.request.thread, asked_by)
    at = next((n for n, line in enumerate(lines) if line.id == shown.id), len(lines))
    return ThreadView(tuple(lines[:at]), shown, tuple(lines[at + 1 :]))


def request_view(house: House, id: str, tone: str) -> RequestView:
    """One request in full. Raises UnknownError."""
    catalogue = house.catalogue
    standing = catalogue.requests.get(id)
    id = standing.request.id
    brief, plan = catalogue.briefs.get(id), catalogue.plans.get(id)
    rows = catalogue.steps.all(id)
    events = catalogue.browsing.events(id, limit=ROWS)
    approvals = catalogue.approvals.of(id)
    return RequestView(
        standing=standing,
        brief=redacted(brief) if brief else None,
        plan=plan,
        map=diagram(plan) if plan and len(plan.steps) > 1 else None,
        steps=_steps(plan, rows),
        rows=tuple(row_of(event, tone) for event in events),
        earlier=events[0].position if events and events[0].position > 1 else None,
        waiting=tuple(card(house, a) for a in approvals if a.state == "waiting"),
        answered=tuple(redacted(a) for a in approvals if a.state != "waiting"),
        ending=ending(house, id, rows),
        cost=catalogue.ledger.cost(id),
        prefect=run_url(house, standing.flow_run),
        position=events[-1].position if events else 0,
        paused=paused_request(id) in catalogue.switches.on(),
    )


def ending(house: House, id: str, rows: dict[str, StepRow]) -> Ending:
    """What its finished steps have made."""
    outcomes = [r.outcome for r in rows.values() if r.outcome and r.state is StepState.SUCCEEDED]
    checks = [c for o in outcomes for c in o.checks]
    created: dict[str, list[str]] = {}
    for outcome in outcomes:
        for kind, names in outcome.created.items():
            created.setdefault(kind, []).extend(n for n in names if n not in created[kind])
    packages = {p.name.lower(): p for o in outcomes for p in o.packages}
    urls = tuple({u.url: u for o in outcomes for u in o.urls}.values())
    return Ending(
        urls=urls,
        assets=tuple(reversed(house.catalogue.assets.find(request=id))),
        packages=tuple(packages[name] for name in sorted(packages)),
        created=created,
        notes=tuple(dict.fromkeys(discreet(n) for o in outcomes for n in o.notes)),
        features=features(house.catalogue.briefs.get(id), outcomes, urls),
        passed=sum(c.passed for c in checks),
        checks=len(checks),
    )


def _steps(plan: Plan | None, rows: dict[str, StepRow]) -> tuple[StepView, ...]:
    return tuple(_step(n, s, rows.get(s.id)) for n, s in enumerate(plan.steps, 1)) if plan else ()


def _step(number: int, step: Step, row: StepRow | None) -> StepView:
    error = row.outcome.error if row and row.outcome and row.state is StepState.FAILED else None
    return StepView(
        number=number,
        step=step,
        state=row.state if row else StepState.PENDING,
        seconds=row.seconds if row else 0.0,
        attempts=row.attempts if row else 0,
        started=row.started if row else None,
        effects=tuple(EFFECTS[e] for e in Effect if e in effects_of(step) and e is not Effect.READ),
        final=step.undo is Undo.IMPOSSIBLE,
        error=discreet(error or ""),
    )


def effects_of(step: Step) -> frozenset[Effect]:
    """As the plan has them, or as the executor declares them where the plan is silent."""
    if step.effects:
        return step.effects
    try:
        return executor_of(step.executor).effects
    except PraetoriumError:
        return frozenset()


def shown_values(values: Mapping[str, Any], most: int = 4000) -> list[tuple[str, str]]:
    """Parameters as lines to read; long ones are cut."""
    import json

    def text(value: Any) -> str:
        told = value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False, default=str)
        return told if len(told) <= most else f"{told[:most]}\n… {len(told) - most} more characters"

    return [(name, text(value)) for name, value in masked(values).items()]
