"""Artifacts: what the Prefect UI shows of a request (brief, plan, progress, links, delivery), versioned by key."""

from __future__ import annotations

import json
import re
from typing import Any, Literal
from uuid import UUID

from praetorium.engine.transport import Call, Operation, Steps

Kind = Literal["markdown", "table", "link", "progress"]


@Operation
def write_artifact(
    key: str,
    kind: Kind,
    data: Any,
    description: str = "",
    flow_run_id: UUID | str | None = None,
    task_run_id: UUID | str | None = None,
) -> Steps[str]:
    """Write a new version of the artifact ``key`` (made lowercase letters, digits and dashes) and return its id.

    ``data``: markdown text; a list of rows (dicts), or a dict of columns; a URL, or a pair of URL and text; percent,
    0 to 100. The call waits until Prefect has recorded the run it belongs to.
    """
    body = {
        "key": _key(key),
        "type": {"link": "markdown"}.get(kind, kind),
        "data": _content(kind, data),
        "description": description,
        "flow_run_id": None if flow_run_id is None else str(flow_run_id),
        "task_run_id": None if task_run_id is None else str(task_run_id),
    }
    made = yield Call("POST", "/artifacts/", body, conflict_passes=True)
    return str(made.json()["id"])


@Operation
def update_artifact(id: UUID | str, data: Any, kind: Kind = "progress", description: str | None = None) -> Steps[bool]:
    """Change an artifact in place (progress, above all); False when it is not there any more."""
    body = {"data": _content(kind, data)} | ({} if description is None else {"description": description})
    response = yield Call("PATCH", f"/artifacts/{id}", body, missing_ok=True)
    return response.status_code != 404


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _content(kind: Kind, data: Any) -> Any:
    if kind == "table":
        return json.dumps(data, default=str)
    if kind == "link":
        url, text = (data, data) if isinstance(data, str) else data
        return f"[{text}]({url})"
    if kind == "progress":
        return max(0.0, min(100.0, float(data)))
    return data
