"""Figures for machines: ``/admin/metrics`` as JSON, ``/metrics`` for Prometheus, ``/health`` for whoever asks."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from praetorium import __version__
from praetorium.house import House
from praetorium.web.access import TheHouse
from praetorium.web.figures import executors, overview
from praetorium.web.live.tail import Tail
from praetorium.web.problems import responses
from praetorium.web.running import states
from praetorium.web.security import Operating

router = APIRouter(tags=["operations"])

BUCKETS = (0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)


STANDSTILL = 60.0
"""Seconds without a look after which the supervisor counts as standing still: a call to Prefect may take 20."""


@router.get("/health", responses={503: {"description": "The supervisor beside the page stands still."}})
def health(request: Request, response: Response) -> dict[str, str]:
    """That the page answers, which version it is, and whether the supervisor beside it works. Open to everybody."""
    supervisor = request.app.state.supervisor
    well = supervisor is None or time.monotonic() - supervisor.looked < STANDSTILL
    response.status_code = 200 if well else 503
    return {
        "status": "ok" if well else "the supervisor stands still",
        "name": "praetorium",
        "version": __version__,
    }


@router.get("/admin/metrics", responses=responses())
def admin(
    request: Request, house: TheHouse, who: Operating, x_client_id: Annotated[str | None, Header(max_length=128)] = None
) -> dict[str, Any]:
    """Queue, waiting approvals, outbox, requests by state, spend, executors, apps."""
    told = overview(house, None)
    return told | {
        "client": x_client_id,
        "executors": {
            e.name: {
                "paused": e.paused,
                "runs": e.figures.runs,
                "succeeded": e.figures.succeeded,
                "median_seconds": round(e.figures.median_seconds, 3),
                "cost_24h": e.figures.cost,
            }
            for e in executors(house)
        },
        "recent": [
            {"request": line.id, "title": line.title, "state": line.state, "cost": line.cost}
            for line in house.catalogue.browsing.requests(limit=10, with_cost=True)
        ],
        "watched": request.app.state.tail.watched,
        "version": __version__,
    }


@router.get("/metrics", response_class=Response, responses=responses())
def prometheus(request: Request, house: TheHouse, who: Operating) -> Response:
    """For Prometheus, in its text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(house, request.app.state.tail))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


class Figures(Collector):
    """Read from the catalogue when they are asked for."""

    def __init__(self, house: House, tail: Tail) -> None:
        self._house, self._tail = house, tail

    def collect(self) -> Iterable[Metric]:
        start = time.monotonic()
        told = overview(self._house, None)
        requests = GaugeMetricFamily("praetorium_requests", "Requests by state.", labels=["state"])
        for state, number in told["requests"].items():
            requests.add_metric([state], number)
        yield requests
        yield from self._simple(told)
        yield from self._executors()
        apps = GaugeMetricFamily("praetorium_apps", "Launched apps by health.", labels=["health"])
        seen = states(self._house, self._house.catalogue.apps.find())
        for health in ("healthy", "unhealthy", "stopped"):
            apps.add_metric([health], sum(_health(s) == health for s in seen))
        yield apps
        yield GaugeMetricFamily(
            "praetorium_scrape_seconds", "Seconds these figures took to read.", time.monotonic() - start
        )

    def _simple(self, told: dict[str, Any]) -> Iterator[Metric]:
        for name, text, value in (
            ("queue_length", "Requests that wait for a worker.", told["queue"]["length"]),
            ("queue_age_seconds", "Age of the oldest queued request.", told["queue"]["oldest_seconds"]),
            ("approvals_waiting", "Approvals that wait for a person.", told["waiting"]["approvals"]),
            ("approvals_age_seconds", "Age of the oldest approval that waits.", told["waiting"]["oldest_seconds"]),
            ("outbox_length", "Messages that Prefect has not been told yet.", told["outbox"]),
            ("spent_today", f"Spent today, in {told['spent']['currency']}.", told["spent"]["today"]),
            ("halted", "Whether everything is halted.", float(told["halted"])),
            ("watched_requests", "Requests that open pages follow.", self._tail.watched),
            ("event_lag_seconds", "Age of the newest event when the page handed it on.", self._tail.lag),
        ):
            yield GaugeMetricFamily(f"praetorium_{name}", text, value)

    def _executors(self) -> Iterator[Metric]:
        found = executors(self._house)
        seconds = HistogramMetricFamily(
            "praetorium_step_seconds", "Seconds of the last steps that succeeded.", labels=["executor"]
        )
        for executor, buckets, total in self._house.catalogue.browsing.durations(BUCKETS):
            seconds.add_metric([executor], buckets, total)
        yield seconds
        for name, text, value in (
            ("success_ratio", "Part of the last steps that succeeded.", _ratio),
            ("cost_day", "Cost of the last 24 hours.", lambda e: e.figures.cost),
            ("paused", "Whether it is paused.", lambda e: float(e.paused)),
        ):
            family = GaugeMetricFamily(f"praetorium_executor_{name}", text, labels=["executor"])
            for executor_state in found:
                if name == "paused" or executor_state.figures.runs:
                    family.add_metric([executor_state.name], value(executor_state))
            yield family


def _ratio(state: Any) -> float:
    return float(state.figures.succeeded / state.figures.runs)


def _health(state: Any) -> str:
    if not state.running:
        return "stopped"
    return "healthy" if state.healthy else "unhealthy"
