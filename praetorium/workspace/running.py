"""Running a command under the guard: its output read as it comes and kept in bounds, its end told by the guard."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import shutil
import signal
import tempfile
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from praetorium.executors.ports import Completed

KEPT = 200_000
"""Characters kept of each of the two outputs: the last ones."""
MARK = "PRAETORIUM_COMMAND"
_PATIENCE = 20.0
"""Seconds beyond its own limit after which a guard counts as dead."""


async def run_guarded(
    guard: Sequence[str],
    spec: Mapping[str, Any],
    inner: Sequence[str],
    argv: tuple[str, ...],
    folder: Path,
    environment: Mapping[str, str],
    *,
    hidden: bool,
) -> Completed:
    """Run ``inner`` under the guard until it has ended with all that it started; ``argv`` is what it is called.

    ``hidden``: the sandbox has a /tmp of its own. Cancelling ends the whole tree before the cancellation goes on.
    """
    mark = secrets.token_hex(16)
    scratch = None if hidden else Path(tempfile.mkdtemp(prefix="praetorium-"))
    given = {**environment, MARK: mark}
    if scratch:
        given |= {"TMPDIR": str(scratch)} | ({"HOME": str(scratch)} if environment.get("HOME") == "/tmp" else {})
    report_read, report_write = os.pipe()
    control_read, control_write = os.pipe()
    begun = time.monotonic()
    told = json.dumps({**spec, "report": report_write, "control": control_read})
    try:
        process = await asyncio.create_subprocess_exec(
            *(*guard, told, *inner),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=folder,
            env=given,
            pass_fds=(report_write, control_read),
            start_new_session=True,
        )
    except BaseException:
        os.close(control_write)
        os.close(report_read)
        _remove(scratch)
        raise
    finally:
        os.close(report_write)
        os.close(control_read)
    assert process.stdout and process.stderr
    reading = asyncio.gather(_tail(process.stdout), _tail(process.stderr))
    reporting = asyncio.ensure_future(_to_its_end(report_read))
    limit = spec["seconds"] + _PATIENCE if spec.get("seconds") else None
    try:
        # The report's end is the guard's end. The process itself counts as running while anybody holds its outputs.
        await asyncio.wait((reporting,), timeout=limit)
    finally:
        # A byte on the control pipe asks the guard to end the tree, decently; it is a no-op when that is done.
        with contextlib.suppress(BrokenPipeError):
            os.write(control_write, b".")
        os.close(control_write)
        await asyncio.shield(_ended(process, mark, reporting, reading))
        _remove(scratch)
    stdout, stderr = reading.result()
    report = dict(json.loads(reporting.result() or "{}"))
    exceeded = str(report.get("exceeded", "")) if report else "its guard was ended from outside"
    code = int(report.get("code") or 0) if report else -signal.SIGKILL
    return Completed(
        argv=argv,
        # bubblewrap tells a signal as 128 + its number, as a shell does.
        code=128 - code if hidden and 128 < code <= 128 + signal.SIGRTMAX else code,
        stdout=stdout,
        stderr=stderr,
        seconds=time.monotonic() - begun,
        timed_out=exceeded.startswith("it ran longer"),
        exceeded=exceeded,
    )


async def _tail(stream: asyncio.StreamReader) -> str:
    """The last characters of a stream, read to its end in bounded memory."""
    chunks: deque[bytes] = deque()
    held = 0
    while chunk := await stream.read(65536):
        chunks.append(chunk)
        held += len(chunk)
        while held - len(chunks[0]) >= KEPT * 4:  # a character has up to four bytes
            held -= len(chunks.popleft())
    return b"".join(chunks).decode(errors="replace")[-KEPT:]


async def _to_its_end(fd: int) -> bytes:
    """All that is written to a pipe until its last writer is gone."""
    reader = asyncio.StreamReader()
    pipe = os.fdopen(fd, "rb")
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), pipe
    )
    try:
        return await reader.read()
    finally:
        transport.close()


async def _ended(
    process: asyncio.subprocess.Process, mark: str, reporting: asyncio.Future[bytes], reading: asyncio.Future[Any]
) -> None:
    """Wait until guard and outputs have come to their end; sweep up by the marker what a guard could not."""
    await asyncio.wait((reporting,), timeout=_PATIENCE)
    if not reporting.done():
        process.kill()
    told = reporting.done() and reporting.result()
    while not told and (left := marked(MARK, mark)):
        for pid in left:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(0.02)
    await asyncio.gather(process.wait(), reporting, reading)


def marked(name: str, value: str) -> list[int]:
    """Processes that carry the variable in the environment they were started with, ended ones left out."""
    wanted = f"{name}={value}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if wanted in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
    return found


def _remove(scratch: Path | None) -> None:
    if scratch:
        shutil.rmtree(scratch, ignore_errors=True)
