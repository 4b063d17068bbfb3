"""The guard: a small parent that starts one command under limits, watches it, and ends everything it started.

It is run as a script of its own (``python -I -S guard.py SPEC COMMAND …``) and so uses the standard library alone. As a
subreaper it stays the ancestor of whatever the command starts, daemons included. It ends the whole tree when the
command has ended, when a limit is passed, when whoever started it closes the control pipe or dies, and on SIGTERM.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import select
import signal
import sys
import time
from pathlib import Path
from typing import Any

MB = 1024 * 1024
_SUBREAPER, _PARENT_DEATH = 36, 1  # PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG of <linux/prctl.h>
_WRAPPERS = ("bwrap",)
"""Programs between us and the command that would take it down at once if asked to stop: the command is asked."""


def main() -> int:
    """Run the command of ``sys.argv`` under the JSON spec before it; the exit code is the command's (128 + signal)."""
    spec = json.loads(sys.argv[1])
    _control(_SUBREAPER, 1)
    if spec.get("control") is None:
        _control(_PARENT_DEATH, signal.SIGTERM)
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write)
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda got, _frame: asked.append(got))
    signal.signal(signal.SIGCHLD, lambda _got, _frame: None)

    groups = _make_groups(spec.get("groups", []))
    child = _start(sys.argv[2:], spec, groups, (wake_read, wake_write))
    watch = Watch(child, spec, groups)
    code: int | None = None
    told, died = "", False
    while code is None and not told:
        ready = _wait([wake_read, spec.get("control")], watch.interval)
        if wake_read in ready:
            os.read(wake_read, 4096)
        if asked or spec.get("control") in ready:
            told = "asked to stop"
            # Whoever asks says so first. A pipe that only ends was held by a process that died: its successor may be
            # about to do the same work, so nothing of it may go on.
            died = not asked and not os.read(spec["control"], 1)
        code = _reap(child)
        told = told or ("" if code is not None else watch.passed())
    if told == "asked to stop":
        code = _ask_to_stop(child, groups, 0.0 if died else spec["grace"], wake_read)
    ended = _end(child, groups)
    code = ended if code is None else code
    told = "" if told == "asked to stop" else told or watch.killed_for_memory()
    for path in groups:
        with contextlib.suppress(OSError):
            Path(path).rmdir()
    if spec.get("report") is not None:
        os.write(spec["report"], json.dumps({"code": code, "exceeded": told}).encode())
    return code if code is not None and code >= 0 else 128 - (code or -signal.SIGKILL)


