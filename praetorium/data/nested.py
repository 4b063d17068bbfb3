"""JSON as rows: each value as the text it is written as, and what lies inside an object as a column of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from praetorium.data.duck import Connection, literal, name
from praetorium.data.model import Source
from praetorium.data.source import unique_names

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = {"json": "array", "jsonl": "newline_delimited"}
_LARGEST = "maximum_object_size=20000000"
_ALL = 64 << 20
"""Bytes up to which every record is looked at to find out which columns there are."""


def shaped(connection: Connection, source: Source, path: str) -> Source:
    """The source with the names of its columns, and where in a record each lies."""
    sample = -1 if source.bytes <= _ALL and not source.packed else 200_000
    told = f"{_form(source)}, sample_size={sample}"
    raw = f"read_json({literal(path)}, {told})"
    found = connection.sql(f"SELECT * FROM {_records(source, raw)} LIMIT 0")
    columns = list(zip(found.columns, found.types, strict=True))
    paths = tuple(path for column, kind in columns for path in _paths((column,), kind))
    names, notes = unique_names([".".join(path) for path in paths])
    shape = ", ".join(f"{literal(column)}: {literal(_type(kind))}" for column, kind in columns)
    if source.inside:
        record = f"STRUCT({', '.join(f'{name(column)} {_type(kind)}' for column, kind in columns)})[]"
        shape = f"{literal(source.inside)}: {literal(record)}"
    return source.model_copy(
        update={"names": names, "paths": paths, "shape": f"{{{shape}}}", "notes": (*source.notes, *notes)}
    )


def table(source: Source, path: str) -> str:
    """The table function that reads the file."""
    columns = f", columns={source.shape}" if source.shape else ""
    return _records(source, f"read_json({literal(path)}, {_form(source)}{columns})")


def _form(source: Source) -> str:
    if source.inside:
        return f"format='unstructured', maximum_object_size={max(20_000_000, source.bytes + 1)}"
    return f"format='{FORMS[source.kind]}', {_LARGEST}"


def _records(source: Source, raw: str) -> str:
    """The records of what is read: the file's own, or those of the list in it."""
    return f"(SELECT unnest({name(source.inside)}, max_depth := 2) FROM {raw})" if source.inside else raw


def cell(source: Source, at: int) -> str:
    """SQL of a column of the file as text, by its place."""
    return f"CAST({'.'.join(map(name, source.paths[at]))} AS VARCHAR)"


def value(record: dict[str, Any], path: tuple[str, ...]) -> Any:
    """What lies there in a parsed record; None where nothing does."""
    found: Any = record
    for step in path:
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _paths(path: tuple[str, ...], kind: Any) -> Iterator[tuple[str, ...]]:
    if kind.id == "struct":
        for inner, of in kind.children:
            yield from _paths((*path, inner), of)
    else:
        yield path


def _type(kind: Any) -> str:
    """The type that reads every value as text: a date stays as it is written."""
    if kind.id != "struct":
        return "VARCHAR"
    return f"STRUCT({', '.join(f'{name(inner)} {_type(of)}' for inner, of in kind.children)})"
