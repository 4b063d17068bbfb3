"""DuckDB, the first engine: bounded memory, no extension ever downloaded, work that can be broken off."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from praetorium.errors import StepError

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection
else:
    # Every command knows all executors by name: what takes time to import is imported when it is used.
    Connection = Any

T = TypeVar("T")

MEMORY = "300MB"
THREADS = 2


def connect(scratch: Path) -> Connection:
    """A database in memory that spills to the folder ``scratch``; extensions are those of the wheel."""
    import duckdb

    connection = duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "threads": THREADS,
            "temp_directory": str(scratch),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    # A moment with an offset falls on the same day wherever the machine stands.
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def lock(connection: Connection, readable: list[Path]) -> None:
    """From now on only these files can be read, and nothing written, whatever the SQL says."""
    paths = ", ".join(literal(str(path)) for path in readable)
    connection.execute(f"SET allowed_paths = [{paths}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


async def apart(work: Callable[[Connection], T], scratch: Path) -> T:
    """Run blocking work on a connection of its own in a thread, spilling below ``scratch``.

    When cancelled, the query is broken off first. Raises StepError for what DuckDB cannot do.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    # Two databases must not spill into one folder.
    with tempfile.TemporaryDirectory(dir=scratch, prefix="spill-") as spill:
        return await _watched(work, connect(Path(spill)))


async def _watched(work: Callable[[Connection], T], connection: Connection) -> T:
    import duckdb

    running = asyncio.ensure_future(asyncio.to_thread(work, connection))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        connection.interrupt()
        await asyncio.wait([running])
        raise
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise StepError(f"DuckDB could not do it: {reason}", next="mend the file or the query and ask again") from error
    finally:
        connection.close()


def name(identifier: str) -> str:
    """A quoted SQL identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A quoted SQL string."""
    return "'" + value.replace("'", "''") + "'"


def rows(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    """All rows of a query whose result is known to be small."""
    return connection.execute(sql).fetchall()


def one(connection: Connection, sql: str) -> tuple[Any, ...]:
    """The one row of an aggregate."""
    found = connection.execute(sql).fetchone()
    if found is None:
        raise StepError("a query that adds up gave no row")
    return found