def _control(option: int, value: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def _start(argv: list[str], spec: dict[str, Any], groups: list[str], ours: tuple[int, ...]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        for path in groups:
            with contextlib.suppress(OSError), Path(f"{path}/cgroup.procs").open("w") as procs:
                procs.write(str(os.getpid()))
        for fd in (*ours, spec.get("control"), spec.get("report")):
            if fd is not None:
                os.close(fd)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        os.setsid()
        _limit(resource.RLIMIT_CORE, 0)
        if spec.get("file_mb"):
            _limit(resource.RLIMIT_FSIZE, spec["file_mb"] * MB)
        if spec.get("memory_mb"):
            _limit(resource.RLIMIT_DATA, spec["memory_mb"] * MB)
        if spec["more_for_user"]:
            _limit(resource.RLIMIT_NPROC, _threads_of_user() + spec["more_for_user"])
        os.execvp(argv[0], argv)
    except OSError as error:
        os.write(2, f"{argv[0]}: {error.strerror}\n".encode())
    finally:
        os._exit(127)


def _limit(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, most))


def _threads_of_user() -> int:
    count = 0
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if process.name.isdigit() and process.stat().st_uid == os.getuid():
                count += sum(1 for _ in (process / "task").iterdir())
    return count


def _wait(fds: list[int | None], seconds: float) -> list[int]:
    return select.select([fd for fd in fds if fd is not None], [], [], seconds)[0]


def _reap(child: int) -> int | None:
    """Reap whatever has ended; the exit code of ``child`` (negative: a signal) when it was among them."""
    code = None
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            if pid == child:
                code = os.waitstatus_to_exitcode(status)
    return code


def descendants(root: int) -> dict[int, int]:
    """All processes below ``root``, with how many threads each has."""
    found: dict[int, int] = {}
    todo = [root]
    while todo:
        pid = todo.pop()
        with contextlib.suppress(OSError):
            threads = list(Path(f"/proc/{pid}/task").iterdir())
            if pid != root:
                found[pid] = len(threads)
            for thread in threads:
                with contextlib.suppress(OSError), (thread / "children").open() as children:
                    todo += [int(child) for child in children.read().split() if int(child) not in found]
    return found


def _members(groups: list[str]) -> set[int]:
    pids: set[int] = set()
    for path in groups:
        with contextlib.suppress(OSError), Path(f"{path}/cgroup.procs").open() as procs:
            pids.update(int(line) for line in procs)
    return pids


def _name(pid: int) -> str:
    with contextlib.suppress(OSError), Path(f"/proc/{pid}/comm").open() as comm:
        return comm.read().strip()
    return ""


def _signal(pids: set[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, number)


def _ask_to_stop(child: int, groups: list[str], grace: float, wake: int) -> int | None:
    """SIGTERM to all but the wrappers, and up to ``grace`` seconds to follow it."""
    _signal({pid for pid in descendants(os.getpid()) if _name(pid) not in _WRAPPERS}, signal.SIGTERM)
    until = time.monotonic() + grace
    code = _reap(child)
    while code is None and time.monotonic() < until:
        if _wait([wake], 0.05):
            os.read(wake, 4096)
        code = _reap(child)
    return code


def _end(child: int, groups: list[str]) -> int | None:
    """SIGKILL to everything below us, until nothing is left; at most ten seconds."""
    code = None
    until = time.monotonic() + 10
    while time.monotonic() < until:
        left = set(descendants(os.getpid())) | _members(groups)
        if not left:
            break
        # Stopped first: what forks faster than we kill would never come to an end.
        _signal(left, signal.SIGSTOP)
        _signal(left, signal.SIGKILL)
        _wait([], 0.005)
        ended = _reap(child)
        code = ended if ended is not None else code
    return code


def _make_groups(wanted: list[dict[str, Any]]) -> list[str]:
    """Control groups of our own below each base that lets us; the others are left out."""
    made = []
    for group in wanted:
        path = f"{group['base']}/praetorium-{os.getpid()}"
        with contextlib.suppress(OSError):
            Path(path).mkdir()
            made.append(path)
            for name, value in group["limits"].items():
                with contextlib.suppress(OSError), Path(f"{path}/{name}").open("w") as limit:
                    limit.write(str(value))
    return made


class Watch:
    """What the kernel does not count for us: time, processes, memory of the whole tree, growth of the folders."""

    def __init__(self, child: int, spec: dict[str, Any], groups: list[str]) -> None:
        self.child, self.spec, self.groups = child, spec, groups
        self.started, self.since = time.monotonic(), time.time()
        self.slowest = 2.0 if spec.get("control") is None and groups else 0.1
        self.interval = 0.05
        self.folders: list[str] = spec.get("folders", [])
        self.free = {folder: _free(folder) for folder in self.folders}

    def passed(self) -> str:
        """The limit that has been passed, in words, or nothing."""
        begun = time.monotonic()
        told = self._time() or self._processes_and_memory() or self._disk()
        # Watching costs at most a twentieth of one processor.
        self.interval = max(self.slowest, 20 * (time.monotonic() - begun))
        if self.spec.get("seconds"):
            self.interval = max(0.0, min(self.interval, self.started + self.spec["seconds"] - time.monotonic()))
        return told

    def _time(self) -> str:
        most = self.spec.get("seconds")
        return f"it ran longer than {most:g} s" if most and time.monotonic() - self.started >= most else ""

    def _processes_and_memory(self) -> str:
        tree = descendants(os.getpid())
        if sum(tree.values()) > self.spec["processes"] + 2:
            return f"it had more than {self.spec['processes']} processes and threads at once"
        if told := self.killed_for_memory():
            return told
        most = (self.spec.get("memory_mb") or 0) * MB
        if most and sum(map(_resident, tree)) > most and sum(map(_share, tree)) > most:
            return f"it used more than {self.spec['memory_mb']} MB of memory"
        return ""

    def _disk(self) -> str:
        most = (self.spec.get("disk_mb") or 0) * MB
        for folder in self.folders if most else ():
            now = _free(folder)
            if self.free[folder] - now > most:
                if sum(_written(folder, self.since) for folder in self.folders) > most:
                    return f"it wrote more than {self.spec['disk_mb']} MB"
                self.free[folder] = now
        return ""

    def killed_for_memory(self) -> str:
        """In words, when the kernel ended a process of the control group because its memory was used up."""
        for path in self.groups:
            for name in ("memory.events", "memory.oom_control"):
                with contextlib.suppress(OSError, ValueError), Path(f"{path}/{name}").open() as events:
                    counts = dict(line.split() for line in events)
                    if int(counts.get("oom_kill", 0)):
                        return f"it used more than {self.spec['memory_mb']} MB of memory"
        return ""


def _free(folder: str) -> int:
    stat = os.statvfs(folder)
    return stat.f_bfree * stat.f_frsize


def _resident(pid: int) -> int:
    with contextlib.suppress(OSError, ValueError), Path(f"/proc/{pid}/statm").open() as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()
    return 0


def _share(pid: int) -> int:
    """Memory of a process with what it shares counted in parts, so that a tree is not counted many times over."""
    with contextlib.suppress(OSError, ValueError), Path(f"/proc/{pid}/smaps_rollup").open() as rollup:
        return sum(int(line.split()[1]) * 1024 for line in rollup if line.startswith("Pss:"))
    return _resident(pid)


def _written(folder: str, since: float) -> int:
    """Bytes on disk of the files below ``folder`` that changed after ``since``."""
    total = 0
    for parent, _folders, files in os.walk(folder):
        for name in files:
            with contextlib.suppress(OSError):
                stat = os.lstat(f"{parent}/{name}")
                total += stat.st_blocks * 512 if stat.st_ctime >= since - 1 else 0
    return total


if __name__ == "__main__":
    sys.exit(main())
