"""Requests: stored before anything happens, and the lease by which one execution at a time works on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select, update

from praetorium.catalogue.database import Database
from praetorium.catalogue.tables import requests, steps
from praetorium.errors import StaleError, UnknownError
from praetorium.models import Failure, Request, RequestState, now
from praetorium.models.secret import discreet, masked

# Built once: making a statement anew takes Python longer than SQLite takes to carry it out.
_COUNTED = (
    update(requests)
    .where(requests.c.id == bindparam("request_"))
    .values(position=requests.c.position + 1)
    .returning(requests.c.position)
)
_COUNTED_IF_HELD = _COUNTED.where(requests.c.epoch == bindparam("epoch_"))
_CHANGED = update(requests).where(requests.c.id == bindparam("request_"))
_CHANGED_IF_HELD = _CHANGED.where(requests.c.epoch == bindparam("epoch_"))

_TOLD = ("title", "summary", "failure")
ACTIVE = tuple(s.value for s in (RequestState.QUEUED, RequestState.RUNNING, RequestState.WAITING))
_UNTENDED = (
    requests.c.state.in_((RequestState.QUEUED, RequestState.RUNNING)),
    requests.c.flow_run.is_not(None),
    requests.c.holder.is_(None),
)
"""To be carried out, and nobody does: not begun yet, or their process is gone."""


@dataclass(frozen=True)
class Lease:
    """The right to write about a request, until a successor takes it: every write carries the epoch."""

    request: str
    epoch: int
    holder: str


@dataclass(frozen=True)
class Standing:
    """A request with where it stands."""

    request: Request
    state: RequestState
    title: str
    summary: str
    started: datetime | None
    finished: datetime | None
    workspace: str | None
    flow_run: str | None
    failure: Failure | None
    epoch: int
    holder: str | None
    lease_until: datetime | None
    takeovers: int
    position: int

    @property
    def seconds(self) -> float:
        """Seconds from the request being stored to its end, or until now."""
        return ((self.finished or now()) - self.request.created).total_seconds()


class Requests:
    """The aggregate. ``connection`` arguments let a caller write several things in one transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def store(self, connection: Connection, request: Request, *, flow_run: str | None = None) -> Request:
        """Keep what was asked; a request without a thread opens one of its own."""
        kept = request.model_copy(update={"thread": request.thread or request.id})
        connection.execute(
            requests.insert().values(
                id=kept.id,
                thread=kept.thread,
                state=RequestState.QUEUED,
                asked_by=kept.asked_by,
                project=kept.project,
                body=kept.dump(),
                created=kept.created,
                title=_first_words(discreet(kept.words[:400])),
                flow_run=flow_run,
            )
        )
        return kept

    def get(self, id: str) -> Standing:
        """The request of that id, or of the only one whose id begins so. Raises UnknownError."""
        with self._db.read() as connection:
            row = connection.execute(select(requests).where(requests.c.id == id)).first()
            if row is None:
                like = select(requests).where(requests.c.id.startswith(id, autoescape=True)).limit(2)
                rows = connection.execute(like).all()
                row = rows[0] if len(rows) == 1 and len(id) >= 4 else None
            if row is None:
                newest = select(requests.c.id).order_by(requests.c.created.desc()).limit(5)
                raise UnknownError("request", id, connection.scalars(newest))
        return _standing(row)

    def by_flow_run(self, flow_run: str) -> Standing | None:
        with self._db.read() as connection:
            row = connection.execute(select(requests).where(requests.c.flow_run == flow_run)).first()
        return _standing(row) if row else None

    def find(
        self,
        *,
        state: RequestState | None = None,
        thread: str | None = None,
        limit: int = 50,
        before: datetime | None = None,
    ) -> list[Standing]:
        """Newest first."""
        query = select(requests).order_by(requests.c.created.desc(), requests.c.id.desc()).limit(limit)
        for column, value in ((requests.c.state, state), (requests.c.thread, thread)):
            query = query.where(column == value) if value is not None else query
        query = query.where(requests.c.created < before) if before else query
        with self._db.read() as connection:
            return [_standing(row) for row in connection.execute(query)]

    def set(self, connection: Connection, lease: Lease | str, **values: Any) -> None:
        """Change columns. With a lease: raises StaleError when another execution holds the request by now.

        What is told of it everywhere (title, summary, failure) is kept without what may be secret.
        """
        change = _CHANGED_IF_HELD if isinstance(lease, Lease) else _CHANGED
        named = _named(lease)
        told = {name: masked(values[name]) for name in _TOLD if name in values}
        if connection.execute(change, named | values | told).rowcount != 1:
            raise StaleError(f"request {named['request_']} is worked on by another execution now")

    def next_position(self, connection: Connection, lease: Lease | str) -> int:
        """Take the next number for an event, under the request's lock; refuses a stale lease."""
        change = _COUNTED_IF_HELD if isinstance(lease, Lease) else _COUNTED
        named = _named(lease)
        position = connection.execute(change, named).scalar_one_or_none()
        if position is None:
            raise StaleError(f"request {named['request_']} is worked on by another execution now")
        return int(position)

    def acquire(self, id: str, holder: str, seconds: float) -> Lease | None:
        """Take the lease if nobody holds it, it ran out, or ``holder`` has it already; None when another has it."""
        moment = now()
        with self._db.write() as connection:
            free = or_(requests.c.holder.is_(None), requests.c.lease_until < moment, requests.c.holder == holder)
            taken = connection.execute(
                update(requests)
                .where(requests.c.id == id, free)
                .values(holder=holder, lease_until=moment + timedelta(seconds=seconds), epoch=requests.c.epoch + 1)
                .returning(requests.c.epoch)
            ).scalar_one_or_none()
        return Lease(id, int(taken), holder) if taken is not None else None

    def shut_out(self, connection: Connection, id: str) -> Lease:
        """Take the request from whoever works on it: every later write of theirs is refused."""
        epoch = connection.execute(
            update(requests)
            .where(requests.c.id == id)
            .values(epoch=requests.c.epoch + 1, lease_until=None)
            .returning(requests.c.epoch)
        ).scalar_one()
        return Lease(id, int(epoch), "nobody")

    def renew(self, lease: Lease, seconds: float) -> None:
        """Say that the execution lives. Raises StaleError when it was replaced."""
        with self._db.write() as connection:
            self.set(connection, lease, lease_until=now() + timedelta(seconds=seconds))

    def release(self, connection: Connection, lease: Lease) -> None:
        """Give the lease back; a stale one is no error."""
        connection.execute(
            update(requests)
            .where(requests.c.id == lease.request, requests.c.epoch == lease.epoch)
            .values(holder=None, lease_until=None)
        )

    def shut_out_dead(self, connection: Connection, standing: Standing) -> bool:
        """Take the request from a holder that is dead or silent, as it was seen; False when another has it by now."""
        change = (
            update(requests)
            .where(requests.c.id == standing.request.id, requests.c.epoch == standing.epoch)
            .where(requests.c.holder.is_not_distinct_from(standing.holder), requests.c.state.in_(ACTIVE))
        )
        if standing.holder is not None:
            # A holder that has renewed in the meantime lives after all.
            change = change.where(requests.c.lease_until.is_not_distinct_from(standing.lease_until))
        values = {"holder": None, "lease_until": None, "epoch": standing.epoch + 1}
        return connection.execute(change.values(**values)).rowcount == 1

    def hold(self, connection: Connection, id: str) -> None:
        """Keep other writers about this request out until the transaction ends."""
        hold(connection, id)

    def let_go_on(self, connection: Connection, id: str) -> bool:
        """What waited for a person is queued again; False when it did not wait."""
        waiting = update(requests).where(requests.c.id == id, requests.c.state == RequestState.WAITING)
        return connection.execute(waiting.values(state=RequestState.QUEUED)).rowcount == 1

    def to_resume(self) -> list[Standing]:
        """Requests that waited, have an answer, and are carried out by nobody yet."""
        query = select(requests).where(
            requests.c.state == RequestState.QUEUED,
            requests.c.flow_run.is_not(None),
            requests.c.holder.is_(None),
            requests.c.epoch > 0,
        )
        with self._db.read() as connection:
            return [_standing(row) for row in connection.execute(query)]

    def held(self) -> list[Standing]:
        """Requests that somebody works on, or worked on when they died."""
        query = select(requests).where(requests.c.state.in_(ACTIVE), requests.c.holder.is_not(None))
        with self._db.read() as connection:
            return [_standing(row) for row in connection.execute(query)]

    def suspended(self) -> list[Standing]:
        """Requests that wait, with a flow run and nobody working on them."""
        query = select(requests).where(
            requests.c.state == RequestState.WAITING, requests.c.flow_run.is_not(None), requests.c.holder.is_(None)
        )
        with self._db.read() as connection:
            return [_standing(row) for row in connection.execute(query)]

    def idle(self, longer_than: float) -> list[Standing]:
        """Requests with a flow run that nobody holds, though they do not wait for a person: not begun yet, or their
        process ended before it could take the lease."""
        old = requests.c.created < now() - timedelta(seconds=longer_than)
        query = select(requests).where(*_UNTENDED, old)
        with self._db.read() as connection:
            return [_standing(row) for row in connection.execute(query)]

    def queued(self) -> bool:
        """Whether some request has a flow run and nobody who works on it, though it waits for no person."""
        query = select(requests.c.id).where(*_UNTENDED).limit(1)
        with self._db.read() as connection:
            return connection.execute(query).first() is not None

    def references(self) -> Iterator[tuple[list[str], list[str]]]:
        """Of each request the checksums of the files it came with, and of the snapshots of its workspace."""
        query = select(requests.c.id, requests.c.body)
        before = select(steps.c.request, steps.c.outcome).where(steps.c.outcome.is_not(None))
        with self._db.read() as connection:
            snapshots: dict[str, list[str]] = {}
            for id, outcome in connection.execute(before):
                found = [(outcome or {}).get(key) for key in ("before", "after")]
                snapshots.setdefault(id, []).extend(sha256 for sha256 in found if sha256)
            rows = connection.execute(query).all()
        for id, body in rows:
            yield [a["sha256"] for a in body.get("attachments", ())], snapshots.get(id, [])

    def unstarted(self, older_than: float) -> list[Standing]:
        """Queued requests that no flow run was created for within ``older_than`` seconds, and that nobody holds."""
        query = select(requests).where(
            requests.c.state == RequestState.QUEUED,
            requests.c.flow_run.is_(None),
            requests.c.holder.is_(None),
            requests.c.created < now() - timedelta(seconds=older_than),
        )
        with self._db.read() as connection:
            return [_standing(row) for row in connection.execute(query)]


def hold(connection: Connection, request: str) -> None:
    """Keep other writers about this request out until the transaction ends (on SQLite ``write()`` does so already)."""
    # key_share: rows that refer to the request lock its key; a full lock would wait for them, and they for it.
    connection.execute(select(requests.c.id).where(requests.c.id == request).with_for_update(key_share=True))


def _named(lease: Lease | str) -> dict[str, Any]:
    """What the statements above are told of it."""
    return {"request_": lease} if isinstance(lease, str) else {"request_": lease.request, "epoch_": lease.epoch}


def _standing(row: Row[Any]) -> Standing:
    return Standing(
        request=Request.model_validate(row.body),
        state=RequestState(row.state),
        title=row.title,
        summary=row.summary,
        started=row.started,
        finished=row.finished,
        workspace=row.workspace,
        flow_run=row.flow_run,
        failure=Failure.model_validate(row.failure) if row.failure else None,
        epoch=row.epoch,
        holder=row.holder,
        lease_until=row.lease_until,
        takeovers=row.takeovers,
        position=row.position,
    )


def _first_words(words: str, most: int = 80) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
