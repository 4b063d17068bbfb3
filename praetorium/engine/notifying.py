"""The notifier: has notices sent, beside everything else. Runs in a thread next to the supervisor.

Sending is done by a process that ends with its batch, so that the page neither loads Prefect nor waits for a peer.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time

from praetorium.catalogue import Message
from praetorium.engine import environment
from praetorium.house import House
from praetorium.settings import project_root

log = logging.getLogger(__name__)

PERIOD = 1.0
MOST = 8
"""Messages of one batch."""
PATIENCE = 150.0
"""Seconds a batch may take."""
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 600.0


class Notifier:
    """Looks for notices that are due; pauses longer each time one fails."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._stop = threading.Event()
        self._not_before: dict[str, float] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="notifier", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """A message that is on its way is finished; the others wait for the next start."""
        self._stop.set()
        if self._process is not None:
            self._process.terminate()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.wait(PERIOD):
            try:
                self.tick()
            except Exception:  # the edge of a thread that nobody would start again
                log.exception("notices could not be looked after")

    def tick(self) -> int:
        """Have sent what is due; gives how many messages were tried."""
        waiting = self._house.catalogue.outbox.pending(notices=True)
        moment = time.monotonic()
        due = [m for m in waiting if self._not_before.get(m.id, 0.0) <= moment][:MOST]
        self._not_before = {m.id: self._not_before[m.id] for m in waiting if m.id in self._not_before}
        if due:
            self._send(due)
            self._not_before |= {m.id: time.monotonic() + pause(m.attempts) for m in due}
        return len(due)

    def _send(self, due: list[Message]) -> None:
        script = project_root() / "deployments" / "notify.py"
        with (self._house.settings.folder("logs") / "notify.log").open("ab") as file:
            self._process = subprocess.Popen(
                [sys.executable, str(script), *(m.id for m in due)],
                cwd=project_root(),
                env=environment.of_parent(self._house.settings),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                log.warning("a batch of notices took longer than %.0f s and was ended", PATIENCE)
                self._process.kill()
                self._process.wait()


def pause(attempts: int) -> float:
    """Seconds after which what failed so often is tried again: 5, 10, 20, … 600."""
    return float(min(_FIRST_PAUSE * 2**attempts, _LONGEST_PAUSE))
