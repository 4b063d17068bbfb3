"""What is known of a file of rows: how it is written, its columns, what they mean. Stored as JSON in the workspace."""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Setting

from praetorium.models import Model

Kind = Literal["delimited", "json", "jsonl", "parquet", "excel", "sqlite"]
ColumnType = Literal["integer", "decimal", "date", "datetime", "boolean", "text"]
Sign = Literal[">", ">=", "<", "<=", "="]
Grain = Literal["day", "week", "month", "quarter", "year"]


class Melted(Model):
    """How a table with a column for each period, or for each thing that happened, is told as rows."""

    kept: tuple[str, ...]
    """Columns that each row of the table gives to all of them."""
    periods: tuple[tuple[str, str], ...]
    """The columns, each with what is said of it: its first month (``("Jan", "2026-01")``), or what happened."""
    lines: int
    """Rows of the table as it stands."""
    grain: Grain | None
    """None: the columns are days on which something happened, not periods."""
    period: str
    """Name of the new column that says when, or what."""
    value: str
    """Name of the new column of their cells."""
    left_out: tuple[str, ...] = ()
    """Columns of sums over the periods."""
    assumed: bool = False
    """The year is not said."""
    sides: bool = False
    """The columns are measures that are shown beside each other."""


class Exploded(Model):
    """A column whose cells hold several values, each of which is told as a row."""

    column: str
    mark: str
    """What parts them."""
    lines: int
    """Rows of the table as it stands."""


class Source(Model):
    """How a file is written."""

    name: str
    """The file's name, as a person knows it."""
    kind: Kind
    bytes: int
    sha256: str
    packed: bool = False
    """Compressed with gzip."""
    encoding: str = "utf-8"
    """A Python codec name."""
    delimiter: str = ","
    skip: int = 0
    """Lines before the header, or before the first row."""
    header: bool = True
    names: tuple[str, ...] = ()
    """The columns' names, each once; given by us where the file has none."""
    tail: int = 0
    """Lines below the table that are no rows of it: totals, remarks, blank lines."""
    sheet: str | None = None
    """Of a workbook or a database: its sheet, its table."""
    melted: Melted | None = None
    """None: its rows are as they stand."""
    exploded: Exploded | None = None
    """The same."""
    paths: tuple[tuple[str, ...], ...] = ()
    """Of JSON: where in a record each column lies."""
    inside: str = ""
    """Of JSON: the name of the list that holds the records, where they are not the file itself."""
    shape: str = ""
    """Of JSON: its columns with their types, as DuckDB writes them."""
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of what is read of it."""
        return (*self.melted.kept, self.melted.period, self.melted.value) if self.melted else self.names

    def described(self) -> str:
        """In a few words, for people: ``CSV, semicolons, cp1252``."""
        if self.kind != "delimited":
            words = {
                "json": "JSON",
                "jsonl": "JSON lines",
                "parquet": "Parquet",
                "excel": f"Excel, sheet '{self.sheet}'",
                "sqlite": f"SQLite, table '{self.sheet}'",
            }
            return words[self.kind] + (", gzip" if self.packed else "")
        mark = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}[self.delimiter]
        return f"text with {mark}, {self.encoding}" + (", gzip" if self.packed else "")


class Column(Model):
    """A column, its type, and what was found in it."""

    name: str
    type: ColumnType
    mark: Literal["", ".", ",", ":"] = ""
    """Decimal mark of a number as it is written; a colon: hours and minutes, read as hours."""
    plain: bool = True
    """A number without currency, thousands marks or brackets."""
    unit: str = ""
    """What stands behind each number: ``kg``, or ``%``, whose numbers are percent points."""
    scale: int | None = None
    """Decimal places of a decimal; None: more than six, or exponents (a binary number)."""
    formats: tuple[str, ...] = ()
    """strptime formats of a date or a moment, all of which occur."""
    blank: int = 0
    bad: int = 0
    """Values that are not of this type; they count as blank."""
    bad_samples: tuple[str, ...] = ()
    distinct: int = 0
    low: str = ""
    high: str = ""
    longest: int = 0

    @property
    def number(self) -> bool:
        return self.type in ("integer", "decimal")

    @property
    def moment(self) -> bool:
        return self.type in ("date", "datetime")


class Amount(Model):
    """What is added up: a column, or the product of two."""

    label: str
    """Its name in the view ``data``."""
    factors: tuple[str, str] | None = None
    """(quantity, unit price) when the amount is computed; None: ``label`` is a column of the file."""
    difference: bool = False
    """The factors are (money in, money out): the amount is the first less the second, a blank being nothing."""
    decimals: int = 2
    """Decimal places it is shown with."""
    ones: bool = False
    """Rows are counted: the amount is 1 in every row."""
    mean: bool = False
    """A chart shows averages, not totals."""
    unit: str = ""
    """Of the column, where it says one."""


class Condition(Model):
    """Rows that count: of a stretch of time, with (or without) certain values, or of a certain size."""

    column: str
    """Of a size: the name of what is compared, or (where ``per``) the column whose groups are."""
    since: str = ""
    """The first day, ISO; empty: from the beginning."""
    until: str = ""
    """The day after the last one; empty: to the end."""
    values: tuple[str, ...] = ()
    """In lower case."""
    blank: bool = False
    """Rows count where the column holds nothing."""
    keep: bool = True
    """Rows with these values count; False: all others do."""
    sign: Sign | None = None
    """How the rows' size is to be to ``bound``; None: no size is asked for."""
    bound: str = ""
    """Exact decimal text."""
    amount: Amount | None = None
    """What is compared; None: how many rows a group has."""
    per: bool = False
    """All rows of a group count whose rows together are of this size."""
    said: str = ""
    """As the request says it."""


