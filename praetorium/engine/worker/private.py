"""Every name of Prefect's that is not public and that the forking worker stands on.

Importing this module, or :func:`self_test`, fails when a release of Prefect changed them; the worker then runs flow
runs with Prefect's own process worker and says so.
"""

from __future__ import annotations

import asyncio
import inspect
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import prefect
from prefect._internal.control_listener import configure_from_env
from prefect.engine import _drive_run_flow_result as drive
from prefect.events.related import RESOURCE_CACHE, object_as_related_resource
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker

if TYPE_CHECKING:
    from prefect.runner._control_channel import ControlChannel

__all__ = [
    "RESOURCE_CACHE",
    "configure_from_env",
    "control_channel",
    "drain",
    "drive",
    "object_as_related_resource",
    "self_test",
]

TRIED = "3.8."
"""The releases with which all of this was tried."""
_OVERRIDDEN = {
    "_submit_run": ["self", "flow_run"],
    "_mark_flow_run_as_cancelled": ["self", "flow_run", "state_updates"],
    "_propose_crashed_state": ["self", "flow_run", "message", "client"],
    "_sync_and_initialize": ["self"],
    "get_and_submit_flow_runs": ["self"],
    "run": ["self", "flow_run", "configuration", "task_status"],
}


def control_channel() -> ControlChannel:
    """The worker's side of the channel by which a run is told why it must end.

    Imported here: the runs' processes use this module too, and must not load the worker's two hundred modules.
    """
    from prefect.runner._control_channel import ControlChannel

    return ControlChannel()


def drain(seconds: float) -> None:
    """Send the events and logs that still wait in this process; gives up after ``seconds`` each."""
    for worker in (EventsWorker, APILogWorker):
        worker.drain_all(timeout=seconds)


def self_test() -> str | None:
    """Prove what can be proved without a server. Returns None, or what is not as it was."""
    from prefect.workers.base import BaseJobConfiguration, BaseWorker

    if not prefect.__version__.startswith(TRIED):
        return f"Prefect {prefect.__version__} is not {TRIED}x"
    for name, expected in _OVERRIDDEN.items():
        found = list(inspect.signature(getattr(BaseWorker, name)).parameters)
        if found != expected:
            return f"BaseWorker.{name} takes {', '.join(found)}"
    if list(inspect.signature(BaseJobConfiguration._base_environment).parameters):
        return "BaseJobConfiguration._base_environment takes parameters"
    attributes = _attributes()
    for name in ("_submitting_flow_run_ids", "_exit_stack", "_runs_task_group", "_work_pool", "_limiter"):
        if name not in attributes:
            return f"BaseWorker has no {name}"
    return asyncio.run(_control_channel_works())


def _attributes() -> dict[str, Any]:
    from prefect.workers.base import BaseWorker

    class Probe(BaseWorker[Any, Any, Any]):
        type = "praetorium-probe"

        async def run(self, flow_run: Any, configuration: Any, task_status: Any = None) -> Any:
            raise NotImplementedError("a probe runs nothing")

    return vars(Probe("probe"))


async def _control_channel_works() -> str | None:
    """Play a child: connect with the token, get the intent to cancel, acknowledge it."""
    run: UUID = uuid4()
    async with control_channel() as channel:
        port, token = channel.register(run)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(token.encode() + b"\n")
        await writer.drain()
        await asyncio.wait_for(channel._registrations[run].connected.wait(), timeout=5)

        async def acknowledge() -> bytes:
            intent = await reader.readexactly(1)
            writer.write(b"a")
            await writer.drain()
            return intent

        status, intent = await asyncio.wait_for(asyncio.gather(channel.signal(run, "cancel"), acknowledge()), timeout=5)
        writer.close()
        handled = channel.unregister(run) is not None
    if intent != b"c" or status.value != "acknowledged" or not handled:
        return f"the control channel answered {intent!r}, {status.value}, {handled}"
    return None
