"""What a zygote imports before it forks: whatever a flow run would otherwise import late, and the project's flows."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML

LATE = (
    "anyio._backends._asyncio",
    "asyncio.subprocess",
    "docker.api.client",
    "encodings.idna",
    "httpcore._async.connection_pool",
    "httpcore._sync.connection_pool",
    "praetorium.catalogue.migrate",
    "praetorium.engine.worker.private",
    "praetorium.engine.worker.related",
    "prefect.blocks.core",
    "prefect.cache_policies",
    "prefect.client.orchestration",
    "prefect.concurrency.asyncio",
    "prefect.deployments.runner",
    "prefect.events.clients",
    "prefect.events.worker",
    "prefect.filesystems",
    "prefect.flow_engine",
    "prefect.logging.handlers",
    "prefect.results",
    "prefect.task_engine",
    "prefect.task_runners",
    "prefect.transactions",
    "prefect.utilities.visualization",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "websockets.asyncio.client",
)
"""Modules seen in ``sys.modules`` after a run that were not there before it."""

DEFERRED = (
    "prefect.client.schemas.actions:FlowRunUpdate",
    "prefect.client.schemas.actions:LogCreate",
    "prefect.client.schemas.objects:ConcurrencyLeaseHolder",
    "prefect.client.schemas.objects:FlowRun",
    "prefect.client.schemas.objects:FlowRunPolicy",
    "prefect.client.schemas.objects:ServerDefaultResultStorage",
    "prefect.client.schemas.objects:WorkPool",
    "prefect.client.schemas.objects:WorkQueue",
    "prefect.client.schemas.responses:ConcurrencyLimitWithLeaseResponse",
    "prefect.client.schemas.responses:DeploymentResponse",
    "prefect.events.filters:EventFilter",
    "prefect.events.schemas.events:Event",
)
"""Prefect's models that a run was seen to use; pydantic completes them when they are first used."""


def entrypoints(project: Path) -> list[str]:
    """The entrypoints (``flows/fulfil.py:fulfil``) of the deployments in the project's ``prefect.yaml`` that exist."""
    path = project / "prefect.yaml"
    if not path.is_file():
        return []
    content = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
    named = [deployment.get("entrypoint") or "" for deployment in content.get("deployments") or []]
    return sorted({entry for entry in named if ":" in entry and (project / entry.rpartition(":")[0]).is_file()})


def load(project: Path) -> dict[str, Any]:
    """Import everything; returns the flows by entrypoint. The project folder becomes importable and current."""
    from prefect.flows import load_flow_from_entrypoint

    os.chdir(project)
    if str(project) not in sys.path:
        sys.path.insert(0, str(project))
    for name in LATE:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    _complete()
    _read_up()
    return {entry: load_flow_from_entrypoint(entry, use_placeholder_flow=False) for entry in entrypoints(project)}


def _complete() -> None:
    for named in DEFERRED:
        module, _, name = named.partition(":")
        model: type[BaseModel] | None = getattr(importlib.import_module(module), name, None)
        if model is not None:
            model.model_rebuild()


def _read_up() -> None:
    """What every run reads and tries out anew otherwise, though it is the same for all of them."""
    from praetorium import executors, proofs
    from praetorium.catalogue import migrate
    from praetorium.intake import EXAMPLES
    from praetorium.planning import playbooks, policy
    from praetorium.settings import templates
    from praetorium.words import read
    from praetorium.workspace import bubblewrap

    for registry in (executors.registry, proofs.registry):
        registry()
    playbooks.find([templates() / "playbooks"])
    policy.shipped()
    migrate.newest()
    if bubblewrap.missing() is None:
        bubblewrap.counts_processes()
    # The first words take a third of a second, for the lexicon and two dozen readers; those after them a few ms.
    for example in EXAMPLES:
        read(example)


def sources(project: Path) -> dict[str, int]:
    """The project's and our own source files that are loaded, with their modification times in nanoseconds."""
    ours = {path.stem for path in project.iterdir()} | {"praetorium"}
    # Others are not even looked at: asked for an attribute, a lazily imported one (docker, above all) is imported.
    loaded = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] in ours]
    files = {module.__file__ for module in loaded if getattr(module, "__file__", None)}
    found = {file: Path(file).stat().st_mtime_ns for file in files if file}
    for entry in entrypoints(project):
        path = project / entry.rpartition(":")[0]
        found[str(path)] = path.stat().st_mtime_ns
    return found
