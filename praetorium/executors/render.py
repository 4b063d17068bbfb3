"""``render``: a template and the brief become files in the workspace."""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar, Protocol

from pydantic import Field

from praetorium.errors import StepError, UnknownError, UserError
from praetorium.executors.base import Context, Executor, Result
from praetorium.executors.rendered import record_of, remember_files
from praetorium.models import Brief, Effect, Estimate, Model, Undo

GENERATORS = {"apps/web": "praetorium.generate:app_files"}
"""By template, the function (brief, templates=folder) → files by path. Imported when it is used."""


class Generator(Protocol):
    """Makes files of a brief: the same brief gives the same bytes."""

    def __call__(self, brief: Brief, *, templates: Path) -> Mapping[str, str | bytes]: ...


class RenderParameters(Model):
    template: str = Field(default="apps/web", description="The template: its folder below templates/")
    folder: str = Field(default="app", description="Where the files go, in the workspace")


class Rendered(Result):
    folder: str
    files: int
    lines: int
    replaced: int = 0
    """Files that were there already with another content."""
    removed: int = 0
    """Files of an earlier rendering that are no part of this one."""


class Render(Executor[RenderParameters]):
    name = "render"
    summary = "Writes the files of a template, filled with what was understood, into the workspace."
    Parameters = RenderParameters
    Returns = Rendered
    effects = frozenset({Effect.WRITE_WORKSPACE})
    undo = Undo.SNAPSHOT
    dry_run = True
    timeout = 60.0
    typical = Estimate(seconds=0.5)
    example: ClassVar[Mapping[str, Any]] = {"template": "apps/web", "folder": "app"}

    def estimate(self, parameters: RenderParameters, brief: Brief) -> Estimate:
        """A fixed part for the application, and one for each entity's pages, models and tests."""
        return Estimate(seconds=round(0.3 + 0.05 * len(brief.entities), 2))

    async def run(self, parameters: RenderParameters, context: Context) -> Rendered:
        target = context.inside(parameters.folder)
        files = await asyncio.to_thread(_files, parameters, context)
        record = record_of(context.home, target)
        removed = _remove_earlier(target, record, files)
        replaced = lines = 0
        for path, data in files.items():
            place = context.inside(Path(parameters.folder) / path)
            replaced += _write(place, data)
            count = data.count(b"\n") + (not data.endswith(b"\n") and bool(data))
            lines += count
        for folder, names in _by_folder(files).items():
            context.say(
                f"Wrote {len(names)} file{'s' * (len(names) != 1)}",
                file=str(Path(parameters.folder) / folder),
                detail=", ".join(names),
            )
        remember_files(record, files)
        return Rendered(
            folder=parameters.folder, files=len(files), lines=lines, replaced=replaced, removed=len(removed)
        )

    async def preview(self, parameters: RenderParameters, context: Context) -> str:
        files = await asyncio.to_thread(_files, parameters, context)
        there = sum(context.inside(Path(parameters.folder) / path).exists() for path in files)
        told = [f"{len(files)} files would be written to {parameters.folder}/; {there} of them are there already"]
        return "\n".join([*told, *(f"  {path}" for path in files)])


def _files(parameters: RenderParameters, context: Context) -> dict[str, bytes]:
    """What the template makes of the brief, by path; refuses paths that would lead out of the folder."""
    made = _generator(parameters.template)(context.brief, templates=context.templates)
    files = {path: data.encode() if isinstance(data, str) else data for path, data in sorted(made.items())}
    for path in files:
        if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise StepError(f"template '{parameters.template}' would write to '{path}', outside its folder")
    if not files:
        raise StepError(f"template '{parameters.template}' made no file")
    return files


def _by_folder(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The names of the files, by the first two folders of their paths."""
    found: dict[str, list[str]] = {}
    for path in files:
        folders = PurePosixPath(path).parts[:-1][:2]
        found.setdefault(str(PurePosixPath(*folders)), []).append(PurePosixPath(path).name)
    return found


def _generator(template: str) -> Generator:
    """The function that makes the files of a template. Raises UnknownError."""
    if template not in GENERATORS:
        raise UnknownError("template", template, GENERATORS)
    module, _, function = GENERATORS[template].partition(":")
    found: Generator = getattr(importlib.import_module(module), function)
    return found


def _write(place: Path, data: bytes) -> bool:
    """Write one file; True when it replaced another content."""
    try:
        if place.is_file() and place.read_bytes() == data:
            return False
        replaced = place.exists()
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    except OSError as error:
        raise UserError(f"'{place}' could not be written: {error.strerror}", next="make room or mend rights") from error
    return replaced


def _remove_earlier(target: Path, record: Path, files: Mapping[str, bytes]) -> list[str]:
    """Remove what an earlier rendering left here, is no part of this one, and nobody has changed since."""
    earlier: dict[str, str] = json.loads(record.read_text()) if record.is_file() else {}
    removed = []
    for path in sorted(earlier.keys() - files.keys()):
        place = (target / path).resolve()
        ours = place.is_relative_to(target) and place.is_file()
        if ours and hashlib.sha256(place.read_bytes()).hexdigest() == earlier[path]:
            place.unlink()
            removed.append(path)
    return removed
