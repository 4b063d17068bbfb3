"""Processes of this machine: who they are, that they still are, and how they and all they started come to an end.

Linux only: identities, environments and children are read from ``/proc``.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_NAME, _PR_SET_CHILD_SUBREAPER = 1, 15, 36
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int) -> None:
    """From now on this process is killed when ``parent``, which must be its parent, dies."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(90)


def adopt_orphans() -> None:
    """Make this process the parent of every descendant whose own parent dies."""
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def rename(name: str) -> None:
    """Name this process (15 bytes at most) for ``ps`` and for :func:`name_of`."""
    _libc.prctl(_PR_SET_NAME, name.encode()[:15], 0, 0, 0)


def name_of(pid: int) -> str:
    """The process's short name; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def start_ticks(pid: int) -> int | None:
    """When the process started, in clock ticks since boot; None when it is gone or only waits to be reaped."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else int(fields[19])


@cache
def boot() -> str:
    """Which boot of which machine this is: process numbers and ticks mean nothing beyond it."""
    return f"{socket.gethostname()}/{Path('/proc/sys/kernel/random/boot_id').read_text()[:8]}"


def identity(pid: int) -> str:
    """``host/boot:pid:ticks``: names this process and never another one."""
    return f"{boot()}:{pid}:{start_ticks(pid) or 0}"


def is_alive(identity: str) -> bool | None:
    """Whether the process so named is running; None when this machine cannot know (another host, or no identity)."""
    parts = identity.rsplit(":", 2)
    if len(parts) != 3 or parts[0].partition("/")[0] != boot().partition("/")[0]:
        return None
    if not (parts[1].isdigit() and parts[2].isdigit()):
        return None
    return parts[0] == boot() and start_ticks(int(parts[1])) == int(parts[2])


def thread_count() -> int:
    """How many threads this process has, those that Python does not know of included."""
    return sum(1 for _ in Path("/proc/self/task").iterdir())


def kill_group(leader: int, signum: int = signal.SIGKILL) -> None:
    """Signal the process group of ``leader``; nothing happens when it is gone."""
    try:
        os.killpg(leader, signum)
    except (ProcessLookupError, PermissionError):
        return


def with_variable(name: str, value: str) -> Iterator[int]:
    """Processes that were started with the environment variable ``name`` beginning with ``value``; not this one."""
    wanted = f"{name}={value}".encode()
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            content = Path(entry.path, "environ").read_bytes()
        except OSError:
            continue
        if content.startswith(wanted) or b"\0" + wanted in content:
            yield int(entry.name)


def kill_marked(name: str, value: str, *, spare: str = "") -> int:
    """Kill every process that carries the mark, wherever its group and parent are; those named ``spare`` stay.

    Repeats until none is left that could start another one. Returns how many were killed.
    """
    killed = 0
    for _ in range(20):
        found = [
            pid
            for pid in with_variable(name, value)
            if start_ticks(pid) is not None and not (spare and name_of(pid) == spare)
        ]
        if not found:
            break
        for pid in found:
            try:
                os.kill(pid, signal.SIGKILL)
                killed += 1
            except ProcessLookupError:
                continue
        time.sleep(0.01)
    return killed


def children(pid: int) -> list[int]:
    """The direct children of a process of ours, dead ones that nobody reaped included."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def reap_strays(known: set[int]) -> None:
    """Collect adopted descendants that have ended; the ``known`` ones are left to whoever waits for them."""
    for pid in children(os.getpid()):
        if pid not in known and start_ticks(pid) is None:
            try:
                os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                continue
