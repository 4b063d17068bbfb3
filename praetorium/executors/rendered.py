"""What was rendered into a folder, remembered: the next rendering removes what it does not make any more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path


def record_of(home: Path, target: Path) -> Path:
    """Where it is remembered what was rendered into that folder."""
    folder = home / "render"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{hashlib.sha256(str(target).encode()).hexdigest()[:32]}.json"


def remember_files(record: Path, files: Mapping[str, bytes]) -> None:
    """These, with these contents, are there by rendering."""
    record.write_text(json.dumps({path: hashlib.sha256(data).hexdigest() for path, data in files.items()}))
