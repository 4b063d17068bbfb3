"""Budgets: what a request, a day or a project may cost. Reserved before a step, settled by the ledger after it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from praetorium.catalogue.database import Database
from praetorium.catalogue.requests import hold
from praetorium.catalogue.tables import budgets, extras, ledger, reservations
from praetorium.errors import UnknownError
from praetorium.models import Model, new_id, now

WARNING = 0.8
"""The part of a budget from which on it is said that it is nearly used up."""
DAY = "day"


# Built once, see requests.py.
_SETTLED = reservations.delete().where(reservations.c.request == bindparam("request_"))
_STEP_SETTLED = _SETTLED.where(reservations.c.step == bindparam("step_"))


class Use(Model):
    """A budget and what is left of it."""

    scope: str
    """``request:<id>``, ``day`` (of UTC), ``project:<path>``."""
    budget: float
    """With what a person allowed on top."""
    spent: float
    reserved: float = 0.0
    """By steps that run now."""

    @property
    def left(self) -> float:
        return self.budget - self.spent - self.reserved

    def crosses(self, amount: float) -> bool:
        """Whether ``amount`` more is what takes it over the warning."""
        line = self.budget * WARNING
        return self.spent + self.reserved < line <= self.spent + self.reserved + amount


class Budgets:
    def __init__(self, database: Database) -> None:
        self._db = database

    def set(self, scope: str, amount: float, who: str) -> None:
        """Put a limit on ``day`` or ``project:<path>``; one that is there is replaced."""
        with self._db.write() as connection:
            connection.execute(budgets.delete().where(budgets.c.scope == scope))
            connection.execute(budgets.insert().values(scope=scope, amount=amount, who=who, at=now()))

    def remove(self, scope: str) -> None:
        """Take a limit away. Raises UnknownError."""
        with self._db.write() as connection:
            if not connection.execute(budgets.delete().where(budgets.c.scope == scope)).rowcount:
                raise UnknownError("budget", scope, connection.scalars(select(budgets.c.scope)))

    def find(self) -> list[Use]:
        """All limits with what is used of them."""
        with self._db.read() as connection:
            rows = connection.execute(select(budgets).order_by(budgets.c.scope)).all()
            return [self._use(connection, row.scope, row.amount) for row in rows]

    def reserve(
        self,
        connection: Connection,
        request: str,
        step: str,
        amount: float,
        *,
        budget: float | None = None,
        project: str | None = None,
    ) -> tuple[Use | None, tuple[Use, ...]]:
        """Set ``amount`` aside for a step that is about to run; ``budget`` is the request's own.

        Gives the first limit that has not so much left (then nothing is reserved), and those that this takes over
        the warning. Reservations are one after the other: steps that start at once cannot overrun together.
        """
        hold(connection, request)
        connection.execute(reservations.delete().where(reservations.c.request == request, reservations.c.step == step))
        found = [self._use(connection, f"request:{request}", budget)] if budget is not None else []
        scopes = [DAY, *([f"project:{project}"] if project else [])]
        shared = select(budgets).where(budgets.c.scope.in_(scopes)).order_by(budgets.c.scope).with_for_update()
        found += [self._use(connection, row.scope, row.amount) for row in connection.execute(shared).all()]
        short = next((use for use in found if use.left < amount), None)
        if short is not None or not found:
            return short, ()
        connection.execute(
            reservations.insert().values(request=request, step=step, project=project, amount=amount, at=now())
        )
        return None, tuple(use for use in found if use.crosses(amount))

    def settle(self, connection: Connection, request: str, step: str | None = None) -> None:
        """Give back what is set aside for a step, or for all of a request: the ledger has what it really cost."""
        if step is None:
            connection.execute(_SETTLED, {"request_": request})
        else:
            connection.execute(_STEP_SETTLED, {"request_": request, "step_": step})

    def extend(self, connection: Connection, scope: str, approval: str, amount: float) -> None:
        """Allow ``amount`` more; of a day only today."""
        dated = _dated(scope)
        connection.execute(
            extras.insert().values(id=new_id("ext"), scope=dated, approval=approval, amount=amount, at=now())
        )

    def overrun(
        self, connection: Connection, request: str, *, budget: float | None = None, project: str | None = None
    ) -> tuple[Use, ...]:
        """The limits of which more is spent than there was."""
        return tuple(use for use in self._uses(connection, request, budget, project) if use.spent > use.budget)

    def _uses(self, connection: Connection, request: str, budget: float | None, project: str | None) -> list[Use]:
        """All limits that hold for a request, kept from everybody else until the transaction ends."""
        hold(connection, request)
        found = [self._use(connection, f"request:{request}", budget)] if budget is not None else []
        scopes = [DAY, *([f"project:{project}"] if project else [])]
        shared = select(budgets).where(budgets.c.scope.in_(scopes)).order_by(budgets.c.scope).with_for_update()
        return found + [self._use(connection, row.scope, row.amount) for row in connection.execute(shared).all()]

    def _use(self, connection: Connection, scope: str, amount: float) -> Use:
        spent = select(func.coalesce(func.sum(ledger.c.cost), 0.0)).where(_in(scope))
        aside = select(func.coalesce(func.sum(reservations.c.amount), 0.0))
        if scope.startswith("request:"):
            aside = aside.where(reservations.c.request == scope.partition(":")[2])
        elif scope != DAY:
            aside = aside.where(reservations.c.project == scope.partition(":")[2])
        more = select(func.coalesce(func.sum(extras.c.amount), 0.0)).where(extras.c.scope == _dated(scope))
        return Use(
            scope=scope,
            budget=amount + float(connection.scalar(more) or 0.0),
            spent=float(connection.scalar(spent) or 0.0),
            reserved=float(connection.scalar(aside) or 0.0),
        )


def _in(scope: str) -> ColumnElement[bool]:
    kind, _, name = scope.partition(":")
    if kind == DAY:
        return ledger.c.at >= _midnight()
    return ledger.c.request == name if kind == "request" else ledger.c.project == name


def _dated(scope: str) -> str:
    return f"{DAY}:{_midnight():%Y-%m-%d}" if scope == DAY else scope


def _midnight() -> datetime:
    moment = now()
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
