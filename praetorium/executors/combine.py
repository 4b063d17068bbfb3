"""The ``combine`` executor: files of rows one below the other, in one file of the form that is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field, field_validator

from praetorium.data.combining import Combined, Combining, combined
from praetorium.data.confined import STARTS, confined
from praetorium.data.locating import located, save
from praetorium.data.numbers import many
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import Effect, Estimate, Model, Product, Undo
from praetorium.reports.colouring import sheet_accent

KINDS = {
    ".csv": ("dataset", "text/csv"),
    ".json": ("dataset", "application/json"),
    ".parquet": ("dataset", "application/vnd.apache.parquet"),
    ".xlsx": ("spreadsheet", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class CombineParameters(Model):
    sources: tuple[str, ...] = Field(min_length=1, max_length=200, description="The files, in the order of their rows")
    unique: bool = Field(default=False, description="Leave out rows that repeat an earlier one")
    on: tuple[str, ...] = Field(default=(), description="The columns that tell rows apart; all when not given")
    period: str = Field(default="", description="Which rows count: a stretch of time; of one file")
    keep: tuple[str, ...] = Field(default=(), description="Values without which a row does not count; of one file")
    drop: tuple[str, ...] = Field(default=(), description="Values with which a row does not count; of one file")
    take: tuple[str, ...] = Field(default=(), description="The columns that are wanted, in their order; all if empty")
    omit: tuple[str, ...] = Field(default=(), description="Columns that are left out")
    sort: str = Field(default="", description="By what the rows are ordered: a column, 'date' or 'amount'")
    rising: bool = Field(default=False, description="The smallest, the first, comes first")
    first: int = Field(default=0, ge=0, description="How many rows are listed; all when 0")
    to: str = Field(description="Where the rows are put: ….csv, ….xlsx, ….json or ….parquet")
    result: bool = Field(default=True, description="Whether the file is itself a result that was asked for")
    record: str = Field(description="Where what was done is written, as JSON")

    @field_validator("to")
    @classmethod
    def _known(cls, value: str) -> str:
        if Path(value).suffix.lower() not in KINDS:
            raise ValueError("rows are written as .csv, .xlsx, .json or .parquet")
        return value


class CombineResult(Result):
    path: str
    record: str
    rows: int
    left_out: int


class Combine(Executor[CombineParameters]):
    name = "combine"
    summary = "Puts the rows of files one below the other by their columns' names, repeated rows left out if wanted."
    Parameters = CombineParameters
    Returns = CombineResult
    effects = frozenset({Effect.READ, Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    timeout = 1800.0
    typical = Estimate(seconds=STARTS + 0.5)
    example: ClassVar[Mapping[str, Any]] = {
        "sources": ["jan.csv", "feb.csv"],
        "to": "rows/jan-and-feb.xlsx",
        "record": "rows/.figures/jan-and-feb.json",
    }

    async def run(self, parameters: CombineParameters, context: Context) -> CombineResult:
        paths = tuple(located(source, context) for source in parameters.sources)
        names = tuple(Path(source).name for source in parameters.sources)
        target = context.inside(parameters.to)
        target.parent.mkdir(parents=True, exist_ok=True)
        context.say(f"Reading {', '.join(names)}", file=", ".join(names))
        given = Combining(
            paths=paths,
            names=names,
            words=context.request.words,
            unique=parameters.unique,
            on=parameters.on,
            period=parameters.period,
            keep=parameters.keep,
            drop=parameters.drop,
            take=parameters.take,
            omit=parameters.omit,
            sort=parameters.sort,
            rising=parameters.rising,
            first=parameters.first,
            today=context.request.created.date(),
            to=target,
            accent=sheet_accent(context.brief.style),
        )
        found = await confined(combined, given, context, reads=paths, writes=(target.parent,))
        save(found, parameters.record, context)
        told = [f"{many(found.rows, 'row')} of {many(len(found.columns), 'column')}."]
        if found.sort:
            told[0] = f"{told[0][:-1]}, by '{found.sort}', {_first(found)} first."
        if found.first and found.rows < found.read:
            told.append(f"They are the first {many(found.rows, 'row')} of {found.read:,}.")
        if found.unique:
            by = f" by {', '.join(map(repr, found.on))}" if found.on else ""
            told.append(f"{many(found.left_out, 'row')} left out that repeated an earlier one{by}.")
            told += [f"{each[:1].upper()}{each[1:]}." for each in found.repeats]
        for note in (*told, *found.notes):
            context.say(note, file=parameters.to)
        kind, mime = KINDS[target.suffix.lower()]
        return CombineResult(
            path=parameters.to,
            record=parameters.record,
            rows=found.rows,
            left_out=found.left_out,
            products=(Product(name=target.name, kind=kind, path=target, mime=mime),) if parameters.result else (),
            notes=(*told, *found.notes),
        )


def _first(found: Combined) -> str:
    """What stands first in an ordered list."""
    column = next(c for c in found.columns if c.name == found.sort)
    own = found.files[0].columns
    moment = column.moment or any(c.name == found.sort and c.moment for c in own)
    number = column.number or any(c.name == found.sort and c.number for c in own)
    low, high = ("the earliest", "the latest") if moment else ("the smallest", "the largest") if number else ("A", "Z")
    return low if found.rising else high
