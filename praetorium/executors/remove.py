"""``remove``: delete files or folders. It destroys, so a person is asked, and shown first what would go."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field as Setting

from praetorium.errors import StepError, UserError
from praetorium.executors.base import Context, Executor, Result
from praetorium.models import CheckResult, Effect, Estimate, Model, Undo

SHOWN = 20
"""Paths named in a preview; the rest is counted."""


class RemoveParameters(Model):
    path: str = Setting(description="The file or folder, relative to the workspace, or absolute inside the project")
    contents_only: bool = Setting(default=False, description="Keep the folder itself and remove what is in it")


class Removed(Result):
    path: str
    files: int
    """How many files were removed."""


class Remove(Executor[RemoveParameters]):
    name = "remove"
    summary = "Deletes a file or a folder of the project; always asks first"
    Parameters = RemoveParameters
    Returns = Removed
    effects = frozenset({Effect.READ, Effect.DESTROY})
    undo = Undo.IMPOSSIBLE
    reads_brief = False
    repeatable = True
    dry_run = True
    timeout = 120.0
    typical = Estimate(seconds=0.2)
    example: ClassVar[dict[str, Any]] = {"path": "build", "contents_only": True}

    async def run(self, parameters: RemoveParameters, context: Context) -> Removed:
        """Remove it; what is gone already is no error."""
        target = _target(parameters, context)
        files = sum(1 for _ in _files(target))
        doomed = list(target.iterdir()) if parameters.contents_only and target.is_dir() else [target]
        context.say(f"Removing {files} files", file=str(target))
        for path in doomed:
            await asyncio.to_thread(_remove, path)
        left = [p for p in doomed if p.exists() or p.is_symlink()]
        check = CheckResult(
            name="it is gone",
            passed=not left,
            evidence=f"{len(left)} of {len(doomed)} paths are still there" if left else f"{files} files removed",
        )
        return Removed(path=str(target), files=files, checks=(check,))

    async def preview(self, parameters: RemoveParameters, context: Context) -> str:
        """The files that would go, by name up to a number, and how many in all."""
        target = _target(parameters, context)
        files = await asyncio.to_thread(lambda: sorted(str(f.relative_to(target.parent)) for f in _files(target)))
        more = f" and {len(files) - SHOWN} more" if len(files) > SHOWN else ""
        if not files:
            return "nothing is there"
        return f"{len(files)} file{'s' * (len(files) != 1)} would be removed: {', '.join(files[:SHOWN])}{more}"


def _target(parameters: RemoveParameters, context: Context) -> Path:
    named = context.workspace / parameters.path
    if named.is_symlink() and named != context.workspace and not parameters.contents_only:
        # The link is what was named, wherever it leads.
        return context.inside(named.parent) / named.name
    target = context.inside(named)
    if target == context.workspace.resolve() and not parameters.contents_only:
        raise UserError("the workspace itself cannot be removed", next="set contents_only to empty it")
    return target


def _files(target: Path) -> Iterator[Path]:
    if target.is_file() or target.is_symlink():
        yield target
    elif target.is_dir():
        yield from (p for p in target.rglob("*") if p.is_symlink() or p.is_file())


def _remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise StepError(f"{path} could not be removed: {error}") from error
