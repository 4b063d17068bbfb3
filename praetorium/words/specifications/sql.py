"""A SQL schema: CREATE TABLE and the constraints that go with it, in whatever dialect."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from praetorium.errors import UserError
from praetorium.models import FieldType
from praetorium.words.specifications.tables import Column, Table, by_name

_DIALECTS = (None, "postgres", "mysql", "sqlite", "tsql", "oracle")
_TYPES = (
    (("BOOL", "BIT"), FieldType.BOOLEAN),
    (("TIMESTAMP", "DATETIME", "SMALLDATETIME"), FieldType.DATETIME),
    (("DATE",), FieldType.DATE),
    (("TIME",), FieldType.TIME),
    (("DECIMAL", "NUMERIC", "FLOAT", "DOUBLE", "REAL"), FieldType.DECIMAL),
    (("MONEY", "SMALLMONEY"), FieldType.MONEY),
    (
        ("INT", "BIGINT", "SMALLINT", "TINYINT", "MEDIUMINT", "SERIAL", "BIGSERIAL", "UINT", "UBIGINT"),
        FieldType.INTEGER,
    ),
    (("TEXT", "MEDIUMTEXT", "LONGTEXT", "CLOB"), FieldType.LONG_TEXT),
)


def tables(text: str, name: str) -> tuple[Table, ...]:
    """The tables that a script creates. Raises UserError for what no dialect reads, or creates no table."""
    trees = _parsed(text, name)
    created = [c for tree in trees for c in tree.find_all(exp.Create) if c.kind == "TABLE"]
    made = [t for c in created if (t := _table(c)) is not None]
    made = [_altered(table, trees) for table in made]
    if not made:
        raise UserError(f"'{name}' creates no table", next="give a script with CREATE TABLE")
    known = {table.name for table in made}
    return tuple(
        Table(t.name, tuple(c if c.refers in known else _plain(c) for c in t.columns)) for t in made if t.columns
    )


def _parsed(text: str, name: str) -> list[Any]:
    logging.getLogger("sqlglot").setLevel(logging.ERROR)  # what it does not know it keeps, and says so each time
    problem: SqlglotError | None = None
    for dialect in _DIALECTS:
        try:
            return [tree for tree in sqlglot.parse(text, read=dialect) if tree is not None]
        except SqlglotError as error:
            problem = problem or error
    first = str(problem).splitlines()[0]
    raise UserError(f"'{name}' is not read as SQL: {first}", next="check it with the database it is for")


def _table(created: exp.Create) -> Table | None:
    schema = created.this
    if not isinstance(schema, exp.Schema):
        return None
    parts = list(schema.expressions)
    references = dict(_references(parts))
    alone = {next(iter(names)) for names in _uniques(parts) if len(names) == 1}
    primary = {c.name for p in parts if isinstance(p, exp.PrimaryKey) for c in p.expressions}
    columns = [_column(p, references, alone, primary) for p in parts if isinstance(p, exp.ColumnDef)]
    return Table(schema.this.name, tuple(c for c in columns if c is not None))


def _column(told: exp.ColumnDef, references: dict[str, str], alone: set[str], primary: set[str]) -> Column | None:
    kinds = [constraint.kind for constraint in told.constraints]
    is_key = told.name in primary or any(isinstance(kind, exp.PrimaryKeyColumnConstraint) for kind in kinds)
    refers = next((_target(kind) for kind in kinds if isinstance(kind, exp.Reference)), references.get(told.name))
    if is_key and refers is None:
        return None  # every application numbers its records itself
    required = is_key or any(isinstance(k, exp.NotNullColumnConstraint) and not k.args.get("allow_null") for k in kinds)
    unique = told.name in alone or any(isinstance(kind, exp.UniqueColumnConstraint) for kind in kinds)
    choices = _choices(told, kinds)
    kind = FieldType.CHOICE if choices else by_name(told.name, _type(told.kind))
    return Column(told.name, kind, required, unique and refers is None, choices, refers)


def _type(told: exp.Expression | None) -> FieldType:
    if not isinstance(told, exp.DataType):
        return FieldType.TEXT
    named = told.this.value if isinstance(told.this, exp.DataType.Type) else str(told.this)
    found = next((kind for names, kind in _TYPES if named.upper() in names or named.upper().startswith(names[0])), None)
    return found or FieldType.TEXT


def _choices(told: exp.ColumnDef, kinds: list[Any]) -> tuple[str, ...]:
    """The values of an ENUM, or of CHECK (column IN (…))."""
    if isinstance(told.kind, exp.DataType) and told.kind.this is exp.DataType.Type.ENUM:
        return tuple(value.name for value in told.kind.expressions)
    for kind in kinds:
        within = kind.find(exp.In) if isinstance(kind, exp.CheckColumnConstraint) else None
        if within is not None and all(isinstance(v, exp.Literal) and v.is_string for v in within.expressions):
            return tuple(value.name for value in within.expressions)
    return ()


def _references(parts: list[Any]) -> Iterator[tuple[str, str]]:
    for part in parts:
        for key in part.find_all(exp.ForeignKey):
            reference = key.args.get("reference")
            if len(key.expressions) == 1 and isinstance(reference, exp.Reference):
                yield key.expressions[0].name, _target(reference)


def _uniques(parts: list[Any]) -> Iterator[set[str]]:
    for part in parts:
        if not isinstance(part, exp.ColumnDef):
            for unique in part.find_all(exp.UniqueColumnConstraint):
                yield {column.name for column in unique.find_all(exp.Identifier)}


def _target(reference: exp.Reference) -> str:
    table = reference.find(exp.Table)
    return table.name if table is not None else ""


def _altered(table: Table, trees: list[Any]) -> Table:
    """With the foreign keys that ALTER TABLE adds later, as dumps write them."""
    later = [t for t in trees if isinstance(t, exp.Alter) and t.this.name == table.name]
    references = dict(_references([part for alter in later for part in alter.args.get("actions") or ()]))
    return Table(table.name, tuple(_pointing(c, references.get(c.name, c.refers)) for c in table.columns))


def _pointing(column: Column, refers: str | None) -> Column:
    return Column(column.name, column.type, column.required, column.unique, column.choices, refers)


def _plain(column: Column) -> Column:
    """A column that points to a table the script does not create is a value like any other."""
    return _pointing(column, None)
