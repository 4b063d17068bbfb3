"""``python -m praetorium.engine.worker``: serve the pool ``praetorium`` of the Prefect server that is configured."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import socket
from pathlib import Path

from praetorium.engine import environment, pools, processes
from praetorium.engine.transport import api_url
from praetorium.engine.worker.nursery import Nursery
from praetorium.engine.worker.zygote import mark_of
from praetorium.settings import Settings, project_root, settings

logger = logging.getLogger(__name__)


def main() -> None:
    """Run until SIGTERM or SIGINT. Falls back to Prefect's process worker where forking is not safe, and says why."""
    parser = argparse.ArgumentParser(prog="praetorium.engine.worker")
    parser.add_argument("--kind", choices=["auto", "process"], default="auto", help="process: Prefect's own worker")
    parser.add_argument("--project", type=Path, default=None, help="the Prefect project; ours by default")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    configuration = settings()
    environment.adopt(configuration, api_url())
    project = (arguments.project or project_root()).resolve()
    if arguments.kind == "process":
        asyncio.run(_serve(configuration, project, None, "it was asked for"))
        return
    nursery, reason = None, _why_no_linux()
    if reason is None:
        # Before anything is forked: the runs' processes are to become children of this one.
        processes.adopt_orphans()
        nursery = Nursery(project, mark_of(configuration.home, os.getpid()))
        nursery.prepare()
        reason = _why_not_fork()
    asyncio.run(_serve(configuration, project, nursery, reason))


def _why_no_linux() -> str | None:
    return None if Path("/proc/self/task").is_dir() and hasattr(os, "pidfd_open") else "this system is not Linux"


def _why_not_fork() -> str | None:
    """None when flow runs may be forked with this release of Prefect, else the reason. Imports Prefect."""
    try:
        from praetorium.engine.worker import private

        return private.self_test()
    except (ImportError, AttributeError, TypeError, OSError, TimeoutError) as problem:
        return f"{type(problem).__name__}: {problem}"


async def _serve(configuration: Settings, project: Path, nursery: Nursery | None, reason: str | None) -> None:
    """Serve with runs forked from the nursery, or with a process of its own for each where there is a reason not to."""
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    status = Status(configuration)
    if nursery is not None and reason is None:
        from praetorium.engine.worker.service import NotSafe, fork_runs

        try:
            await fork_runs(configuration, nursery, stop, status)
            return
        except NotSafe as problem:
            reason = str(problem)
    if nursery is not None:
        await nursery.close()
    logger.warning("flow runs start as processes of their own, seconds later than they could: %s", reason)
    from praetorium.engine.worker.fallback import run_processes

    await run_processes(configuration, project, stop, status, reason or "")


class Status:
    """``<home>/run/worker.json``: which worker runs, on which pool, and why that one."""

    def __init__(self, configuration: Settings) -> None:
        self._path = configuration.folder("run") / "worker.json"

    def write(self, pool: pools.Pool, *, polling: bool, reason: str | None = None) -> None:
        """Say how far it is; ``polling`` once runs are picked up."""
        content = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "pool": pool.name,
            "type": pool.type,
            "polling": polling,
            "reason": reason,
        }
        draft = self._path.with_suffix(".tmp")
        draft.write_text(json.dumps(content), encoding="utf-8")
        draft.replace(self._path)


if __name__ == "__main__":
    main()
