"""What every event of a run names besides it: its flow, deployment, work pool and work queue.

Prefect's client asks the server for all four in each process, for the first event that the process sends. The worker
knows them, so it tells them to the run's process along with the run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from prefect.events import RelatedResource

from praetorium.engine.worker import private
from praetorium.engine.worker.wire import Message


@dataclass(frozen=True)
class Known:
    """Stands for one of Prefect's objects where only its resource and its tags are asked for."""

    resource: dict[str, str]
    tags: list[str]

    def as_related_resource(self, role: str) -> RelatedResource:
        """The resource in that role."""
        return RelatedResource(self.resource | {"prefect.resource.role": role})


def told(objects: Iterable[tuple[str, str, Any]]) -> list[Message]:
    """What a run's process is told of these: of each its kind, the key it is asked for by, and itself."""
    return [
        {
            "kind": kind,
            "key": key,
            "resource": dict(private.object_as_related_resource(kind, kind, thing).root),
            "tags": list(getattr(thing, "tags", [])),
        }
        for kind, key, thing in objects
    ]


def remember(messages: Iterable[Message]) -> None:
    """Make what was told known to Prefect's client in this process."""
    for one in messages:
        # Of the object only its resource and its tags are used, of the time only which is older.
        entry: Any = {"kind": one["kind"], "object": Known(one["resource"], one["tags"])}, datetime.now(UTC)
        private.RESOURCE_CACHE[f"{one['kind']}.{one['key']}"] = entry
