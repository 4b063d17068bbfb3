"""Compiled modules for the workbench: its children may write nothing but their own folder, so each would compile
every library anew, which takes longer than the work."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import sys
import sysconfig
from pathlib import Path

from praetorium.environment import clean_environment
from praetorium.errors import StepError

_IMPORT_ALL = """
import importlib, pkgutil
import praetorium.documents, praetorium.media
from praetorium.media import extra
for package in (praetorium.documents, praetorium.media):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            if error.name not in (extra.FILM, extra.VOICE):
                raise
"""


async def compiled(home: Path) -> Path:
    """The folder with what this interpreter compiled of them; made when it is not there yet, by trusted code alone.

    What has changed since is noticed by Python itself, and compiled anew by each child.
    Raises StepError when a library cannot be imported.
    """
    packages = Path(sysconfig.get_path("purelib"))
    # Installing anything changes the folder that the packages lie in.
    told = f"{sys.version}:{packages}:{packages.stat().st_mtime_ns}:{Path(__file__).parent}"
    folder = home / "bytecode" / hashlib.sha256(told.encode()).hexdigest()[:16]
    mark = folder / "complete"
    if mark.is_file():
        return folder
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-X", f"pycache_prefix={folder}", "-c", _IMPORT_ALL),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env=clean_environment({}),
    )
    _, said = await child.communicate()
    if child.returncode:
        last = said.decode(errors="replace").strip().splitlines()[-1:]
        raise StepError(f"the libraries for documents and media cannot be used: {' '.join(last)}")
    mark.touch()
    for older in folder.parent.iterdir():
        if older != folder:
            shutil.rmtree(older, ignore_errors=True)
    return folder
