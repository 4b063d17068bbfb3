"""Block documents in Prefect: kept and removed without loading Prefect, by the types that are registered there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from praetorium.engine.transport import Call, Operation, Steps
from praetorium.errors import ExternalError


@Operation
def keep(slug: str, name: str, data: Mapping[str, Any]) -> Steps[str]:
    """A document of that type, new or changed; gives its id. Prefect encrypts the fields that hold secrets.

    Raises ExternalError when Prefect does not know the type.
    """
    kind = yield Call("GET", f"/block_types/slug/{slug}", missing_ok=True)
    if kind.status_code == 404:
        raise ExternalError(
            f"Prefect knows no blocks of type '{slug}'", next="register ours: praetorium down, praetorium up"
        )
    type_id = kind.json()["id"]
    known = yield Call("GET", f"/block_types/slug/{slug}/block_documents/name/{name}", missing_ok=True)
    if known.status_code != 404:
        id = str(known.json()["id"])
        yield Call("PATCH", f"/block_documents/{id}", {"data": dict(data), "merge_existing_data": False})
        return id
    wanted = {"block_schemas": {"block_type_id": {"any_": [type_id]}}, "limit": 1}
    schemas = yield Call("POST", "/block_schemas/filter", wanted)
    body = {
        "name": name,
        "data": dict(data),
        "block_type_id": type_id,
        "block_schema_id": schemas.json()[0]["id"],
    }
    made = yield Call("POST", "/block_documents/", body)
    return str(made.json()["id"])


@Operation
def remove(slug: str, name: str) -> Steps[bool]:
    """False when there was none."""
    known = yield Call("GET", f"/block_types/slug/{slug}/block_documents/name/{name}", missing_ok=True)
    if known.status_code == 404:
        return False
    yield Call("DELETE", f"/block_documents/{known.json()['id']}", missing_ok=True)
    return True
