"""``packages``: the packages a project needs, in an environment of its own.

An environment is named by what was asked for and the Python it is for, made once, and never changed: the second
application that needs the same starts at once.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import json
import platform
import re
import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, ClassVar

import uv
from pydantic import Field

from praetorium.errors import ExternalError, StepError, UserError
from praetorium.executors.base import Context, Executor, Result
from praetorium.executors.ports import Completed, Limits
from praetorium.models import Brief, Effect, Estimate, Model, Package, Undo
from praetorium.settings import client_environment

_COMPLETE = ".praetorium-complete"
_LIMITS = Limits(seconds=540, memory_mb=4096, file_mb=4096, disk_mb=16_384)
# What uv says when the registry, rather than the requirement, is at fault.
_UNREACHABLE = re.compile(
    r"error sending request|failed to fetch|connection|timed? ?out|dns error|temporary failure|certificate|\b50\d\b",
    re.IGNORECASE,
)


class PackagesParameters(Model):
    folder: str = Field(default="app", description="The project, in the workspace")
    requirements: str | tuple[str, ...] = Field(
        default="requirements.txt", description="The requirements file in that folder, or several; best a lock"
    )
    build: bool = Field(default=False, description="Allow packages without a wheel to be built, which runs their code")


class Installed(Result):
    environment: str
    """The folder of the environment."""
    python: str
    """Its interpreter."""
    fresh: bool
    """Whether it had to be made; else it was there already."""


class Packages(Executor[PackagesParameters]):
    name = "packages"
    summary = "Installs the packages of a project in an environment of its own, made once for the same lock."
    Parameters = PackagesParameters
    Returns = Installed
    effects = frozenset({Effect.NETWORK, Effect.READ})
    undo = Undo.NOTHING
    reads_brief = False
    retries = 2
    timeout = 600.0
    typical = Estimate(seconds=12.0)
    example: ClassVar[Mapping[str, Any]] = {"folder": "app", "requirements": "requirements.txt"}

    def effects_of(self, parameters: PackagesParameters) -> frozenset[Effect]:
        return self.effects | ({Effect.RUN_CODE} if parameters.build else set())

    def estimate(self, parameters: PackagesParameters, brief: Brief) -> Estimate:
        return self.typical

    async def run(self, parameters: PackagesParameters, context: Context) -> Installed:
        folder = context.inside(parameters.folder)
        names = (parameters.requirements,) if isinstance(parameters.requirements, str) else parameters.requirements
        files = [context.inside(Path(parameters.folder) / name) for name in names]
        root = context.home / "environments"
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = root / _key(files, folder, parameters.build)
        async with _alone(root / f"{place.name}.lock"):
            fresh = not (place / _COMPLETE).is_file()
            if fresh:
                context.say("Installing packages", detail=", ".join(names))
                await _make(place, files, folder, parameters.build, context)
        packages = tuple(Package(**each) for each in json.loads((place / _COMPLETE).read_text()))
        context.say("Packages are there", detail=f"{len(packages)} packages, {'installed' if fresh else 'from before'}")
        return Installed(environment=str(place), python=str(place / "bin" / "python"), fresh=fresh, packages=packages)


def _key(files: list[Path], folder: Path, build: bool) -> str:
    """What an environment is named by: all requirements, read through their ``-r`` lines, and the interpreter."""
    told = hashlib.sha256(f"{sys.version} {sys.base_prefix} {platform.machine()} {build}".encode())
    for text in _texts(files, folder, set()):
        told.update(text.encode() + b"\0")
    return told.hexdigest()[:24]


def _texts(files: list[Path], folder: Path, seen: set[Path]) -> list[str]:
    found = []
    for file in files:
        file = file.resolve()
        if file in seen:
            continue
        if not file.is_relative_to(folder) or not file.is_file():
            raise UserError(
                f"there is no requirements file '{file.name}' in the project", next="render or write it first"
            )
        seen.add(file)
        text = file.read_text()
        found.append(text)
        more = re.findall(r"^\s*(?:-r|-c|--requirement|--constraint)[ =]*(\S+)", text, re.MULTILINE)
        found += _texts([file.parent / name for name in more], folder, seen)
    return found


@asynccontextmanager
async def _alone(path: Path) -> AsyncIterator[None]:
    """One at a time makes an environment, also among processes; the kernel frees the lock of one that dies."""
    with path.open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(0.05)
        yield


async def _make(place: Path, files: list[Path], folder: Path, build: bool, context: Context) -> None:
    if place.exists():
        await asyncio.to_thread(shutil.rmtree, place)  # left over from one that did not come to its end
    await _uv(context, folder, "venv", "--quiet", "--python", str(Path(sys.executable).resolve()), str(place))
    arguments = ["pip", "install", "--python", str(place), "--compile-bytecode"]
    for file in files:
        arguments += ["--requirements", str(file)]
    await _uv(context, folder, *arguments, *([] if build else ["--no-build"]))
    folders = [str(path) for path in place.glob("lib/*/site-packages")]
    packages = {found.name: found.version for found in distributions(path=folders)}
    listed = [{"name": name, "version": packages[name]} for name in sorted(packages, key=str.lower)]
    # Written last and as a whole: an environment without it is made anew.
    draft = place / f"{_COMPLETE}.draft"
    draft.write_text(json.dumps(listed))
    draft.replace(place / _COMPLETE)


async def _uv(context: Context, folder: Path, *arguments: str) -> None:
    root = context.home / "environments"
    program = Path(uv.find_uv_bin())
    given = client_environment()
    # Cache and environments lie in one folder, so that uv can link files instead of copying them.
    given |= {"UV_CACHE_DIR": str(root / ".cache"), "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    # Environments are shared: what the project's own uv.toml or pyproject.toml says is for itself.
    given |= {"UV_NO_PROJECT": "1", "UV_NO_CONFIG": "1"}
    done = await context.commands.run(
        (str(program), *arguments),
        folder=folder,
        environment=given,
        limits=_LIMITS,
        network=True,
        readable=(program, *_files_of(given)),
        writable=(root,),
    )
    if done.code:
        raise _error(done)


def _files_of(environment: Mapping[str, str]) -> list[Path]:
    """Certificates and configuration that the variables name."""
    values = (value for name, value in environment.items() if name != "UV_CACHE_DIR" and value.startswith("/"))
    return [path for path in map(Path, values) if path.exists()]


def _error(done: Completed) -> Exception:
    if done.exceeded:
        return StepError(f"installing the packages was ended: {done.exceeded}")
    said = done.tail or f"exit code {done.code}"
    if _UNREACHABLE.search(said):
        return ExternalError(f"the package registry could not be reached:\n{said}", next="try again when it answers")
    return StepError(f"the packages cannot be installed:\n{said}", next="mend the requirements")
