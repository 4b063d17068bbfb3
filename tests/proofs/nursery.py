"""Starts many applications quickly: run by the interpreter that has their packages, it imports those once and forks a
process for each application that standard input names (a line of JSON: folder, environment, log), and says its number.
"""

import json
import os
import runpy
import signal
import sys

import fastapi.staticfiles  # noqa: F401
import jinja2  # noqa: F401
import python_multipart  # noqa: F401
import sqlalchemy.orm  # noqa: F401
import strawberry.extensions  # noqa: F401
import uvicorn.protocols.http.h11_impl  # noqa: F401


def grow(folder: str, environment: dict[str, str], log: str) -> None:
    """Become the application: ``python -m app`` in its folder, with an environment of its own."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    place = os.open(log, os.O_WRONLY | os.O_CREAT)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (place, 1), (place, 2)):
        os.dup2(source, target)
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = True
    runpy.run_module("app", run_name="__main__", alter_sys=True)


signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while line := sys.stdin.buffer.raw.readline():  # unbuffered: a child must not inherit lines that are not its own
    number = os.fork()
    if number == 0:
        grow(**json.loads(line))
        os._exit(0)
    os.write(1, f"{number}\n".encode())
