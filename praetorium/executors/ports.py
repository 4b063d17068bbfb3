"""What an executor gets in its context: the ports it works through, without importing who stands behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from praetorium.models import Model, Reversal

Level = Literal["full", "limits", "none"]


class Limits(Model):
    """What a confined command may use at most."""

    seconds: float = 300.0
    """Wall clock; the whole process group is ended after it."""
    memory_mb: int = 2048
    processes: int = 256
    """Processes and threads at once."""
    file_mb: int = 1024
    """Largest file it may write."""
    disk_mb: int = 4096
    """How much it may write in all."""


@dataclass(frozen=True)
class Completed:
    """A confined command that has ended."""

    argv: tuple[str, ...]
    code: int
    """Exit code; negative: ended by that signal."""
    stdout: str
    stderr: str
    """Both cut to their last 200,000 characters."""
    seconds: float
    timed_out: bool = False
    exceeded: str = ""
    """The limit for which it was ended, in words: ``it used more than 2048 MB of memory``."""

    @property
    def tail(self) -> str:
        """The last lines of what it said, for an error message."""
        return "\n".join((self.stderr or self.stdout).strip().splitlines()[-12:])


class Commands(Protocol):
    """Runs commands confined to a folder, with an environment of their own."""

    @property
    def level(self) -> Level:
        """The strongest confinement this machine allows."""
        ...

    async def run(
        self,
        argv: Sequence[str],
        *,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        network: bool = False,
        readable: Sequence[Path] = (),
        writable: Sequence[Path] = (),
    ) -> Completed:
        """Run to the end. ``folder`` is the working folder and writable; the home and everything else that is not
        listed cannot be seen (level full). Nothing of our own environment is passed on. Cancelling ends the group."""
        ...

    def wrap(
        self,
        argv: Sequence[str],
        *,
        folder: Path,
        readable: Sequence[Path] = (),
        writable: Sequence[Path] = (),
    ) -> tuple[str, ...]:
        """The same confinement as an argv prefix for a process that somebody else supervises; it may listen on
        loopback."""
        ...


@dataclass(frozen=True)
class Service:
    """Something to keep running."""

    name: str
    """Unique on this machine: letters, digits, dashes."""
    argv: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    readable: tuple[Path, ...] = ()
    writable: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Running:
    """A service as it stands."""

    name: str
    running: bool
    pid: int | None = None
    started: float | None = None
    """Seconds since the epoch."""
    restarts: int = 0


class Undoing(Protocol):
    """Takes back what other requests did."""

    async def look(self, request: str, to: str | None) -> Reversal:
        """What would be done. Raises UnknownError or RefusedError."""
        ...

    async def take_back(self, request: str, to: str | None, context: Any) -> Reversal:
        """Do it, and look whether it is done; ``context`` is the caller's own. Raises StepError."""
        ...


class Host(Protocol):
    """Where launched things run; what is started there outlives the CLI and the worker, and is restarted if it dies."""

    kind: str

    def available(self) -> str | None:
        """None when it can be used, else a sentence that says why not."""
        ...

    def start(self, service: Service) -> Running:
        """Start (or restart with the new definition) and keep running. Raises ExternalError."""
        ...

    def stop(self, name: str) -> bool:
        """Stop with everything it started; False when there is no such service."""
        ...

    def remove(self, name: str) -> None: ...

    def state(self, name: str) -> Running | None: ...

    def all(self) -> list[Running]: ...

    def log(self, name: str, lines: int = 100) -> str: ...

    def free_port(self) -> int:
        """A loopback port nobody listens on, not handed out twice by this machine's Praetorium."""
        ...
