"""``mark``: an executor from outside whose effect is a line in a file, so that it can be counted from outside.

It can be held up at the moments that matter to durability: before the intent (while its effects are asked for, which
is done before anything is written about it), before the effect, and before the outcome. Whoever wants it held puts a
file ``hold/<tag>.<moment>`` into its folder; when the moment has come there is ``at/<tag>.<moment>``, and it goes on as
soon as the first file is gone.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from praetorium.executors import Context, Executor, Result
from praetorium.models import Effect, Model, Undo


class MarkParameters(Model):
    folder: str = Field(description="Where the marks are")
    tag: str = Field(description="What this step is called there")
    repeatable: bool = Field(default=True, description="Whether it looks for its key before it does it again")
    ask: bool = Field(default=False, description="Whether it is to be asked for")


class Mark(Executor[MarkParameters]):
    name = "mark"
    summary = "Adds a line to a file outside of everything."
    Parameters = MarkParameters
    effects = frozenset({Effect.READ})
    undo = Undo.IMPOSSIBLE
    reads_brief = False
    example: ClassVar[Mapping[str, Any]] = {"folder": "/tmp/marks", "tag": "one"}

    def effects_of(self, parameters: MarkParameters) -> frozenset[Effect]:
        # The command line asks as well, when it plans; only the run itself is to be held.
        if Path("/proc/self/comm").read_text().strip() == "praetorium-run":
            for _ in _held(parameters, "intent"):
                time.sleep(0.01)
        return self.effects | ({Effect.PUBLISH} if parameters.ask else set())

    def repeatable_with(self, parameters: MarkParameters) -> bool:
        return parameters.repeatable

    async def run(self, parameters: MarkParameters, context: Context) -> Result:
        for _ in _held(parameters, "effect"):
            await asyncio.sleep(0.01)
        if Path(parameters.folder, f"{parameters.tag}.fail").exists():
            raise RuntimeError("it was told to fail")
        marks = Path(parameters.folder, "marks")
        done = marks.read_text().split() if marks.exists() else []
        if not (parameters.repeatable and context.key in done):
            _append(marks, context.key)
        for _ in _held(parameters, "outcome"):
            await asyncio.sleep(0.01)
        return Result()


def _append(marks: Path, key: str) -> None:
    with marks.open("a") as file:
        file.write(f"{key}\n")
        file.flush()
        os.fsync(file.fileno())


def _held(parameters: MarkParameters, moment: str) -> Iterator[None]:
    name = f"{parameters.tag}.{moment}"
    hold = Path(parameters.folder, "hold", name)
    if hold.exists():
        Path(parameters.folder, "at", name).touch()
    while hold.exists():
        yield
