"""Where a named file of a request lies, and where the data work of an installation keeps its caches."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from praetorium.errors import UserError
from praetorium.executors.base import Context
from praetorium.models import Model

M = TypeVar("M", bound=Model)
DATABASE_FILES = (".db", ".sqlite", ".sqlite3")


def located(name: str, context: Context) -> Path:
    """An attachment of that name, else a file of the workspace. Raises UserError when there is neither."""
    told = (name, str(Path(name).resolve())) if Path(name).is_absolute() else (name,)
    for attached in context.request.attachments:
        if attached.name in told or attached.origin in told:
            return context.attachment(attached.name)
    path = context.inside(name)
    if path.is_file():
        return path
    if any(Path(name).name == attached.name for attached in context.request.attachments):
        return context.attachment(Path(name).name)
    raise UserError(
        f"there is no file '{name}': it is neither attached nor in the folder the request works in",
        next=f"give it along with --file {name}, or name the folder with --project",
    )


def database_url(name: str, context: Context) -> str:
    """The SQLAlchemy URL of a database: of a SQLite file, or of a block. It is a secret. Raises UserError."""
    if name.lower().endswith(DATABASE_FILES):
        return f"sqlite:///{located(name, context)}"
    if context.database is None:
        raise UserError(f"there is no database '{name}' here", next="name a SQLite file, or make a block in Prefect")
    return context.database(name)


def cache(context: Context) -> Path:
    """Typed tables by checksum of their file; all of it can be made anew."""
    return context.home / "data"


def load(kind: type[M], relative: str, context: Context) -> M:
    """A model that an earlier step stored as JSON in the workspace."""
    return kind.model_validate_json(context.inside(relative).read_text(encoding="utf-8"))


def save(model: Model, relative: str, context: Context) -> Path:
    """Store a model as JSON in the workspace."""
    path = context.inside(relative)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(model.model_dump_json(indent=1), encoding="utf-8")
    return path
