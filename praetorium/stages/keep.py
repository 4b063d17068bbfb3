"""Keeping: what succeeded steps made becomes versions of assets, with where they came from."""

from __future__ import annotations

import asyncio
import hashlib

from sqlalchemy import Connection

from praetorium.accounts.reach import Reach
from praetorium.assets import Content
from praetorium.catalogue import Source, StepRow, Version
from praetorium.kept.reuse import source_of
from praetorium.models import Product, StepState
from praetorium.stages.job import Job


async def keep(job: Job) -> list[Version]:
    """Store every product of the succeeded steps. Run again, it adds nothing that is kept already.

    Raises UserError when a product is not where its step said, ExternalError when the store is full.
    """
    kept = []
    for row in job.house.catalogue.steps.all(job.request.id).values():
        for product in row.outcome.products if row.state is StepState.SUCCEEDED and row.outcome else ():
            key = _key(job, row, product)
            if job.house.catalogue.assets.by_key(key) is None:
                content = await asyncio.to_thread(job.house.library.take, product, job.workspace)
                kept.append(_add(job, row, product, content, key))
    return kept


def _key(job: Job, row: StepRow, product: Product) -> str:
    """What makes a version this one: the same step of the same request, with the same work, keeps it once."""
    told = f"{job.request.id}:{row.id}:{row.identity}:{product.kind}:{product.name}"
    return hashlib.sha256(told.encode()).hexdigest()


def _add(job: Job, row: StepRow, product: Product, content: Content, key: str) -> Version:
    catalogue, sources = job.house.catalogue, _sources(job)
    # People's works of one name are not each other's versions.
    shelf = job.request.project or Reach.of(job.house, job.request).owner or "default"
    with catalogue.write() as connection:
        version = job.house.library.keep(
            connection,
            product,
            content,
            project=shelf,
            request=job.request.id,
            step=row.id,
            executor=row.executor,
            brief_version=job.brief.version if job.brief else 0,
            plan_version=job.plan.version if job.plan else 0,
            key=key,
            cost=row.cost,
            made_from=sources,
        )
        if product.kind == "app" and row.outcome and "service" in row.outcome.result:
            _register(job, connection, row, product, version)
        title = f"Kept {product.kind} '{product.name}', version {version.version}"
        catalogue.events.append(connection, job.lease, "asset.kept", title, step=row.id, facts={"asset": version.asset})
        told = {"version": version.dump(), "made_from": [s.source for s in sources]}
        catalogue.outbox.put(connection, job.request.id, "asset", f"{version.asset}:{version.version}", told)
    return version


def _register(job: Job, connection: Connection, row: StepRow, product: Product, version: Version) -> None:
    result = row.outcome.result if row.outcome else {}
    job.house.catalogue.apps.store(
        connection,
        name=result["service"],
        title=product.name,
        request=job.request.id,
        asset=version.asset,
        version=version.version,
        host=result.get("host", "process"),
        port=result["port"],
        url=product.url or result.get("url", ""),
        data=result.get("data"),
        definition=result.get("definition", {}),
    )


def _sources(job: Job) -> tuple[Source, ...]:
    brief = job.brief.parameters if job.brief else {}
    made_from: tuple[Source, ...] = ()
    if job.brief and job.brief.intent == "change-app":
        made_from = (Source(kind="asset", source=str(brief["asset"]), version=int(brief["source_version"])),)
    return tuple(dict.fromkeys((*made_from, *map(source_of, job.request.attachments))))
