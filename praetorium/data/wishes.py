"""What a request wants of a file of rows, in its own words: what is added up, by what, and which rows count."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from praetorium.models import Model


class Wishes(Model):
    """All of it may be empty: what is not said is found from the file."""

    words: str = ""
    """The whole request: a column that it names is preferred."""
    amount: str | None = None
    """The column to add up."""
    date: str | None = None
    """The column that says when."""
    thing: str = "rows"
    """What each row is one of, where rows are counted."""
    by: tuple[str, ...] = ()
    """The columns to group by, and the unit of time (``month``)."""
    wished: tuple[str, ...] = ()
    """The same, where they are there; what no column fits is told and passed over."""
    count: str = ""
    """Rows are counted: the word for them. A column of numbers that is called so is added up instead."""
    mean: bool = False
    """Averages instead of totals."""
    spread: str = ""
    """The column whose values are counted by how high they are: a histogram."""
    running: bool = False
    """Each period's total with those before it."""
    levels: bool = False
    """What says nothing when it is added up (temperatures, ages) is averaged unasked."""
    sides: bool = False
    """Several measures that the words name are told beside each other."""
    only: bool = False
    """Group by nothing but what ``by`` says."""
    period: str = ""
    """The rows that count: a stretch of time, as it was said (``last quarter``)."""
    keep: tuple[str, ...] = ()
    """Values without which a row does not count: ``paid``, ``status = paid``."""
    drop: tuple[str, ...] = ()
    """Values with which a row does not count."""
    today: dt.date = Field(default_factory=dt.date.today)
    """From where ``last quarter`` is told."""
