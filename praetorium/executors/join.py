"""The ``join`` executor: two files of rows become one by a key, and what that loses or doubles is said."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from praetorium.data.confined import STARTS, confined
from praetorium.data.joining import subject
from praetorium.data.locating import located, save
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Product, Undo
from praetorium.reports.works import Joining, joined


class JoinParameters(Model):
    first: str
    second: str
    """Attached files, or files of the workspace."""
    on: tuple[str, ...] = ()
    """The key: one name, or its name in each file; by default the name that both have."""
    about: str = ""
    """What the rows are to be told apart by afterwards, in the words of the request: ``customers``."""
    to: str
    """Where the joined rows are written: ``….csv``."""
    record: str
    """Where what the join did is written, as JSON."""
    keep: bool = False
    """Whether the joined rows are themselves a result that was asked for."""


class JoinResult(Result):
    path: str
    record: str
    rows: int
    lost: int
    label: str
    """The column that tells apart what was asked about."""


class JoinExecutor(Executor[JoinParameters]):
    name = "join"
    summary = "Joins two files of rows by a key; says how many rows were not found, were doubled, were not asked for."
    Parameters = JoinParameters
    Returns = JoinResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 1800.0
    typical = Estimate(seconds=STARTS + 0.7)
    example: ClassVar[Mapping[str, Any]] = {
        "first": "orders.csv",
        "second": "customers.csv",
        "on": ["customer_id"],
        "about": "customers",
        "to": "reports/.figures/joined.csv",
        "record": "reports/.figures/join.json",
    }

    async def run(self, parameters: JoinParameters, context: Context) -> JoinResult:
        paths = (located(parameters.first, context), located(parameters.second, context))
        names = (Path(parameters.first).name, Path(parameters.second).name)
        target = context.inside(parameters.to)
        target.parent.mkdir(parents=True, exist_ok=True)
        context.say(f"Joining {names[0]} and {names[1]}", file=", ".join(names))
        given = Joining(paths=paths, names=names, on=parameters.on, to=target)
        found = await confined(joined, given, context, reads=paths, writes=(target.parent,))
        save(found, parameters.record, context)
        for sentence in found.told:
            context.say(sentence)
        product = Product(name=target.stem, kind="dataset", path=target, mime="text/csv")
        return JoinResult(
            path=parameters.to,
            record=parameters.record,
            rows=found.rows,
            lost=found.lost,
            label=subject(found, parameters.about),
            products=(product,) if parameters.keep else (),
            notes=found.told,
        )
