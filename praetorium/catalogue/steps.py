"""Steps of a request: their state, the intent before each effect and the outcome after it, and their history."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from statistics import median
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from praetorium.catalogue.database import Database
from praetorium.catalogue.requests import Lease, Requests
from praetorium.catalogue.tables import intents, steps
from praetorium.models import Outcome, Plan, StepState, new_id, now

# Built once, see requests.py.
_OF = steps.c.request == bindparam("request_")
_STEP = update(steps).where(_OF, steps.c.step == bindparam("step_"))
_BEGUN = _STEP.values(attempts=steps.c.attempts + 1).returning(steps.c.attempts)
_OPENED = intents.insert()
_CLOSED = update(intents).where(
    intents.c.request == bindparam("request_"), intents.c.step == bindparam("step_"), intents.c.closed.is_(None)
)
_ALL = select(steps).where(_OF)
_SOME = _ALL.where(steps.c.step.in_(bindparam("steps_", expanding=True)))
_STATES = select(steps.c.state).where(_OF)


@dataclass(frozen=True)
class StepRow:
    """A step as it stands."""

    id: str
    executor: str
    title: str
    state: StepState
    identity: str | None
    plan_version: int
    attempts: int
    task_run: str | None
    outcome: Outcome | None
    estimate_seconds: float
    seconds: float
    cost: float
    started: datetime | None
    finished: datetime | None


class Steps:
    def __init__(self, database: Database, requests: Requests) -> None:
        self._db = database
        self._requests = requests

    def lay_out(self, connection: Connection, request: str, plan: Plan) -> None:
        """Make the plan's steps the request's steps. Rows of steps that go on existing keep their outcome."""
        kept = {s.id for s in plan.steps}
        known = set(connection.scalars(select(steps.c.step).where(steps.c.request == request)))
        gone = known - kept
        if gone:
            connection.execute(delete(steps).where(steps.c.request == request, steps.c.step.in_(gone)))
        new: list[dict[str, Any]] = []
        for step in plan.steps:
            told = {
                "executor": step.executor,
                "title": step.title,
                "plan_version": plan.version,
                "estimate_seconds": step.estimate.seconds,
            }
            if step.id in known:
                connection.execute(_STEP, {"request_": request, "step_": step.id} | told)
            else:
                new.append({"request": request, "step": step.id, "state": StepState.PENDING} | told)
        if new:
            connection.execute(steps.insert(), new)

    def all(self, request: str) -> dict[str, StepRow]:
        with self._db.read() as connection:
            return {row.step: _row(row) for row in connection.execute(_ALL, {"request_": request})}

    def some(self, request: str, ids: Collection[str]) -> dict[str, StepRow]:
        """Those of them, as far as they are there."""
        with self._db.read() as connection:
            rows = connection.execute(_SOME, {"request_": request, "steps_": list(ids)})
            return {row.step: _row(row) for row in rows}

    def states(self, connection: Connection, request: str) -> list[StepState]:
        """The states of all its steps, as this transaction sees them."""
        return [StepState(s) for s in connection.scalars(_STATES, {"request_": request})]

    def open(self, connection: Connection, lease: Lease, step: str, key: str, identity: str) -> int:
        """Write the intent before an effect; gives the number of this attempt. Refuses a stale lease."""
        self._requests.set(connection, lease, holder=lease.holder)
        moment = now()
        begun = {"state": StepState.RUNNING, "identity": identity, "started": moment, "finished": None}
        attempts = int(connection.scalar(_BEGUN, {"request_": lease.request, "step_": step} | begun) or 1)
        intent = {"request": lease.request, "step": step, "key": key, "epoch": lease.epoch, "attempt": attempts}
        connection.execute(_OPENED, {"id": new_id("int"), "opened": moment} | intent)
        return attempts

    def close(self, connection: Connection, lease: Lease, step: str, outcome: Outcome) -> None:
        """Write the outcome after it. Refuses a stale lease."""
        # Only takeovers without a finished step in between count as getting nowhere.
        progress = {"takeovers": 0} if outcome.state is StepState.SUCCEEDED else {}
        self._requests.set(connection, lease, holder=lease.holder, **progress)
        named = {"request_": lease.request, "step_": step, "state": outcome.state}
        told = {"outcome": outcome.dump(), "seconds": outcome.seconds, "cost": outcome.cost}
        connection.execute(_STEP, named | told | {"finished": outcome.finished or now()})
        connection.execute(_CLOSED, named | {"closed": now()})

    def mark(self, connection: Connection, lease: Lease, step: str, state: StepState, **values: Any) -> None:
        """Change a step's state without an effect (waiting, skipped, pending again)."""
        self._requests.set(connection, lease, holder=lease.holder)
        connection.execute(_STEP, {"request_": lease.request, "step_": step, "state": state} | values)

    def open_intents(self, request: str) -> dict[str, int]:
        """Effects begun and not accounted for (or ended half way): step → epoch in which the last one was begun."""
        query = (
            select(intents.c.step, intents.c.epoch, intents.c.closed, intents.c.state)
            .where(intents.c.request == request)
            .order_by(intents.c.opened, intents.c.attempt)
        )
        with self._db.read() as connection:
            last = {row.step: row for row in connection.execute(query)}
        return {step: row.epoch for step, row in last.items() if row.closed is None or row.state == StepState.CANCELLED}

    def launched(self, service: str, but: str) -> tuple[str, StepRow] | None:
        """The last step of another request than ``but`` that launched this service and was not taken back."""
        query = (
            select(steps)
            .where(steps.c.request != but, steps.c.state == StepState.SUCCEEDED, steps.c.identity.is_not(None))
            .where(steps.c.outcome["result"]["service"].as_string() == service)
            .order_by(steps.c.finished.desc())
            .limit(1)
        )
        with self._db.read() as connection:
            row = connection.execute(query).first()
        return (row.request, _row(row)) if row else None

    def reset(self, connection: Connection, request: str, ids: Collection[str], state: StepState) -> None:
        """What these steps did does not count any more: they are to be done anew, or were taken back."""
        change = update(steps).where(steps.c.request == request, steps.c.step.in_(ids))
        connection.execute(change.values(state=state, identity=None))

    def history(self, most: int = 12) -> Callable[[str, str], tuple[float, int]]:
        """What tells, by executor and title, the median seconds and number of the last steps that succeeded: of this
        title's like, or else of all of the executor's; (0, 0) when there are none. Each executor's are read once."""
        told = cache(self._last)

        def of(executor: str, title: str) -> tuple[float, int]:
            rows = told(executor)
            like = [seconds for seconds, its in rows if its == title][:most] or [seconds for seconds, _ in rows][:most]
            return (median(like), len(like)) if like else (0.0, 0)

        return of

    def _last(self, executor: str) -> list[tuple[float, str]]:
        """Seconds and titles of the executor's last steps that succeeded, newest first."""
        query = (
            select(steps.c.seconds, steps.c.title)
            .where(steps.c.executor == executor, steps.c.state == StepState.SUCCEEDED)
            .order_by(steps.c.finished.desc())
            .limit(60)
        )
        with self._db.read() as connection:
            return [(row.seconds, row.title) for row in connection.execute(query)]


def _row(row: Row[Any]) -> StepRow:
    return StepRow(
        id=row.step,
        executor=row.executor,
        title=row.title,
        state=StepState(row.state),
        identity=row.identity,
        plan_version=row.plan_version,
        attempts=row.attempts,
        task_run=row.task_run,
        outcome=Outcome.model_validate(row.outcome) if row.outcome else None,
        estimate_seconds=row.estimate_seconds,
        seconds=row.seconds,
        cost=row.cost,
        started=row.started,
        finished=row.finished,
    )
