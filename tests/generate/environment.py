"""Generated applications on disk, and the environment that they run in, apart from ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import uv

from tests.forked import Forked, Nursery

TEMPLATES = Path(__file__).parents[2] / "templates"


def environment(folder: Path) -> Path:
    """Make one in a folder and give its Python, which has what generated applications need, and nothing of ours."""
    python = folder / "bin" / "python"
    tool = uv.find_uv_bin()
    subprocess.run([tool, "venv", "--quiet", "--python", sys.executable, "--clear", folder], check=True, timeout=120)
    locks = [TEMPLATES / "apps/web/files/requirements-dev.txt", *TEMPLATES.glob("apps/features/*/requirements.txt")]
    install = [tool, "pip", "install", "--quiet", "--python", python, "--compile-bytecode"]
    install += [part for lock in locks for part in ("-r", str(lock))]
    subprocess.run(install, check=True, timeout=240)
    return python


def write_down(files: Mapping[str, str | bytes], folder: Path) -> None:
    """Write the source of an application into a folder."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())


def own_tests(nursery: Nursery, folder: Path, log: Path, *options: str) -> Forked:
    """An application's own tests, run to their end."""
    # Without plug-ins: those of its packages are imported already, which pytest would complain of.
    alone = {"PATH": os.environ["PATH"], "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    given = ("-p", "no:cacheprovider", "--tb=short", *options)
    forked = nursery.start("pytest", *given, folder=folder, environment=alone, log=log)
    forked.ended(280)
    return forked
