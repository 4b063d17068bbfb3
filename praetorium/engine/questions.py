"""Approvals as flow runs of their own in the Prefect UI: paused, with a form, no process behind them.

Each is created directly in the state ``Paused``, beneath the gate's task run; what a person fills in there is read
from it, and it is closed in a state that says what was answered.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from praetorium.engine.client import RunState, StateType
from praetorium.engine.transport import Call, Operation, Steps

FLOW = "approval"
"""The flow these runs are shown under."""
TAG = "praetorium:approval"
_KEYS = {name: f"answer-{name}" for name in ("description", "response", "schema")}
_MOST = 200
"""Runs that Prefect tells of in one answer."""


@Operation
def open_question(
    name: str,
    *,
    description: str,
    schema: Mapping[str, Any],
    key: str,
    parent: str | None = None,
    tags: Iterable[str] = (),
) -> Steps[str | None]:
    """Create the run and its form; asked again with the same ``key`` it is the same run. Gives its id.

    ``parent``: the task run it is drawn beneath. Prefect records those some time after they ran: until then None.
    """
    flow = yield Call("POST", "/flows/", {"name": FLOW})
    body: dict[str, Any] = {
        "flow_id": flow.json()["id"],
        "name": name,
        "state": _paused(),
        "idempotency_key": key,
        "tags": sorted({TAG, *tags}),
    }
    if parent is not None:
        body["parent_task_run_id"] = parent
    made = yield Call("POST", "/flow_runs/", body, taken_ok=parent is not None)
    if made.status_code == 409:
        return None
    id = str(made.json()["id"])
    for what, value in (("description", description), ("schema", json.dumps(schema))):
        yield Call("POST", f"/flow_runs/{id}/input", {"key": _KEYS[what], "value": value}, taken_ok=True)
    return id


@Operation
def ask_again(id: UUID | str, description: str) -> Steps[bool]:
    """Pause the run once more, with another text above its form: what was filled in could not be taken."""
    for what in ("description", "response"):
        yield Call("DELETE", f"/flow_runs/{id}/input/{_KEYS[what]}", missing_ok=True)
    yield Call("POST", f"/flow_runs/{id}/input", {"key": _KEYS["description"], "value": description}, taken_ok=True)
    set = yield Call("POST", f"/flow_runs/{id}/set_state", {"state": _paused(), "force": True}, missing_ok=True)
    return set.status_code != 404


@Operation
def close_question(id: UUID | str, type: StateType, name: str, message: str) -> Steps[bool]:
    """End the run in a state of that name; False when Prefect has it no more."""
    body = {"state": {"type": type, "name": name, "message": message[:2000]}, "force": True}
    response = yield Call("POST", f"/flow_runs/{id}/set_state", body, missing_ok=True)
    return response.status_code != 404


@Operation
def stirs() -> Steps[bool]:
    """Whether any of these runs was let go on and is not closed yet: a form was filled in. Costs the same however many
    wait."""
    wanted = {
        "flows": {"name": {"any_": [FLOW]}},
        "flow_runs": {"state": {"type": {"any_": ["RUNNING", "SCHEDULED", "PENDING"]}}},
    }
    response = yield Call("POST", "/flow_runs/count", wanted)
    return bool(response.json())


@Operation
def touched(ids: Collection[str]) -> Steps[dict[str, RunState]]:
    """Those of the runs that are not paused any more, with the state they are in."""
    found: dict[str, RunState] = {}
    for part in _parts(ids):
        wanted = {"id": {"any_": part}, "state": {"type": {"not_any_": ["PAUSED"]}}}
        response = yield Call("POST", "/flow_runs/filter", {"flow_runs": wanted, "limit": _MOST})
        for run in response.json():
            state = run["state"]
            found[run["id"]] = RunState(
                type=state["type"], name=state["name"], message=state["message"], since=state["timestamp"]
            )
    return found


@Operation
def missing(ids: Collection[str]) -> Steps[frozenset[str]]:
    """Those of the runs that Prefect has no more."""
    gone: set[str] = set()
    for part in _parts(ids):
        count = yield Call("POST", "/flow_runs/count", {"flow_runs": {"id": {"any_": part}}})
        if count.json() < len(part):
            response = yield Call("POST", "/flow_runs/filter", {"flow_runs": {"id": {"any_": part}}, "limit": _MOST})
            gone |= set(part) - {run["id"] for run in response.json()}
    return frozenset(gone)


@Operation
def answer_in(id: UUID | str) -> Steps[dict[str, Any] | None]:
    """What was filled in; None when nothing was."""
    response = yield Call("GET", f"/flow_runs/{id}/input/{_KEYS['response']}", missing_ok=True)
    if response.status_code == 404:
        return None
    said = response.json()
    return said if isinstance(said, dict) else None


def _paused() -> dict[str, Any]:
    return {
        "type": "PAUSED",
        "name": "Paused",
        "message": "Waits for an answer",
        "state_details": {"run_input_keyset": _KEYS, "pause_reschedule": False},
    }


def _parts(ids: Collection[str]) -> list[list[str]]:
    listed = sorted(ids)
    return [listed[start : start + _MOST] for start in range(0, len(listed), _MOST)]
