"""Becomes a service: reads its definition and replaces itself by its command.

It is run as a script of its own by supervisord, and uses the standard library alone. So nothing that people choose
(values, paths, arguments) has to pass through supervisord's configuration, which knows comments, quotes and ``%``.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path


def main() -> None:
    definition = json.loads(Path(sys.argv[1]).read_text())
    with Path(sys.argv[2]).open("a") as starts:
        starts.write(f"{time.time()}\n")
    os.chdir(definition["folder"])
    os.execvpe(definition["argv"][0], definition["argv"], definition["environment"])


if __name__ == "__main__":
    main()