class Roles(Model):
    """What the columns mean."""

    amount: Amount
    date: str | None = None
    grain: Grain | None = None
    unit: Grain = "day"
    """What a date stands for: a month, where the file says months and no days."""
    key: str | None = None
    categories: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    """Which rows count; empty: all."""
    rising: bool = False
    """A chart begins with the smallest group."""
    part: Literal["weekday"] | None = None
    """A chart shows the days of the week instead of periods that follow each other."""
    running: bool = False
    """A chart shows each period's total with those before it."""
    width: str | None = None
    """A chart counts rows by how high their amount is: how wide each class is, as exact decimal text."""


class Profile(Model):
    """Everything known of a file before its figures are computed."""

    source: Source
    columns: tuple[Column, ...]
    rows: int
    counted: int | None = None
    """Rows that the conditions leave; None where there are no conditions."""
    left_out: int = 0
    """Lines that are no row (wrong number of fields, broken quotes, bad characters)."""
    left_out_lines: tuple[int, ...] = ()
    """The first twenty of them, as line numbers of the file."""
    roles: Roles
    definition: str
    """SQL that makes the view ``data`` from the file."""
    notes: tuple[str, ...] = ()
    """What was assumed and what was left out, each a sentence for people."""

    @property
    def size(self) -> int:
        """How many rows count."""
        return self.rows if self.counted is None else self.counted

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)


class Row(Model):
    """One group's figures."""

    key: str
    """The group's value as text; ISO for periods; empty for blank."""
    label: str
    kind: Literal["group", "blank", "others"] = "group"
    count: int
    total: str
    """Exact decimal text."""
    share: float | None = None
    """Part of the grand total, 0–1."""
    change: float | None = None
    """Against the period before, as a fraction of it; None where one of both is not whole."""
    note: str = ""
    """What a period lacks: ``until 25 Nov``, ``7 days without rows``, ``no rows``. Empty for a whole one."""

    @property
    def shown(self) -> str:
        """The label, with what is missing."""
        return f"{self.label} ({self.note})" if self.note else self.label


class Breakdown(Model):
    """Totals by a column."""

    id: str
    title: str
    by: str
    grain: Grain | None = None
    """For a date; None: the column's values themselves."""
    rows: tuple[Row, ...]
    groups: int
    """How many groups there are, shown or not."""
    partial: bool = False
    """The last period is not complete."""
    sql: str


class Headline(Model):
    """One figure that stands for itself."""

    id: str
    label: str
    measure: Literal["total", "count", "average", "distinct", "median"]
    value: str
    """Exact decimal text."""
    decimals: int = 0
    sql: str


class Oddity(Model):
    """Something that looks wrong: by which rule, and where."""

    rule: str
    """Short name of the rule: ``gap``, ``outlier``, ``duplicate-key``, …"""
    title: str
    detail: str
    """What the rule is, in words with its figures."""
    rows: tuple[str, ...] = ()
    """Which rows or periods, up to ten."""
    count: int
    sql: str


class Study(Model):
    """The figures of a report, each with the query that gave it."""

    profile: Profile
    headlines: tuple[Headline, ...]
    breakdowns: tuple[Breakdown, ...]
    oddities: tuple[Oddity, ...] = ()
    first: str | None = Setting(default=None)
    """First and last day of the data, ISO."""
    last: str | None = None

    def headline(self, id: str) -> Headline:
        return next(h for h in self.headlines if h.id == id)
