"""Where ``praetorium`` begins and ends: commands run here, and whatever goes wrong leaves as a message and a code.

A person never sees a stack trace; every one of them is in ``<home>/logs/cli.log``.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

INTERRUPTED = 130
"""Ctrl-C; :class:`praetorium.cli.ending.Code` has the others."""


def main() -> None:
    """Run one command and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command; gives its exit code instead of leaving the process."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without UTF-8 gets "?" rather than a crash
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: Sequence[str]) -> int:
    # Imported here: whoever presses Ctrl-C while the commands are being loaded sees no stack trace either.
    from praetorium.cli.commands import application
    from praetorium.cli.ending import Code, code_of, explain
    from praetorium.errors import PraetoriumError

    try:
        application()(args=list(arguments), prog_name="praetorium")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else Code.DONE
    except PraetoriumError as error:
        explain(error)
        return code_of(error)
    except Exception as error:  # noqa: BLE001 - the process's edge: told in one sentence, kept in full in the log
        explain(error)
        return Code.FAILED
    return Code.DONE
