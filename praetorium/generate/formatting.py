"""The last hand over generated Python: imports in order, unused ones gone, lines wrapped.

How long a line gets depends on names that nobody knew when the template was written, so templates cannot be
formatted by hand. Ruff does it for all files in one temporary folder: two starts of about 20 ms, whatever their number.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ruff import find_ruff_bin  # type: ignore[import-untyped]

from praetorium.errors import StepError

_SETTINGS = ("--isolated", "--quiet", "--no-cache")
_LINE = "line-length=120"
_FIRST_PARTY = 'isort.known-first-party=["app", "tests"]'
# Loops in templates leave a comma behind the last element; lists that fit on a line go there all the same.
_JOIN_IMPORTS = "isort.split-on-trailing-comma=false"
_JOIN_LISTS = "format.skip-magic-trailing-comma=true"


def formatted(files: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    """``files`` with every ``.py`` formatted; raises :class:`StepError` with Ruff's words when one is no Python."""
    sources = {name: text for name, text in files.items() if name.endswith(".py") and isinstance(text, str)}
    with tempfile.TemporaryDirectory(prefix="generate-") as folder:
        root = Path(folder)
        for name, text in sources.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        _ruff(
            root,
            "check",
            ("--fix", "--select", "I,F401,RUF022"),
            (_LINE, f"lint.{_FIRST_PARTY}", f"lint.{_JOIN_IMPORTS}"),
        )
        _ruff(root, "format", (), (_LINE, _JOIN_LISTS))
        return {**files, **{name: (root / name).read_text(encoding="utf-8") for name in sources}}


def _ruff(root: Path, command: str, options: tuple[str, ...], settings: tuple[str, ...]) -> None:
    told = [part for setting in settings for part in ("--config", setting)]
    arguments = [find_ruff_bin(), command, *_SETTINGS, "--target-version", "py311", *options, *told, "."]
    done = subprocess.run(arguments, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise StepError(f"generated Python is broken: {(done.stdout + done.stderr).strip()[:2000]}")
