"""Programs of generated applications, forked from a process that has loaded their packages: what each of them would
spend a second of a core on is spent once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tests.waiting import until

SCRIPT = Path(__file__).with_name("nursery.py")


@dataclass(frozen=True)
class Forked:
    """A program that was started."""

    pid: int
    log: Path

    @property
    def said(self) -> str:
        """Its output so far, of both kinds."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    @property
    def code(self) -> int | None:
        """Its exit code, once it has ended by itself."""
        file = self.log.with_name(f"{self.log.name}.code")
        return int(file.read_text()) if file.exists() else None

    @property
    def lives(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def ended(self, seconds: float) -> int:
        """Its exit code, waited for."""
        until(lambda: self.code is not None or not self.lives, seconds, "a program to end")
        assert self.code is not None, f"it was killed; it said: {self.said[-2000:]}"
        return self.code

    def end(self, number: int = signal.SIGTERM) -> None:
        """Have it end, and wait for that."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)
        until(lambda: not self.lives, 20, "a program to end that was told to")


class Nursery:
    """Forks programs for the interpreter at ``python``, from entering to leaving."""

    def __init__(self, python: Path | str) -> None:
        self._python, self._turn = python, threading.Lock()

    def __enter__(self) -> Nursery:
        command = (self._python, "-B", SCRIPT)
        self._process = subprocess.Popen(command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._process:
            self._process.terminate()

    def start(self, module: str, *arguments: str, folder: Path, environment: dict[str, str], log: Path) -> Forked:
        """``python -m module arguments`` in a folder, with that environment alone and a log that is not there yet."""
        told = {"module": module, "arguments": arguments, "folder": str(folder), "environment": environment}
        assert self._process.stdin is not None and self._process.stdout is not None
        with self._turn:
            self._process.stdin.write(json.dumps(told | {"log": str(log)}).encode() + b"\n")
            return Forked(int(self._process.stdout.readline()), log)
