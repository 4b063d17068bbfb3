"""Buckets that a team has configured as blocks in Prefect: where an asset store lies, and the keys to it."""

from __future__ import annotations

from pydantic import ValidationError

from praetorium.assets.bucket import Bucket
from praetorium.engine.transport import Call, Operation, Steps
from praetorium.errors import UnknownError, UserError
from praetorium.models import problem_of

SLUG = "praetorium-bucket"


@Operation
def named(name: str) -> Steps[Bucket]:
    """What the block of that name says. Raises UnknownError, UserError for one that says no bucket, ExternalError."""
    path = f"/block_types/slug/{SLUG}/block_documents/name/{name}?include_secrets=true"
    found = yield Call("GET", path, missing_ok=True)
    if found.status_code == 404:
        listed = yield Call("GET", f"/block_types/slug/{SLUG}/block_documents", missing_ok=True)
        names = [] if listed.status_code == 404 else [str(each["name"]) for each in listed.json()]
        error = UnknownError("bucket", name, names)
        error.next = (
            f"make a block 'Praetorium bucket' named '{name}' in Prefect, or say PRAETORIUM_STORE=disk or s3://…"
        )
        raise error
    try:
        return Bucket.model_validate(found.json()["data"])
    except ValidationError as error:
        where, what = problem_of(error)
        raise UserError(
            f"the block '{name}' names no bucket: {'.'.join(map(str, where))}: {what}", next="mend it in Prefect"
        ) from None
