"""``checkout``: what an earlier request delivered is put into the workspace, to be worked on."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from praetorium.errors import StepError, UserError
from praetorium.executors.base import Context, Executor, Result
from praetorium.executors.rendered import record_of, remember_files
from praetorium.models import Effect, Estimate, Model, Undo


class CheckoutParameters(Model):
    asset: str = Field(description="The asset, by id or name")
    version: int | None = Field(default=None, ge=1, description="Which version; the newest when left out")
    folder: str = Field(default="app", description="Where it goes, in the workspace")


class CheckedOut(Result):
    folder: str
    files: int


class Checkout(Executor[CheckoutParameters]):
    name = "checkout"
    summary = "Puts a folder that was delivered earlier into the workspace, with its history."
    Parameters = CheckoutParameters
    Returns = CheckedOut
    effects = frozenset({Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    reads_brief = False
    timeout = 120.0
    typical = Estimate(seconds=0.3)
    example: ClassVar[Mapping[str, Any]] = {"asset": "CRM", "version": 1, "folder": "crm"}

    async def run(self, parameters: CheckoutParameters, context: Context) -> CheckedOut:
        if context.asset is None:
            raise StepError("there is no library here to take it from")
        source, target = context.asset(parameters.asset, parameters.version), context.inside(parameters.folder)
        if not source.is_dir():
            raise UserError(f"'{parameters.asset}' is no folder", next="name an app or another folder that was kept")
        if target.exists():
            await asyncio.to_thread(shutil.rmtree, target)
        await asyncio.to_thread(shutil.copytree, source, target, symlinks=True)
        files = {
            str(path.relative_to(target)): path.read_bytes()
            for path in sorted(target.rglob("*"))
            if path.is_file() and ".git" not in path.relative_to(target).parts
        }
        # What the next rendering does not make any more is to go.
        remember_files(record_of(context.home, target), files)
        context.say(f"Took {parameters.asset} out of the library", file=parameters.folder, detail=f"{len(files)} files")
        return CheckedOut(folder=parameters.folder, files=len(files))
