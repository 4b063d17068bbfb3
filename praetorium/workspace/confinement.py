"""Confinement: how every command and all generated code is run, by the strongest means this machine allows.

full
    bubblewrap: it sees the system's programs, its own folders and nothing else; no network unless granted; nobody's
    user; plus all of *limits*.
limits
    an environment of its own, and limits of time, memory, processes and disk. It can read what we can read, and reach
    the network.
none
    nothing of this can be done here (no Linux): a person is asked before each command.

At every level the whole tree of processes is ended when the command ends, is cancelled, or passes a limit: guard.py.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from praetorium.environment import clean_environment
from praetorium.errors import RefusedError, UserError
from praetorium.executors.ports import Completed, Level, Limits
from praetorium.workspace import bubblewrap, cgroups
from praetorium.workspace.running import run_guarded

_GUARD = (sys.executable, "-I", "-S", str(Path(__file__).with_name("guard.py")))
SERVICE = Limits(seconds=0, memory_mb=1024, processes=512, file_mb=8192, disk_mb=0)
"""What a launched application may use; it runs for as long as it is wanted."""
_GRACE = 1.5
"""Seconds that a command which is asked to stop has to follow: a halt is to be complete within three."""
_SERVICE_GRACE = 3.0
"""The same for a launched application, which may have something to write."""
_SCRATCH_MB = 512
# The C library obeys these in every program: also in the guard and in bubblewrap, which are not confined themselves.


@dataclass(frozen=True)
class Status:
    """How commands are confined here, for ``praetorium status``."""

    level: Level
    missing: str | None
    """What the strongest level lacks, in one sentence; None at level full."""


@dataclass(frozen=True)
class Confinement:
    """Runs commands at one level; see ``praetorium.executors.ports.Commands``."""

    level: Level
    home: Path
    """Praetorium's own folder, hidden but for what is listed."""
    missing: str | None = None

    @classmethod
    def detect(cls, home: Path, wanted: str = "auto") -> Confinement:
        """The strongest level that works here, found by trying (once per process); or the one named in ``wanted``.

        Raises UserError when that one does not work here.
        """
        lacking = _lacking_limits()
        if lacking:
            found: tuple[Level, str | None] = ("none", lacking)
        elif wanted == "limits":
            found = ("limits", "the setting 'confinement' asks for limits only")
        else:
            lacking = bubblewrap.missing()
            found = ("limits", lacking) if lacking else ("full", None)
        if wanted not in ("auto", found[0]):
            raise UserError(
                f"commands are to be confined at level '{wanted}', but {found[1]}",
                next="install what is missing, or set PRAETORIUM_CONFINEMENT=auto",
            )
        return cls(level=found[0], home=home.resolve(), missing=found[1])

    @property
    def status(self) -> Status:
        return Status(self.level, self.missing)

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
        """Run to the end; see the port. Raises UserError for a folder that is not there or a forbidden variable."""
        limits = limits or Limits()
        self._ready(argv, folder, (*readable, *writable))
        inner = tuple(argv)
        if self.level == "full":
            inner = bubblewrap.arguments(
                folder=folder,
                argv=argv,
                home=self.home,
                readable=readable,
                writable=writable,
                network=network,
                scratch_mb=min(_SCRATCH_MB, limits.disk_mb or _SCRATCH_MB),
                processes=limits.processes + cgroups.SPARE if bubblewrap.counts_processes() else 0,
            )
        spec = self._spec(limits) | {"folders": [str(path.resolve()) for path in (folder, *writable)]}
        given = clean_environment(environment or {})
        hidden = self.level == "full"
        return await run_guarded(_GUARD, spec, inner, tuple(argv), folder, given, hidden=hidden)

    def wrap(
        self,
        argv: Sequence[str],
        *,
        folder: Path,
        readable: Sequence[Path] = (),
        writable: Sequence[Path] = (),
    ) -> tuple[str, ...]:
        """The same as a prefix, for a service; see the port. The network is the machine's: it has to listen there."""
        self._ready(argv, folder, (*readable, *writable))
        inner = tuple(argv)
        if self.level == "full":
            inner = bubblewrap.arguments(
                folder=folder,
                argv=argv,
                home=self.home,
                readable=readable,
                writable=writable,
                network=True,
                scratch_mb=_SCRATCH_MB,
                processes=SERVICE.processes + cgroups.SPARE if bubblewrap.counts_processes() else 0,
            )
        return (*_GUARD, json.dumps(self._spec(SERVICE) | {"grace": _SERVICE_GRACE}), *inner)

    def _spec(self, limits: Limits) -> dict[str, Any]:
        return {
            "seconds": limits.seconds,
            "memory_mb": limits.memory_mb,
            "processes": limits.processes,
            "file_mb": limits.file_mb,
            "disk_mb": limits.disk_mb,
            "grace": _GRACE,
            "groups": cgroups.groups(limits),
            # Outside of a sandbox the kernel counts all processes of the user together, and root's not at all.
            "more_for_user": limits.processes + cgroups.SPARE if self.level == "limits" and os.geteuid() else 0,
        }

    def _ready(self, argv: Sequence[str], folder: Path, others: Sequence[Path]) -> None:
        if not argv:
            raise UserError("no command to run", next="name a program and its arguments")
        if not folder.is_dir():
            raise UserError(f"the folder '{folder}' to run in is not there", next="make it in an earlier step")
        for path in others:
            if not path.exists():
                raise UserError(f"'{path}', which the command is to see, is not there")
            if self.level == "full" and path.resolve() in (self.home, Path("/")):
                raise RefusedError(f"'{path}' cannot be shown to a command", next="name a folder below it")
        if self.level == "full" and folder.resolve() == self.home:
            raise RefusedError(
                "a command may not work in Praetorium's own folder", next="name a folder below a workspace"
            )


@cache
def _lacking_limits() -> str | None:
    if sys.platform != "linux":
        return f"commands can only be confined on Linux, and this is {sys.platform}"
    if not Path("/proc/self/task").is_dir():
        return "commands can only be confined where /proc is mounted"
    return None


def confinement_status(home: Path, wanted: str = "auto") -> Status:
    """How commands are confined on this machine; never raises for a level that does not work here."""
    try:
        return Confinement.detect(home, wanted).status
    except UserError as error:
        return Status("none", str(error))
