"""Data work in a confined process of its own: a file from outside is never parsed inside the worker.

The work is a function ``def work(given: Model, scratch: Path) -> Model`` at the top of a module of ours; parameters and
result cross as JSON. The process sees the files it is told of, has no network, and is ended at its memory limit.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar, get_type_hints

import praetorium
from praetorium.data.locating import cache
from praetorium.errors import StepError, UserError
from praetorium.executors.base import Context
from praetorium.executors.ports import Completed, Limits
from praetorium.models import Model

G = TypeVar("G", bound=Model)
R = TypeVar("R", bound=Model)

MEMORY_MB = 1200
"""DuckDB spills from 300 MB on; the rest is for parsers, Polars and the interpreter."""
SECONDS = 1800.0
STARTS = 0.6
"""Seconds until the process is there and has what it works with; measured on a quiet machine of 2 cores."""
_START = "import sys; sys.path.insert(0, sys.argv[1]); from praetorium.data.child import main; main(sys.argv[2])"


async def confined(
    work: Callable[[G, Path], R], given: G, context: Context, *, reads: Iterable[Path] = (), writes: Iterable[Path] = ()
) -> R:
    """Run ``work(given, scratch)`` in a confined process and give its result.

    ``reads`` are the files and folders it may read, ``writes`` the folders it may write to; ``scratch`` is gone
    afterwards. Raises the UserError or StepError that the work raised, StepError when it passed a limit or died.
    """
    root = cache(context)
    root.mkdir(parents=True, exist_ok=True)
    package = Path(praetorium.__file__).resolve().parent
    with tempfile.TemporaryDirectory(dir=root, prefix="work-") as name:
        folder = Path(name)
        told = {"work": f"{work.__module__}:{work.__name__}", "given": given.dump()}
        (folder / "given.json").write_text(json.dumps(told), encoding="utf-8")
        done = await context.commands.run(
            (sys.executable, "-I", "-c", _START, str(package.parent), str(folder)),
            folder=folder,
            limits=Limits(seconds=SECONDS, memory_mb=MEMORY_MB, processes=64, file_mb=65_536, disk_mb=131_072),
            readable=(Path(sys.prefix), package, *(path.resolve() for path in reads)),
            writable=[path.resolve() for path in writes],
        )
        answer = folder / "answer.json"
        if not answer.is_file():
            raise _died(done)
        found = json.loads(answer.read_text(encoding="utf-8"))
    if "error" in found:
        kind = UserError if found["user"] else StepError
        raise kind(found["error"], next=found["next"])
    result: type[R] = get_type_hints(work)["return"]
    return result.model_validate(found["result"])


def _died(done: Completed) -> StepError:
    if done.exceeded:
        return StepError(f"reading the data was ended: {done.exceeded}", next="send a smaller file, or less of it")
    said = done.tail.splitlines()[-1:] or [f"exit code {done.code}"]
    if said[0].startswith("MemoryError"):
        told = f"reading the data took more than {MEMORY_MB:,} MB of memory"
        return StepError(told, next="send a smaller file, or less of it")
    return StepError(f"reading the data came to no end: {said[0]}", next="ask again; if it stays so, look at the file")
