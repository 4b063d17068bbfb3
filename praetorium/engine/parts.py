"""One service under the care of ``praetorium up``: started, restarted with growing pauses, ended."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from praetorium.engine import processes

logger = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 15.0
_LOG_LIMIT = 10_000_000
_HEALTHY_AFTER = 8.0
"""Seconds of life after which a failure counts as the first one again."""


@dataclass
class Part:
    """A service process; its output goes to ``log``."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    log: Path
    folder: Path
    pass_fds: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    identity: str = ""
    restarts: int = 0
    _pause: float = field(default=0.0, repr=False)
    _started: float = field(default=0.0, repr=False)
    _not_before: float = field(default=0.0, repr=False)

    def start(self) -> None:
        """Start it as the leader of a session of its own; it dies when this process does."""
        parent = os.getpid()
        if self.log.is_file() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".1.log"))
        with self.log.open("ab") as log:
            # A session of its own: from a shell's background job it would inherit an ignored SIGINT. The function
            # that runs before exec is safe because this process has one thread.
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                # Not where the user is: `python -m` would import whatever lies there before what we mean.
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=self.pass_fds,
                start_new_session=True,
                preexec_fn=lambda: processes.die_with_parent(parent),
            )
        self.identity = processes.identity(self.process.pid)
        self._started = time.monotonic()

    def tend(self) -> bool:
        """Start it again if it ended and its pause is over; True when it was."""
        now = time.monotonic()
        if self.process is not None:
            if self.process.poll() is None:
                return False
            code, self.process = self.process.returncode, None
            self._pause = 0.0 if now - self._started > _HEALTHY_AFTER else self._pause
            logger.warning("%s ended with %s; starting it again in %.1f s", self.name, code, self._pause)
            self._not_before = now + self._pause
            self._pause = min(max(self._pause * 2, _FIRST_PAUSE), _LONGEST_PAUSE)
            self.restarts += 1
        if now < self._not_before:
            return False
        self.start()
        return True

    def is_running(self) -> bool:
        """True while its process lives."""
        return self.process is not None and self.process.poll() is None

    def ask_to_end(self) -> None:
        """SIGTERM."""
        if self.is_running() and self.process is not None:
            self.process.send_signal(signal.SIGTERM)

    def end(self, seconds: float) -> None:
        """Wait up to ``seconds`` for it to end, then kill it and its group."""
        if self.process is None:
            return
        try:
            self.process.wait(max(seconds, 0.0))
        except subprocess.TimeoutExpired:
            logger.warning("%s did not end in time; killing it", self.name)
        processes.kill_group(self.process.pid)
        self.process.wait()
