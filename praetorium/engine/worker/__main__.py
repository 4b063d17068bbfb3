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

from praetorium.engine import environment, pools
from praetorium.engine.transport import api_url
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
    reason = "it was asked for" if arguments.kind == "process" else _why_not_fork()
    asyncio.run(_serve(configuration, (arguments.project or project_root()).resolve(), reason))


def _why_not_fork() -> str | None:
    """None when flow runs may be forked here, else the reason."""
    if not Path("/proc/self/task").is_dir() or not hasattr(os, "pidfd_open"):
        return "this system is not Linux"
    try:
        from praetorium.engine.worker import private

        return private.self_test()
    except (ImportError, AttributeError, TypeError, OSError, TimeoutError) as problem:
        return f"{type(problem).__name__}: {problem}"


async def _serve(configuration: Settings, project: Path, reason: str | None) -> None:
    stop = asyncio.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    status = Status(configuration)
    if reason is None:
        from praetorium.engine.worker.service import NotSafe, fork_runs

        try:
            await fork_runs(configuration, project, stop, status)
            return
        except NotSafe as problem:
            reason = str(problem)
    logger.warning("flow runs start as processes of their own, seconds later than they could: %s", reason)
    from praetorium.engine.worker.fallback import run_processes

    await run_processes(configuration, project, stop, status, reason)


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
