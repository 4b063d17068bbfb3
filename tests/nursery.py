"""Starts many programs of generated applications quickly: run by the interpreter that has their packages, it imports
those once, and forks a process for each line of JSON on standard input, whose number it says.

A line names the module, run as ``python -m`` runs it (``arguments``, ``folder``, ``environment``), and the file for
what it says (``log``). Its exit code is left in a file beside that, ending in ``.code``.
"""

import json
import os
import runpy
import signal
import sys
import traceback

import fastapi.staticfiles  # noqa: F401
import jinja2  # noqa: F401
import pytest  # noqa: F401
import python_multipart  # noqa: F401
import sqlalchemy.orm  # noqa: F401
import strawberry.extensions  # noqa: F401
import uvicorn.protocols.http.h11_impl  # noqa: F401


def grow(module: str, arguments: list[str], folder: str, environment: dict[str, str], log: str) -> int:
    """Become that program; its exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    place = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (place, 1), (place, 2)):
        os.dup2(source, target)
    sys.path.insert(0, folder)
    sys.argv[1:] = arguments
    sys.dont_write_bytecode = True
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def live(told: dict) -> None:
    """Be that program to its end, whatever that is."""
    code = 1
    try:
        code = grow(**told)
    except BaseException:  # noqa: BLE001 - the process ends here, and what it says is in the log
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        draft = f"{told['log']}.draft"
        with open(draft, "w") as file:  # noqa: PTH123 - what is imported here is imported for every program
            file.write(str(code))
        os.replace(draft, f"{told['log']}.code")  # noqa: PTH105
        os._exit(code)


signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while line := sys.stdin.buffer.raw.readline():  # unbuffered: a child must not inherit lines that are not its own
    number = os.fork()
    if number == 0:
        live(json.loads(line))
    os.write(1, f"{number}\n".encode())
