"""Control groups, where this machine lets us make them: the kernel's own limit on processes and memory of a tree.

Root has them with version 1 and on most servers; a user has them below a delegated group of version 2 (systemd's user
session). Elsewhere the guard's watch has to do.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from praetorium.executors.ports import Limits

_ROOT = Path("/sys/fs/cgroup")
_FILES: dict[str, dict[int, tuple[str, ...]]] = {
    "pids": {1: ("pids.max",), 2: ("pids.max",)},
    "memory": {1: ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"), 2: ("memory.max",)},
}
SPARE = 64
"""The guard ends a tree that has too many processes. Until it looks, the kernel holds it to this many more."""


def groups(limits: Limits) -> list[dict[str, Any]]:
    """What the guard is to make: base folder and the limits to be written there."""
    values = {"pids": limits.processes + SPARE, "memory": limits.memory_mb * 1024 * 1024}
    wanted: dict[str, dict[str, int]] = {}
    for controller, (base, version) in _bases().items():
        wanted.setdefault(base, {}).update(dict.fromkeys(_FILES[controller][version], values[controller]))
    return [{"base": base, "limits": files} for base, files in wanted.items()]


@cache
def _bases() -> dict[str, tuple[str, int]]:
    """By controller, the folder below which a group can be made and joined, and the version of its hierarchy."""
    found: dict[str, tuple[str, int]] = {}
    for controller in _FILES:
        for base, version in _candidates(controller):
            if _works(base, _FILES[controller][version][0]):
                found[controller] = (str(base), version)
                break
    return found


def _candidates(controller: str) -> Iterator[tuple[Path, int]]:
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controller in controllers.split(","):
            yield _ROOT / controllers / path.lstrip("/"), 1
        elif not controllers:
            # A group with processes of its own passes no controllers on: its parents may.
            for parent in (_ROOT / path.lstrip("/")).parents:
                if parent.is_relative_to(_ROOT):
                    yield parent, 2


def _works(base: Path, file: str) -> bool:
    """Whether a group can be made there and has that controller. That it can be joined, the guard finds out."""
    probe = base / f"praetorium-probe-{os.getpid()}"
    try:
        probe.mkdir()
    except OSError:
        return False
    try:
        return os.access(probe / file, os.W_OK) and os.access(base / "cgroup.procs", os.W_OK)
    finally:
        with contextlib.suppress(OSError):
            probe.rmdir()
