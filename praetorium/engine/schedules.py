"""Schedules on Prefect's deployment: one per repeated request, seen and edited in the Prefect UI like any other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from praetorium.engine.client import DEPLOYMENT, ui_url
from praetorium.engine.transport import Call, Operation, Steps
from praetorium.errors import ExternalError


class Standing(BaseModel):
    """A schedule as Prefect has it, with whatever people changed there."""

    model_config = ConfigDict(frozen=True)

    slug: str | None
    """The id of the request that is repeated; None for one that somebody made in Prefect."""
    id: UUID
    deployment: UUID
    active: bool
    cron: str | None = None
    """None where it was changed into something that is no cron line."""
    interval: float | None = None
    """Seconds, where it was changed into an interval."""
    rrule: str | None = None
    timezone: str = "UTC"
    parameters: dict[str, Any]

    @property
    def when(self) -> str:
        """The times as Prefect says them."""
        if self.cron is not None:
            return self.cron
        return self.rrule or f"every {timedelta(seconds=self.interval or 0)}"


@Operation
def put(
    slug: str, cron: str, timezone: str, parameters: Mapping[str, Any], deployment: str = DEPLOYMENT
) -> Steps[None]:
    """Put a schedule on the deployment; one of that slug is left as people have it by now.

    Raises ExternalError when Prefect refuses it or does not know the deployment.
    """
    found = yield Call("GET", f"/deployments/name/{deployment}", missing_ok=True)
    if found.status_code == 404:
        raise ExternalError(f"Prefect knows no deployment '{deployment}'", next="register it: praetorium up")
    known = found.json()
    if any(schedule.get("slug") == slug for schedule in known["schedules"]):
        return
    told = {
        "schedule": {"cron": cron, "timezone": timezone},
        "active": True,
        "slug": slug,
        "parameters": dict(parameters),
    }
    yield Call("POST", f"/deployments/{known['id']}/schedules", [told])
    yield _lay_out(known["id"])


@Operation
def everything(deployment: str = DEPLOYMENT) -> Steps[list[Standing]]:
    """All schedules of the deployment; none while it is not registered."""
    found = yield Call("GET", f"/deployments/name/{deployment}", missing_ok=True)
    if found.status_code == 404:
        return []
    known = found.json()
    return [_standing(known["id"], schedule) for schedule in known["schedules"]]


def standing(deployment: str = DEPLOYMENT) -> dict[str, Standing]:
    """Those with a slug, by it."""
    return {schedule.slug: schedule for schedule in everything(deployment) if schedule.slug}


def _standing(deployment: str, told: Mapping[str, Any]) -> Standing:
    times = {key: value for key in ("cron", "interval", "rrule", "timezone") if (value := told["schedule"].get(key))}
    return Standing(
        deployment=deployment,
        slug=told.get("slug") or None,
        id=told["id"],
        active=told["active"],
        parameters=told.get("parameters") or {},
        **times,
    )


@Operation
def set_active(schedule: Standing, active: bool, parameters: Mapping[str, Any]) -> Steps[None]:
    """Pause it, or let it go on; runs that Prefect had laid out for a paused one are dropped.

    ``parameters`` are set where it has none: Prefect forgets them whenever they are not sent along.
    """
    told = {"active": active, "parameters": schedule.parameters or dict(parameters)}
    yield Call("PATCH", f"/deployments/{schedule.deployment}/schedules/{schedule.id}", told)
    # Prefect drops the runs of all schedules of the deployment, and lays them out again within a minute.
    yield _lay_out(schedule.deployment)


@Operation
def remove(schedule: Standing) -> Steps[bool]:
    """Take it off the deployment, with the runs that were laid out; False when it is gone already."""
    response = yield Call("DELETE", f"/deployments/{schedule.deployment}/schedules/{schedule.id}", missing_ok=True)
    yield _lay_out(schedule.deployment)
    return response.status_code != 404


@Operation
def laid_out(schedule: Standing, count: int = 3) -> Steps[list[datetime]]:
    """The next times for which Prefect has laid out runs: what will really happen."""
    body = {
        "deployments": {"id": {"any_": [str(schedule.deployment)]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
        "sort": "EXPECTED_START_TIME_ASC",
        "limit": 200,
    }
    answer = yield Call("POST", "/flow_runs/filter", body)
    by_it = [run for run in answer.json() if (run.get("created_by") or {}).get("id") == str(schedule.id)]
    return [datetime.fromisoformat(run["expected_start_time"]) for run in by_it[:count]]


def _lay_out(deployment: UUID | str) -> Call:
    """Ask for the next runs at once: Prefect's own look comes once a minute."""
    return Call("POST", f"/deployments/{deployment}/schedule", {"min_runs": 3})


def page_of(schedule: Standing) -> str:
    """Where the Prefect UI shows the deployment with its schedules."""
    return f"{ui_url()}/deployments/deployment/{schedule.deployment}"
