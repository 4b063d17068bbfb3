"""Databases that a team has configured as blocks in Prefect: their addresses, for the step that asks one."""

from __future__ import annotations

from praetorium.engine.transport import Call, Operation, Steps
from praetorium.errors import UnknownError

SLUG = "praetorium-database"


@Operation
def address_of(name: str) -> Steps[str]:
    """The SQLAlchemy URL in the block of that name: a secret. Raises UnknownError, ExternalError."""
    path = f"/block_types/slug/{SLUG}/block_documents/name/{name}?include_secrets=true"
    found = yield Call("GET", path, missing_ok=True)
    if found.status_code != 404:
        return str(found.json()["data"]["url"])
    listed = yield Call("GET", f"/block_types/slug/{SLUG}/block_documents", missing_ok=True)
    names = [] if listed.status_code == 404 else [str(each["name"]) for each in listed.json()]
    error = UnknownError("database", name, names)
    error.next = f"make a block 'Praetorium database' named '{name}' in Prefect, or name a file: warehouse.sqlite"
    raise error
