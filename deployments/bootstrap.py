"""Registers the work pool and the deployments of ``prefect.yaml`` with the Prefect server, once per change.

``praetorium up`` runs it; by hand: ``python deployments/bootstrap.py``. It may run any number of times: when nothing
changed it asks the server whether all is there and does nothing else, without importing Prefect.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

PROJECT = Path(__file__).resolve().parents[1]
if str(PROJECT) not in sys.path:
    # Run as a script, only this folder is on the path; flows import their neighbours from the project's root.
    sys.path.insert(0, str(PROJECT))

from praetorium import __version__  # noqa: E402
from praetorium.engine import environment, pools  # noqa: E402
from praetorium.engine.client import is_healthy  # noqa: E402
from praetorium.engine.transport import Call, Operation, Steps, api_url  # noqa: E402
from praetorium.errors import ExternalError  # noqa: E402
from praetorium.settings import Settings, settings  # noqa: E402

_SERVER_SECONDS = 120.0
_FIRST_PAUSE, _LAST_PAUSE = 0.05, 2.0
_SCHEDULE_KINDS = ("cron", "interval", "rrule", "timezone", "day_or", "anchor_date")


def main() -> None:
    """Register everything; the exit code is 1 when the server cannot be reached or refuses."""
    parser = argparse.ArgumentParser(description="Register the work pool and the deployments of prefect.yaml.")
    parser.add_argument("--pool", default=pools.FORKING.name, help="the work pool that our deployments use")
    parser.add_argument("--project", type=Path, default=PROJECT, help="the folder with prefect.yaml")
    arguments = parser.parse_args()
    configuration = settings()
    environment.adopt(configuration, api_url())
    try:
        registered = register(configuration, arguments.project.resolve(), arguments.pool)
    except ExternalError as problem:
        sys.exit(f"{problem}\nnext: {problem.next}")
    sys.stdout.write("".join(f"registered {name}\n" for name in registered))


def register(configuration: Settings, project: Path, pool: str) -> list[str]:
    """Register what changed and return its names (``fulfil/praetorium``); the server is waited for.

    Raises ExternalError.
    """
    declared = list(_declared(project))
    memory = configuration.folder("run") / "deployments.json"
    known = json.loads(memory.read_text(encoding="utf-8")) if memory.is_file() else {}
    fingerprint = _fingerprint(project, pool)
    names = known.get("names", []) if known.get("fingerprint") == fingerprint else []
    if names:
        _wait_for_server()
        if _all_there(names, pool):
            return []
    prepared = [_prepare(item, project, pool) for item in declared]
    _wait_for_server()
    _ensure_pool(pool, _template(pool))
    for flow, body in prepared:
        _create(flow, body)
    _register_blocks()
    names = [f"{flow}/{body['name']}" for flow, body in prepared]
    memory.write_text(json.dumps({"fingerprint": fingerprint, "names": names}), encoding="utf-8")
    return names


def _register_blocks() -> None:
    """The types of blocks that a Prefect user may configure. Imports Prefect: done when something changed, only."""
    from blocks import bucket, chat, database, mail, policy

    for block in (policy, chat, database, bucket, mail):
        block.register()


def _declared(project: Path) -> Iterator[dict[str, Any]]:
    """The deployments of prefect.yaml, each with the project's pull steps unless it has its own."""
    content = YAML(typ="safe").load((project / "prefect.yaml").read_text(encoding="utf-8"))
    for item in content.get("deployments") or []:
        yield {"pull": content.get("pull")} | item


def _prepare(item: dict[str, Any], project: Path, pool: str) -> tuple[str, dict[str, Any]]:
    """The flow's name and what Prefect is to know of the deployment; imports the flow for its parameters."""
    from prefect.flows import Flow, load_flow_from_entrypoint
    from prefect.utilities.callables import parameter_schema

    if str(project) not in sys.path:
        sys.path.insert(0, str(project))
    path, _, function = item["entrypoint"].rpartition(":")
    flow: Flow[Any, Any] = load_flow_from_entrypoint(f"{project / path}:{function}", use_placeholder_flow=False)
    named = (item.get("work_pool") or {}).get("name", pools.FORKING.name)
    body = {
        "name": item["name"],
        "entrypoint": item["entrypoint"],
        "path": str(project),
        "pull_steps": _in(project, item["pull"]),
        "parameter_openapi_schema": parameter_schema(flow).model_dump(),
        "parameters": item.get("parameters") or {},
        "enforce_parameter_schema": item.get("enforce_parameter_schema", True),
        "description": item.get("description") or flow.description,
        "tags": item.get("tags") or [],
        "version": item.get("version") or __version__,
        # A pool of the team's own, where prefect.yaml names one, is kept.
        "work_pool_name": pool if named == pools.FORKING.name else named,
        "job_variables": (item.get("work_pool") or {}).get("job_variables") or {},
        "concurrency_limit": item.get("concurrency_limit"),
    }
    if item.get("schedules"):
        body["schedules"] = [_schedule(schedule) for schedule in item["schedules"]]
    return flow.name, body


