"""The workbench: one piece of work on files, done in a confined child process with limits of time and memory.

The child sees a folder of its own with copies of the files it was given, the programs of this machine and nothing
else; no network. What it made is fetched from there.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from praetorium.errors import StepError, UserError
from praetorium.executors.base import Context
from praetorium.executors.ports import Limits
from praetorium.media.bench import JOB, RESULT
from praetorium.media.bytecode import compiled

LIMITS = Limits(seconds=120, memory_mb=1024, processes=64, file_mb=512, disk_mb=1024)
"""Enough for a book or a film of minutes; a bomb ends here."""
STARTS = 0.4
"""Seconds until a child is there and has what it works with; measured on a quiet machine of 2 cores."""
_CHILD = "praetorium.media.bench"
_PACKAGE = Path(__file__).parents[1]


async def craft(
    context: Context,
    work: str,
    told: Mapping[str, Any],
    *,
    files: Mapping[str, Path] | None = None,
    made: Mapping[str, Path] | None = None,
    limits: Limits = LIMITS,
) -> dict[str, Any]:
    """Have ``work`` (``praetorium.….module:function``) done and return what it returned.

    ``files``: by name in its folder, what is copied in. ``made``: by name in its folder, where in the workspace what
    it wrote is put. Raises UserError with the words of the work itself, StepError when it broke or passed a limit.
    """
    bench = context.home / "bench"
    bench.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(await asyncio.to_thread(tempfile.mkdtemp, dir=bench, prefix="job-"))
    try:
        await asyncio.to_thread(_lay_out, folder, work, told, files or {})
        bytecode = await compiled(context.home)
        done = await context.commands.run(
            (sys.executable, "-I", "-B", "-X", f"pycache_prefix={bytecode}", "-m", _CHILD, str(folder)),
            folder=folder,
            environment={"HOME": str(folder), "LANG": "C.UTF-8"},
            limits=limits,
            readable=(bytecode, *(path for path in (Path(sys.prefix), _PACKAGE) if path.is_dir())),
        )
        if done.exceeded:
            raise StepError(f"{_what(work)} was ended: {done.exceeded}", next="give it a smaller file")
        answer = _answer(folder / RESULT)
        if answer is None:
            raise StepError(f"{_what(work)} broke off (code {done.code}): {done.tail[-600:] or 'it said nothing'}")
        if "error" in answer:
            raise UserError(str(answer["error"]), next=str(answer.get("next", "")))
        await asyncio.to_thread(_fetch, folder, made or {})
        return dict(answer["result"])
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


def _lay_out(folder: Path, work: str, told: Mapping[str, Any], files: Mapping[str, Path]) -> None:
    for name, source in files.items():
        shutil.copyfile(source, folder / name)
    (folder / JOB).write_text(json.dumps({"work": work, "told": dict(told)}), encoding="utf-8")


def _answer(file: Path) -> dict[str, Any] | None:
    if file.is_symlink() or not file.is_file():
        return None
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _fetch(folder: Path, made: Mapping[str, Path]) -> None:
    for name, target in made.items():
        source = folder / name
        if source.is_symlink() or not source.is_file():
            raise StepError(f"the work ended without writing '{name}'")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, target)


def _what(work: str) -> str:
    return work.rpartition(".")[2].replace(":", "'s ").replace("_", " ")
