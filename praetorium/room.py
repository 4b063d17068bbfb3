"""Room on the disk that holds the home: without it nothing can be stored, and whatever runs waits."""

from __future__ import annotations

import shutil
from pathlib import Path

_LEAST = 1_000_000
"""Bytes below which a disk counts as full."""


def is_full(home: Path) -> bool:
    """Whether nothing more can be written there."""
    return shutil.disk_usage(home).free < _LEAST
