"""Events sent to Prefect: a team's automations hang on them, and its assets and their lineage are made of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

from praetorium.engine.transport import Call, Operation, Steps

Resource = Mapping[str, str]
_DESCRIPTION_LIMIT = 2500


@Operation
def emit_event(
    name: str,
    resource: Resource,
    payload: Mapping[str, Any] | None = None,
    related: Sequence[Resource] = (),
    id: UUID | str | None = None,
) -> Steps[str]:
    """Send one event. ``resource`` needs ``prefect.resource.id``; each related one also ``prefect.resource.role``.

    The same ``id`` sent twice counts once.
    """
    event = _event(name, resource, payload, related, id)
    yield Call("POST", "/events", [event])
    return str(event["id"])


@Operation
def materialise(
    key: str,
    *,
    name: str = "",
    url: str = "",
    description: str = "",
    owners: Iterable[str] = (),
    upstream: Iterable[str] = (),
    metadata: Mapping[str, Any] | None = None,
    by: str = "praetorium",
    flow_run_id: UUID | str | None = None,
    task_run_id: UUID | str | None = None,
) -> Steps[str]:
    """Tell Prefect that the asset ``key`` was made, and from which ``upstream`` ones: what ``@materialize`` sends.

    Keys are made valid by :func:`asset_key`. The run and the task run it happened in are named: lineage is drawn so.
    """
    resource = {"prefect.resource.id": asset_key(key)}
    labels = {
        "prefect.resource.name": name,
        "prefect.asset.url": url,
        "prefect.asset.description": description[:_DESCRIPTION_LIMIT],
        "prefect.asset.owners": json.dumps(list(owners)) if owners else "",
    }
    resource |= {label: value for label, value in labels.items() if value}
    context = [
        {"prefect.resource.id": f"prefect.{kind}.{id}", "prefect.resource.role": kind}
        for kind, id in (("flow-run", flow_run_id), ("task-run", task_run_id))
        if id is not None
    ]
    sources = [{"prefect.resource.id": asset_key(source), "prefect.resource.role": "asset"} for source in upstream]
    references = [_event("prefect.asset.referenced", source, None, context) for source in map(_bare, sources)]
    maker = {"prefect.resource.id": by, "prefect.resource.role": "asset-materialized-by"}
    made = _event("prefect.asset.materialization.succeeded", resource, metadata, [*sources, maker, *context])
    yield Call("POST", "/events", [*references, made])
    return str(made["id"])


def asset_key(text: str) -> str:
    """A key that Prefect takes: a URI (``praetorium://project/kind/name``) without its restricted characters, ≤ 512."""
    scheme, _, rest = text.partition("://") if "://" in text else ("praetorium", "", text)
    return f"{scheme}://{re.sub(r'%', '_', quote(rest, safe='/._-'))}"[:512]


def _bare(resource: Resource) -> Resource:
    return {"prefect.resource.id": resource["prefect.resource.id"]}


def _event(
    name: str,
    resource: Resource,
    payload: Mapping[str, Any] | None,
    related: Sequence[Resource],
    id: UUID | str | None = None,
) -> dict[str, Any]:
    return {
        "id": str(id or uuid4()),
        "occurred": datetime.now(UTC).isoformat(),
        "event": name,
        "resource": dict(resource),
        "related": [dict(item) for item in related],
        "payload": dict(payload or {}),
    }