def _schedule(given: dict[str, Any]) -> dict[str, Any]:
    timing = {key: given[key] for key in _SCHEDULE_KINDS if key in given}
    rest = {key: given[key] for key in ("slug", "parameters") if key in given}
    return {"schedule": timing, "active": given.get("active", True)} | rest


def _in(project: Path, value: Any) -> Any:
    """prefect.yaml's ``{{ $PWD }}``, wherever it stands, is the project folder."""
    if isinstance(value, str):
        return value.replace("{{ $PWD }}", str(project))
    if isinstance(value, list):
        return [_in(project, item) for item in value]
    if isinstance(value, dict):
        return {key: _in(project, item) for key, item in value.items()}
    return value


def _template(pool: str) -> dict[str, Any] | None:
    """How the worker of one of our pools is configured; None for a pool that is somebody else's."""
    if pool == pools.FORKING.name:
        from praetorium.engine.worker.forking import ForkingWorker

        return {"type": pools.FORKING.type, "base_job_template": ForkingWorker.get_default_base_job_template()}
    if pool == pools.PROCESS.name:
        from prefect.workers.process import ProcessWorker

        return {"type": pools.PROCESS.type, "base_job_template": ProcessWorker.get_default_base_job_template()}
    return None


def _fingerprint(project: Path, pool: str) -> str:
    """Changes with all that the registration is made of."""
    digest = hashlib.sha256(f"{api_url()} {project} {pool} {__version__}".encode())
    watched = [*sorted((project / "flows").glob("*.py")), *sorted((PROJECT / "blocks").glob("*.py"))]
    for path in [project / "prefect.yaml", Path(__file__), *watched]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _wait_for_server() -> None:
    deadline, pause = time.monotonic() + _SERVER_SECONDS, _FIRST_PAUSE
    while True:
        try:
            if is_healthy():
                return
            problem = ExternalError(f"Prefect at {api_url()} is not well", next="look at that server's log")
        except ExternalError as found:
            problem = found
        if time.monotonic() + pause > deadline:
            raise problem
        time.sleep(pause)
        pause = min(2 * pause, _LAST_PAUSE)


@Operation
def _all_there(names: list[str], pool: str) -> Steps[bool]:
    """Whether the server knows all of them, ours on the pool that is served."""
    other = pools.FORKING.name if pool == pools.PROCESS.name else pools.PROCESS.name
    for name in names:
        found = yield Call("GET", f"/deployments/name/{name}", missing_ok=True)
        if found.status_code == 404 or found.json()["work_pool_name"] == other:
            return False
    return True


@Operation
def _ensure_pool(name: str, template: dict[str, Any] | None) -> Steps[None]:
    """Create the pool unless it is there; raises ExternalError when it is not and is not ours to create."""
    found = yield Call("GET", f"/work_pools/{name}", missing_ok=True)
    if found.status_code != 404:
        return
    if template is None:
        raise ExternalError(f"Prefect has no work pool '{name}'", next=f"prefect work-pool create {name} --type …")
    # The worker creates it too, at the same moment.
    body = {"name": name, "description": "Served by praetorium up"} | template
    yield Call("POST", "/work_pools/", body, taken_ok=True)


def _others(known: list[dict[str, Any]], declared: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The schedules of a deployment that prefect.yaml does not declare."""
    ours = {schedule.get("slug") for schedule in declared}
    taken = ("schedule", "active", "slug", "parameters", "max_scheduled_runs")
    return [{key: s[key] for key in taken} for s in known if s.get("slug") not in ours]


@Operation
def _create(flow: str, body: dict[str, Any]) -> Steps[None]:
    """Create or update one deployment."""
    made = yield Call("POST", "/flows/", {"name": flow})
    # Prefect takes what is sent for all there is: schedules that people or requests put there since go along.
    known = yield Call("GET", f"/deployments/name/{flow}/{body['name']}", missing_ok=True)
    declared = body.get("schedules") or []
    if known.status_code != 404 and (kept := _others(known.json()["schedules"], declared)):
        body = body | {"schedules": [*declared, *kept]}
    yield Call("POST", "/deployments/", body | {"flow_id": made.json()["id"]})


if __name__ == "__main__":
    main()
