"""What a forked process does: run one flow run to its end, send what is still to be sent, and exit."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

from praetorium.engine import processes
from praetorium.engine.worker.wire import Message

logger = logging.getLogger(__name__)

_DRAIN_SECONDS = 5.0


def wait_for_parent(worker: int) -> None:
    """Return once the worker has become this process's parent; exits when it never does, because it is gone."""
    for _ in range(10_000):
        if os.getppid() == worker:
            return
        time.sleep(0.0002)
    os._exit(90)


def run(order: Message, project: Path, flows: dict[str, Any]) -> None:
    """Run the ordered flow run; never returns. The exit code is 0 when Prefect knows the outcome."""
    processes.rename("praetorium-run")
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.update(order["env"])
    random.seed()
    if "numpy" in sys.modules:
        # numpy would go on with the parent's numbers in every child.
        sys.modules["numpy"].random.seed()
    os._exit(_execute(order, project, flows))


def _execute(order: Message, project: Path, flows: dict[str, Any]) -> int:
    from prefect.client.schemas.objects import FlowRun
    from prefect.engine import handle_engine_signals
    from prefect.flow_engine import load_flow, run_flow
    from prefect.logging.loggers import flow_run_logger

    from praetorium.engine.worker import private, related

    private.configure_from_env()
    related.remember(order["related"])
    flow_run = FlowRun.model_validate_json(order["flow_run"])
    code = 0
    try:
        with handle_engine_signals(flow_run.id):
            run_logger = flow_run_logger(flow_run)
            try:
                # A deployment with pull steps of its own is loaded as any Prefect worker loads it.
                flow = flows.get(order["entrypoint"] or "") or load_flow(flow_run)
            except Exception:
                run_logger.exception("cannot load the flow")
                raise
            result = run_flow(flow, flow_run=flow_run, return_type="state")
            if asyncio.iscoroutine(result):
                asyncio.run(result)
            else:
                private.drive(flow, result)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        # The edge of a process: the worker reports the exit code as a crash.
        logger.exception("flow run %s ended unexpectedly", flow_run.id)
        code = 1
    private.drain(_DRAIN_SECONDS)
    logging.shutdown()
    return code
