"""The child's side of the workbench: reads what is to be done, does it, writes what came of it.

Run as ``python -m praetorium.media.bench FOLDER`` in a confined process. A piece of work is a function
``(folder, **told) → dict`` of JSON values in this package or in ``praetorium.documents``.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from praetorium.errors import UserError

JOB, RESULT = "job.json", "result.json"
_OURS = ("praetorium.documents.", "praetorium.media.")


def main(folder: Path) -> None:
    """Do the job that lies in the folder. What a person can mend becomes part of the result; anything else raises."""
    job: dict[str, Any] = json.loads((folder / JOB).read_text(encoding="utf-8"))
    module, _, function = str(job["work"]).partition(":")
    if not module.startswith(_OURS):
        raise ValueError(f"'{module}' is no workbench work")
    _guard_pictures()
    try:
        answer = {"result": getattr(importlib.import_module(module), function)(folder, **job["told"])}
    except UserError as error:
        answer = {"error": str(error), "next": error.next}
    (folder / RESULT).write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


def _guard_pictures() -> None:
    """A picture that unfolds to more than this is refused before it is unfolded, by every library that uses Pillow."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow warns from here on and raises at twice as many


MOST_PIXELS = 80_000_000

if __name__ == "__main__":
    main(Path(sys.argv[1]))
