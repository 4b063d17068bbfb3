"""A run's process is told what its events name, and asks nobody for it."""

from __future__ import annotations

from uuid import uuid4

from prefect.client.schemas.objects import Flow, FlowRun, WorkPool, WorkQueue
from prefect.client.schemas.responses import DeploymentResponse
from prefect.context import FlowRunContext
from prefect.events.related import related_resources_from_run_context

from praetorium.engine.worker import private, related


class Silent:
    """A client of a server that must not be asked."""

    def __getattr__(self, name):
        async def asked(*_):
            raise AssertionError(f"{name} was called")

        return asked


async def test_events_name_what_the_worker_told(monkeypatch):
    monkeypatch.setattr(private, "RESOURCE_CACHE", {})
    monkeypatch.setattr("prefect.events.related.RESOURCE_CACHE", private.RESOURCE_CACHE)
    flow = Flow(id=uuid4(), name="fulfil")
    deployment = DeploymentResponse(id=uuid4(), name="praetorium", flow_id=flow.id, tags=["night"], branch="main")
    pool = WorkPool(id=uuid4(), name="forks", type="praetorium", default_queue_id=uuid4())
    queue = WorkQueue(id=pool.default_queue_id, name="default", work_pool_id=pool.id)
    run = FlowRun(
        id=uuid4(),
        flow_id=flow.id,
        deployment_id=deployment.id,
        work_pool_name=pool.name,
        work_queue_id=queue.id,
    )
    objects = [
        ("flow", str(flow.id), flow),
        ("deployment", str(deployment.id), deployment),
        ("work-pool", pool.name, pool),
        ("work-queue", str(queue.id), queue),
    ]
    related.remember(related.told(objects))
    with FlowRunContext.model_construct(flow_run=run):
        named = await related_resources_from_run_context(client=Silent())
    found = {(one.role, one.id, one.name) for one in named if one.role not in ("flow-run", "tag")}
    assert found == {
        ("flow", f"prefect.flow.{flow.id}", "fulfil"),
        ("deployment", f"prefect.deployment.{deployment.id}", "praetorium"),
        ("work-pool", f"prefect.work-pool.{pool.id}", "forks"),
        ("work-queue", f"prefect.work-queue.{queue.id}", "default"),
    }
    assert "prefect.tag.night" in {one.id for one in named}
    branches = [one.get("prefect.deployment.branch") for one in named if one.role == "deployment"]
    assert branches == ["main"]
