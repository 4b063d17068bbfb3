"""Looking through the catalogue page by page: lists and sums that read a few rows by index, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, or_, select

from praetorium.catalogue.assets import matching
from praetorium.catalogue.database import Database
from praetorium.catalogue.events import Event
from praetorium.catalogue.tables import approvals, assets, events, ledger, outbox, requests, steps, versions
from praetorium.models import RequestState, StepState, now

RECENT_STEPS = 100
"""Steps of an executor from which its figures of late are told."""


@dataclass(frozen=True)
class Line:
    """A request as one line of a list."""

    id: str
    thread: str
    state: RequestState
    title: str
    asked_by: str
    created: datetime
    finished: datetime | None
    project: str | None
    position: int
    cost: float = 0.0

    @property
    def seconds(self) -> float:
        return ((self.finished or now()) - self.created).total_seconds()


@dataclass(frozen=True)
class ExecutorFigures:
    """How an executor has done of late."""

    runs: int = 0
    succeeded: int = 0
    median_seconds: float = 0.0
    cost: float = 0.0
    """Of the last 24 hours."""
    last: datetime | None = None


class Browsing:
    def __init__(self, database: Database) -> None:
        self._db = database

    def requests(
        self,
        *,
        asked_by: str | None = None,
        state: RequestState | None = None,
        search: str = "",
        before: datetime | None = None,
        limit: int = 30,
        with_cost: bool = False,
    ) -> list[Line]:
        """Newest first. ``before``: only those made before that moment, for the next page."""
        query = _lines().order_by(requests.c.created.desc(), requests.c.id.desc()).limit(limit)
        for column, value in ((requests.c.asked_by, asked_by), (requests.c.state, state)):
            query = query.where(column == value) if value is not None else query
        query = query.where(requests.c.created < before) if before is not None else query
        if search:
            like = (
                c.icontains(search, autoescape=True) for c in (requests.c.title, requests.c.id, requests.c.asked_by)
            )
            query = query.where(or_(*like))
        return self._lines(query, with_cost)

    def thread(self, thread: str, asked_by: str | None = None) -> list[Line]:
        """The thread's requests, oldest first; ``asked_by``: those of this person."""
        query = _lines().where(requests.c.thread == thread).order_by(requests.c.created)
        return self._lines(query.where(requests.c.asked_by == asked_by) if asked_by else query, False)

    def owner(self, id: str) -> str | None:
        """Who asked for it; None when there is no such request."""
        with self._db.read() as connection:
            return connection.scalar(select(requests.c.asked_by).where(requests.c.id == id))

    def counts(self, asked_by: str | None = None) -> dict[str, int]:
        """How many requests are in each state; states without any are 0."""
        query = select(requests.c.state, func.count()).group_by(requests.c.state)
        query = query.where(requests.c.asked_by == asked_by) if asked_by else query
        with self._db.read() as connection:
            found: dict[str, int] = dict(connection.execute(query).tuples().all())
        return {str(state): int(found.get(state, 0)) for state in RequestState}

    def events(self, request: str, *, before: int | None = None, limit: int = 200) -> list[Event]:
        """The last rows, or the last before a position; in order."""
        query = select(events).where(events.c.request == request).order_by(events.c.position.desc()).limit(limit)
        query = query.where(events.c.position < before) if before is not None else query
        with self._db.read() as connection:
            return [Event.model_validate(dict(row._mapping)) for row in connection.execute(query)][::-1]

    def step_events(self, request: str, step: str, limit: int = 500) -> list[Event]:
        """The last rows that tell of one step, in order."""
        query = (
            select(events)
            .where(events.c.request == request, events.c.step == step)
            .order_by(events.c.position.desc())
            .limit(limit)
        )
        with self._db.read() as connection:
            return [Event.model_validate(dict(row._mapping)) for row in connection.execute(query)][::-1]

    def positions(self, ids: list[str]) -> dict[str, int]:
        """Number of the last event of each."""
        query = select(requests.c.id, requests.c.position).where(requests.c.id.in_(ids))
        with self._db.read() as connection:
            return dict(connection.execute(query).tuples().all())

    def waiting(self, asked_by: str | None = None) -> tuple[int, datetime | None]:
        """How many approvals wait, and since when the oldest does."""
        query = select(func.count(), func.min(approvals.c.created)).where(approvals.c.state == "waiting")
        if asked_by:
            query = query.join(requests, requests.c.id == approvals.c.request).where(requests.c.asked_by == asked_by)
        with self._db.read() as connection:
            number, oldest = connection.execute(query).one()
        return int(number), oldest

    def spent(self, since: datetime) -> float:
        """What was spent since then."""
        with self._db.read() as connection:
            total = connection.scalar(select(func.coalesce(func.sum(ledger.c.cost), 0.0)).where(ledger.c.at >= since))
        return float(total or 0.0)

    def spent_by_day(self, days: int = 14) -> list[tuple[date, float]]:
        """Spent on each of the last days, UTC, oldest first; days without anything are 0."""
        today = now().date()
        first = today - timedelta(days=days - 1)
        start = datetime.combine(first, datetime.min.time(), now().tzinfo)
        day = self._db.day(ledger.c.at)
        query = select(day, func.sum(ledger.c.cost)).where(ledger.c.at >= start).group_by(day)
        with self._db.read() as connection:
            found = {str(on): float(cost or 0.0) for on, cost in connection.execute(query)}
        return [(on, found.get(on.isoformat(), 0.0)) for on in (first + timedelta(days=n) for n in range(days))]

    def finished_by_day(self, days: int = 14) -> list[tuple[date, int, int]]:
        """Delivered, and ended otherwise, on each of the last days, UTC, oldest first."""
        today = now().date()
        first = today - timedelta(days=days - 1)
        start = datetime.combine(first, datetime.min.time(), now().tzinfo)
        day = self._db.day(requests.c.finished)
        query = select(day, requests.c.state, func.count()).where(requests.c.finished >= start)
        with self._db.read() as connection:
            rows = connection.execute(query.group_by(day, requests.c.state)).all()
        good: dict[str, int] = {}
        other: dict[str, int] = {}
        for on, state, number in rows:
            kind = good if state == RequestState.DELIVERED else other
            kind[str(on)] = kind.get(str(on), 0) + int(number)
        return [
            (on, good.get(on.isoformat(), 0), other.get(on.isoformat(), 0))
            for on in (first + timedelta(days=n) for n in range(days))
        ]

    def spent_by(self, what: str, since: datetime, limit: int = 50) -> list[tuple[str, float, float]]:
        """Amount and cost by ``executor``, ``project``, ``request``, ``step`` or ``what`` since then, dearest first."""
        column = ledger.c[what]
        query = (
            select(column, func.sum(ledger.c.amount), func.sum(ledger.c.cost))
            .where(ledger.c.at >= since)
            .group_by(column)
            .order_by(func.sum(ledger.c.cost).desc())
            .limit(limit)
        )
        with self._db.read() as connection:
            return [(str(name or ""), float(a or 0), float(c or 0)) for name, a, c in connection.execute(query)]

    def executors(self) -> dict[str, ExecutorFigures]:
        """How each executor that ever worked has done in its last steps."""
        day = now() - timedelta(days=1)
        costs = select(ledger.c.executor, func.sum(ledger.c.cost)).where(ledger.c.at >= day).group_by(ledger.c.executor)
        with self._db.read() as connection:
            spent = {name: float(cost or 0.0) for name, cost in connection.execute(costs)}
            names = connection.scalars(select(steps.c.executor).distinct()).all()
            found = {name: connection.execute(_last_steps(name)).all() for name in names}
        return {name: _figures(rows, spent.get(name, 0.0)) for name, rows in found.items()}

    def durations(self, bounds: tuple[float, ...]) -> list[tuple[str, list[tuple[str, float]], float]]:
        """By executor: how many steps succeeded within each bound of seconds, cumulative, and their sum."""
        within = (func.sum(case((steps.c.seconds <= bound, 1), else_=0)) for bound in bounds)
        query = (
            select(steps.c.executor, func.sum(steps.c.seconds), func.count(), *within)
            .where(steps.c.state == StepState.SUCCEEDED)
            .group_by(steps.c.executor)
        )
        with self._db.read() as connection:
            rows = connection.execute(query).all()
        return [
            (name, [*((str(b), float(n)) for b, n in zip(bounds, counts, strict=True)), ("+Inf", float(number))], total)
            for name, total, number, *counts in rows
        ]

    def kinds(self) -> list[tuple[str, int]]:
        """Kinds of assets, with how many there are of each."""
        query = select(assets.c.kind, func.count()).group_by(assets.c.kind).order_by(func.count().desc())
        with self._db.read() as connection:
            return [(kind, int(number)) for kind, number in connection.execute(query)]

    def owners(self, ids: list[str]) -> dict[str, tuple[str, str]]:
        """Title and who asked, of those requests."""
        query = select(requests.c.id, requests.c.title, requests.c.asked_by).where(requests.c.id.in_(ids))
        with self._db.read() as connection:
            return {id: (title, by) for id, title, by in connection.execute(query)}

    def assets(
        self,
        *,
        kind: str | None = None,
        project: str | None = None,
        search: str = "",
        asked_by: str | None = None,
        before: datetime | None = None,
        limit: int = 48,
    ) -> list[Any]:
        """The newest version of each asset, newest first: columns of the version with project, kind and name.

        ``search``: words that all occur in the name, or in what was asked for.
        """
        other = versions.alias()
        newest = select(func.max(other.c.version)).where(other.c.asset == assets.c.id)
        if asked_by:  # of an asset that several people's requests added to, each sees what theirs did
            theirs = select(requests.c.id).where(requests.c.asked_by == asked_by)
            newest = newest.where(other.c.request.in_(theirs))
        query = (
            select(versions, assets.c.project, assets.c.kind, assets.c.name)
            .join(assets, assets.c.id == versions.c.asset)
            .where(versions.c.version == newest.scalar_subquery())
            .order_by(versions.c.created.desc())
            .limit(limit)
        )
        where: list[ColumnElement[bool]] = []
        where += [assets.c.kind == kind] if kind else []
        where += [assets.c.project == project] if project else []
        where += matching(search)
        where += [versions.c.created < before] if before is not None else []
        with self._db.read() as connection:
            return list(connection.execute(query.where(*where)))

    def outbox(self) -> int:
        """How much is still to be told to Prefect."""
        with self._db.read() as connection:
            return int(connection.scalar(select(func.count()).where(outbox.c.sent.is_(None))) or 0)

    def queue(self) -> datetime | None:
        """Since when the oldest queued request waits."""
        query = select(func.min(requests.c.created)).where(requests.c.state == RequestState.QUEUED)
        with self._db.read() as connection:
            oldest: datetime | None = connection.scalar(query)
        return oldest

    def _lines(self, query: Select[Any], with_cost: bool) -> list[Line]:
        with self._db.read() as connection:
            rows = connection.execute(query).all()
            costs: dict[str, float] = {}
            if with_cost and rows:
                sums = select(ledger.c.request, func.sum(ledger.c.cost)).where(
                    ledger.c.request.in_([r.id for r in rows])
                )
                costs = {id: float(c or 0) for id, c in connection.execute(sums.group_by(ledger.c.request))}
        return [
            Line(
                id=r.id,
                thread=r.thread,
                state=RequestState(r.state),
                title=r.title,
                asked_by=r.asked_by,
                created=r.created,
                finished=r.finished,
                project=r.project,
                position=r.position,
                cost=costs.get(r.id, 0.0),
            )
            for r in rows
        ]


def _last_steps(executor: str) -> Select[Any]:
    return (
        select(steps.c.state, steps.c.seconds, steps.c.finished)
        .where(steps.c.executor == executor, steps.c.finished.is_not(None))
        .order_by(steps.c.finished.desc())
        .limit(RECENT_STEPS)
    )


def _figures(rows: Sequence[Row[Any]], cost: float) -> ExecutorFigures:
    ended = [r for r in rows if r.state in (StepState.SUCCEEDED, StepState.FAILED)]
    good = [r.seconds for r in ended if r.state == StepState.SUCCEEDED]
    last = ended[0].finished if ended else None
    return ExecutorFigures(len(ended), len(good), median(good) if good else 0.0, cost, last)


def _lines() -> Select[Any]:
    c = requests.c
    return select(c.id, c.thread, c.state, c.title, c.asked_by, c.created, c.finished, c.project, c.position)
