"""What the benchmarks of the engine share: services of their own, bare Prefect beside them, timed runs of flows."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
PROJECT = ROOT / "tests" / "engine" / "project"
OURS, BARE = "test", "bare"
_SERVE = """
import sys
sys.path.insert(0, {project!r})
from prefect import serve
from flows.trials import five, stamp, suspend
serve(*(flow.to_deployment("bare") for flow in (stamp, suspend, five)), limit=8)
"""


@contextmanager
def services(bare: bool = True) -> Iterator[Path]:
    """Our services in a fresh home and, served on the same server with 1 s polling, the same flows by bare Prefect."""
    sys.path.insert(0, str(ROOT))
    folder = Path(tempfile.mkdtemp(prefix="praetorium-bench-"))
    os.environ["PRAETORIUM_HOME"] = str(folder / "home")
    os.environ.pop("PREFECT_API_URL", None)
    from praetorium.engine.services import down, up
    from praetorium.settings import Settings

    settings = Settings(home=folder / "home", port=15200)
    info = up(settings, True, None, print, page=False, project=PROJECT)
    served = _serve(folder, str(info.api)) if bare else None
    try:
        yield folder
    finally:
        if served is not None:
            served.kill()
            served.wait()
        down(settings)
        shutil.rmtree(folder)


def _serve(folder: Path, api: str) -> subprocess.Popen[bytes]:
    from praetorium.engine.client import create_run
    from praetorium.errors import ExternalError

    environment = dict(os.environ) | {
        "PREFECT_API_URL": api,
        "PREFECT_HOME": str(folder / "bare"),
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        "DO_NOT_TRACK": "1",
    }
    with (folder / "serve.log").open("wb") as log:
        served = subprocess.Popen(
            [sys.executable, "-c", _SERVE.format(project=str(PROJECT))],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    deadline = time.monotonic() + 120
    while True:
        try:
            create_run("warm", parameters={"path": str(folder / "warm")}, deployment="stamp/bare")
            break
        except ExternalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
    wait_for(lambda: (folder / "warm").exists(), 120)
    return served


def start(flow: str, deployment: str, path: Path) -> str:
    """Trigger one run that writes to ``path``."""
    from praetorium.engine.client import create_run

    return create_run(uuid4().hex, parameters={"path": str(path)}, deployment=f"{flow}/{deployment}")


def marks(path: Path) -> list[float]:
    """When each of the run's tasks began, as seconds since the epoch."""
    return [float(line.split()[0]) for line in path.read_text().splitlines()] if path.exists() else []


def wait_for(condition: Callable[[], object], seconds: float = 60.0) -> None:
    """Return as soon as it holds; raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s")
        time.sleep(0.002)


def line(name: str, values: Sequence[float]) -> str:
    """Median and range in seconds."""
    return f"{name:<34} {statistics.median(values):6.2f} s  ({min(values):.2f}–{max(values):.2f}, n={len(values)})"
