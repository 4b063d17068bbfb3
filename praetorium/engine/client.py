"""The only door to Prefect's API: flow runs are started, watched, cancelled and started again here.

Each function is an :class:`~praetorium.engine.transport.Operation`: ``cancel_run(id)`` blocks, ``await
cancel_run.aio(id)`` does not. All repeat what may pass (503, 409 where a parent is not recorded yet, resets).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from praetorium.engine.artifacts import update_artifact, write_artifact
from praetorium.engine.events import emit_event, materialise
from praetorium.engine.transport import Call, Operation, Steps, api_url, at, close
from praetorium.errors import ExternalError

__all__ = [
    "DEPLOYMENT",
    "RunState",
    "api_url",
    "at",
    "cancel_run",
    "change_parameters",
    "close",
    "create_run",
    "delete_run",
    "emit_event",
    "is_healthy",
    "knows",
    "mark_crashed",
    "materialise",
    "reschedule",
    "resume_run",
    "run_state",
    "run_states",
    "run_url",
    "set_state",
    "ui_of",
    "ui_url",
    "update_artifact",
    "write_artifact",
]

DEPLOYMENT = "fulfil/praetorium"
StateType = Literal[
    "SCHEDULED", "PENDING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED", "CRASHED", "PAUSED", "CANCELLING"
]
_FINAL = frozenset({"COMPLETED", "FAILED", "CANCELLED", "CRASHED"})


class RunState(BaseModel):
    """The state of a flow run as Prefect has it; never the truth about a request."""

    model_config = ConfigDict(frozen=True)

    type: StateType
    name: str
    message: str | None = None
    since: datetime
    pool: str | None = None
    """The work pool that the run belongs to."""

    @property
    def is_final(self) -> bool:
        return self.type in _FINAL


def ui_url() -> str:
    """Where a person opens the Prefect UI."""
    return ui_of(api_url())


def ui_of(url: str) -> str:
    """The Prefect UI that belongs to an API's address."""
    parts = urlsplit(url)
    if parts.hostname == "api.prefect.cloud":
        path = parts.path.removeprefix("/api").replace("/accounts/", "/account/").replace("/workspaces/", "/workspace/")
        return f"https://app.prefect.cloud{path}"
    return url.removesuffix("/api")


def run_url(id: UUID | str) -> str:
    """The flow run's page in the Prefect UI."""
    return f"{ui_url()}/runs/flow-run/{id}"


@Operation
def is_healthy() -> Steps[bool]:
    """True when the API answers; False when it answers that it is not well."""
    response = yield Call("GET", "/health", missing_ok=True)
    return response.status_code == 200


@Operation
def create_run(
    request_id: str,
    *,
    parameters: Mapping[str, Any],
    name: str | None = None,
    tags: Iterable[str] = (),
    idempotency_key: str | None = None,
    deployment: str = DEPLOYMENT,
) -> Steps[str]:
    """Start a run of a deployment for a request; asked again with the same key it returns the same run.

    ``idempotency_key`` is the request's id unless given. Raises ExternalError when the deployment is not registered.
    """
    found = yield Call("GET", f"/deployments/name/{deployment}", missing_ok=True)
    if found.status_code == 404:
        raise ExternalError(f"Prefect knows no deployment '{deployment}'", next="register it: praetorium up")
    body = {
        "parameters": dict(parameters),
        "name": name,
        "tags": sorted(set(tags)),
        "idempotency_key": idempotency_key or request_id,
    }
    made = yield Call(
        "POST",
        f"/deployments/{found.json()['id']}/create_flow_run",
        {key: value for key, value in body.items() if value is not None},
    )
    return str(made.json()["id"])


@Operation
def run_state(id: UUID | str) -> Steps[RunState | None]:
    """The run's state; None when Prefect has no such run (any more)."""
    response = yield Call("GET", f"/flow_runs/{id}", missing_ok=True)
    return None if response.status_code == 404 else _state_of(response.json())


@Operation
def knows(since: datetime) -> Steps[bool]:
    """Whether this Prefect has known our deployment since before then: what it was told at that time and does not have
    has been deleted. False for one with another database, which was never told."""
    found = yield Call("GET", f"/deployments/name/{DEPLOYMENT}", missing_ok=True)
    return found.status_code != 404 and datetime.fromisoformat(found.json()["created"]) <= since


