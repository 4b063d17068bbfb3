"""The ``file-opens`` proof: a file is there, is whole, and its own parser reads it to the end."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from praetorium.executors.base import Context
from praetorium.models import CheckResult, Model
from praetorium.proofs.base import Proof, Verdict
from praetorium.proofs.formats import OPENERS, UNREADABLE


class FileOpensParameters(Model):
    path: str
    """In the workspace."""
    kind: str | None = None
    """``html``, ``xlsx``, ``png``, …; by default what the suffix says."""


class FileOpens(Proof[FileOpensParameters]):
    name = "file-opens"
    summary = "The file is there, is not cut off, and can be read to its end by the parser for its kind."
    Parameters = FileOpensParameters

    async def run(self, parameters: FileOpensParameters, context: Context, result: dict[str, Any]) -> Verdict:
        path = context.inside(parameters.path)
        passed, evidence = await asyncio.to_thread(_look, path, parameters.kind)
        check = CheckResult(name=f"{parameters.path} opens", passed=passed, evidence=f"{parameters.path}: {evidence}")
        return Verdict(checks=(check,))


def _look(path: Path, kind: str | None) -> tuple[bool, str]:
    if not path.is_file():
        return False, "is no file" if path.exists() else "does not exist"
    size = path.stat().st_size
    if not size:
        return False, "is empty (0 bytes)"
    kind = kind or path.suffix.lower().lstrip(".")
    opener = OPENERS.get(kind)
    if opener is None:
        return False, f"no parser for '{kind}' to prove it with; known: {', '.join(OPENERS)}"
    try:
        return True, f"{opener(path)}, {size:,} bytes"
    except UNREADABLE as error:
        return False, f"{str(error) or type(error).__name__} ({size:,} bytes)"