@Operation
def run_states(ids: Iterable[UUID | str]) -> Steps[dict[str, RunState]]:
    """The states of those runs that Prefect has, by id; asked for 200 at a time."""
    wanted = [str(id) for id in ids]
    found: dict[str, RunState] = {}
    for start in range(0, len(wanted), 200):
        some = wanted[start : start + 200]
        answer = yield Call("POST", "/flow_runs/filter", {"flow_runs": {"id": {"any_": some}}, "limit": 200})
        found |= {str(run["id"]): state for run in answer.json() if (state := _state_of(run)) is not None}
    return found


def _state_of(run: Mapping[str, Any]) -> RunState | None:
    state = run.get("state")
    if state is None:
        return None
    told = {"type": state["type"], "name": state["name"], "message": state["message"], "since": state["timestamp"]}
    return RunState(pool=run.get("work_pool_name"), **told)


@Operation
def set_state(
    id: UUID | str, type: StateType, name: str | None = None, message: str | None = None, *, force: bool = False
) -> Steps[bool]:
    """Ask for a state; True when Prefect took it, False when its rules refused it or the run is gone."""
    state: dict[str, Any] = {"type": type, "name": name, "message": message}
    if type == "SCHEDULED":
        state["state_details"] = {"scheduled_time": datetime.now(UTC).isoformat()}
    body = {"state": {key: value for key, value in state.items() if value is not None}, "force": force}
    response = yield Call("POST", f"/flow_runs/{id}/set_state", body, missing_ok=True)
    return response.status_code != 404 and response.json().get("status") == "ACCEPT"


@Operation
def cancel_run(id: UUID | str) -> Steps[bool]:
    """Ask for the end of a run: one that runs is ended by its worker, one that waits is over at once.

    False when it is over already.
    """
    body = {"state": {"type": "CANCELLING", "name": "Cancelling"}, "force": False}
    response = yield Call("POST", f"/flow_runs/{id}/set_state", body, missing_ok=True)
    if response.status_code == 404:
        return False
    answer = response.json()
    # A run that never started is moved on to Cancelled by the server, which it reports as a rejection.
    return answer["status"] == "ACCEPT" or (answer.get("state") or {}).get("type") == "CANCELLED"


@Operation
def reschedule(id: UUID | str, message: str = "goes on where it stopped") -> Steps[bool]:
    """Run the same flow run again, now, whatever state it is in."""
    state = {
        "type": "SCHEDULED",
        "name": "AwaitingRetry",
        "message": message,
        "state_details": {"scheduled_time": datetime.now(UTC).isoformat()},
    }
    response = yield Call("POST", f"/flow_runs/{id}/set_state", {"state": state, "force": True}, missing_ok=True)
    return response.status_code != 404 and response.json().get("status") == "ACCEPT"


@Operation
def mark_crashed(id: UUID | str, message: str) -> Steps[bool]:
    """Say that a run's process is gone; False when the run is over already or Prefect has no such run."""
    response = yield Call("GET", f"/flow_runs/{id}", missing_ok=True)
    state = None if response.status_code == 404 else response.json().get("state")
    if state is None or state["type"] in _FINAL:
        return False
    body = {"state": {"type": "CRASHED", "name": "Crashed", "message": message}, "force": True}
    answer = yield Call("POST", f"/flow_runs/{id}/set_state", body, missing_ok=True)
    return answer.status_code != 404 and answer.json().get("status") == "ACCEPT"


@Operation
def change_parameters(id: UUID | str, changed: Mapping[str, Any]) -> Steps[None]:
    """Change what Prefect shows of a run's parameters; the process that runs keeps those it was started with."""
    found = yield Call("GET", f"/flow_runs/{id}", missing_ok=True)
    if found.status_code != 404:
        yield Call("PATCH", f"/flow_runs/{id}", {"parameters": (found.json()["parameters"] or {}) | dict(changed)})


@Operation
def resume_run(id: UUID | str) -> Steps[bool]:
    """Let a suspended or paused run go on; False when it is neither (any more)."""
    found = yield Call("GET", f"/flow_runs/{id}", missing_ok=True)
    if found.status_code == 404 or (found.json().get("state") or {}).get("type") != "PAUSED":
        return False
    response = yield Call("POST", f"/flow_runs/{id}/resume", {}, missing_ok=True)
    return response.status_code != 404 and response.json().get("status") == "ACCEPT"


@Operation
def delete_run(id: UUID | str) -> Steps[bool]:
    """Remove a flow run from Prefect; False when it is not there."""
    response = yield Call("DELETE", f"/flow_runs/{id}", missing_ok=True)
    return response.status_code != 404
