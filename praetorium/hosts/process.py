"""The process host: launched things as processes of this machine, kept running by supervisord.

supervisord is there while something is to be kept running. It outlives the command line, the worker and ``praetorium
up``. If it was killed, the next use starts it again: what it left behind is ended, what should run is started.
"""

from __future__ import annotations

import contextlib
import sys
import xmlrpc.client
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psutil

from praetorium.errors import ExternalError
from praetorium.executors.ports import Running, Service
from praetorium.hosts import ports
from praetorium.hosts.daemon import Daemon
from praetorium.hosts.locking import locked
from praetorium.hosts.services import MARK, Definition, Services

_UP = frozenset({"STARTING", "RUNNING"})


class ProcessHost:
    """Keeps services running as processes; see ``praetorium.executors.ports.Host``."""

    kind = "process"

    def __init__(self, home: Path) -> None:
        self.folder = home / "apps"
        self._services = Services(self.folder)
        self._daemon = Daemon(self.folder)

    def available(self) -> str | None:
        return None if sys.platform != "win32" else "processes can be kept running on Linux and macOS only"

    def start(self, service: Service) -> Running:
        """Start it, or restart it with the new definition. Raises UserError, ExternalError."""
        with self._locked():
            old = self._services.get(service.name)
            if old is not None:
                self._stop(old)
            self._services.define(service)
            calls = self._daemon.calls()
            if calls is None:
                self._adopt()
            else:
                self._load(calls)
                self._call(calls.startProcess, service.name, False)
        return self._state_of(service.name, self._daemon.calls())

    def stop(self, name: str) -> bool:
        """Stop it with everything it started; False when there is no such service."""
        with self._locked():
            definition = self._services.get(name)
            if definition is None:
                return False
            self._services.write(definition.model_copy(update={"wanted": False}))
            self._stop(definition)
            self._rest()
        return True

    def remove(self, name: str) -> None:
        """Stop it and forget it, its log included."""
        with self._locked():
            definition = self._services.get(name)
            if definition is None:
                return
            self._stop(definition)
            self._services.forget(name)
            calls = self._daemon.calls()
            if calls is not None:
                self._load(calls)
            self._rest()

    def state(self, name: str) -> Running | None:
        return next((running for running in self.all() if running.name == name), None)

    def all(self) -> list[Running]:
        definitions = self._services.all()
        calls = self._daemon.calls() if definitions else None
        if calls is None and any(definition.wanted for definition in definitions):
            with self._locked():
                calls = self._daemon.calls() or self._adopt()
        return [self._state_of(definition.name, calls) for definition in definitions]

    def log(self, name: str, lines: int = 100) -> str:
        """The last lines of what it wrote, older logs included where the newest has just begun."""
        log = self.folder / "logs" / f"{name}.log"
        text = ""
        for path in (log, log.with_name(f"{name}.log.1")):
            with contextlib.suppress(FileNotFoundError):
                text = path.read_text(errors="replace") + text
            if text.count("\n") >= lines:
                break
        return "\n".join(text.splitlines()[-lines:]) if lines > 0 else ""

    def free_port(self) -> int:
        return ports.allot(self.folder, self._services.ports())

    def _locked(self) -> contextlib.AbstractContextManager[None]:
        return locked(self.folder / "lock")

    def _adopt(self) -> Any:
        """Start the daemon anew: end what an earlier one left behind, then start what should run."""
        definitions = self._services.all()
        _end(self._marked(definitions))
        calls = self._daemon.start(definition.name for definition in definitions)
        for definition in definitions:
            if definition.wanted:
                self._call(calls.startProcess, definition.name, False)
        return calls

    def _load(self, calls: Any) -> None:
        """Make the running daemon know exactly the defined services."""
        self._daemon.configure(definition.name for definition in self._services.all())
        added, _changed, removed = calls.reloadConfig()[0]
        for name in removed:
            self._call(calls.removeProcessGroup, name)
        for name in added:
            self._call(calls.addProcessGroup, name)

    def _stop(self, definition: Definition) -> None:
        calls = self._daemon.calls()
        if calls is not None:
            # Not running, or not known to this daemon: nothing to be stopped there.
            with contextlib.suppress(xmlrpc.client.Fault):
                calls.stopProcess(definition.name, True)
        _end(self._marked([definition]))

    def _rest(self) -> None:
        """End the daemon when nothing is to be kept running."""
        if not any(definition.wanted for definition in self._services.all()):
            self._daemon.end()

    def _call(self, method: Any, *arguments: Any) -> None:
        try:
            method(*arguments)
        except xmlrpc.client.Fault as fault:
            raise ExternalError(f"'{arguments[0]}' could not be started: {fault.faultString}") from fault

    def _state_of(self, name: str, calls: Any | None) -> Running:
        restarts = self._services.restarts(name)
        if calls is None:
            return Running(name=name, running=False, restarts=restarts)
        try:
            told = calls.getProcessInfo(name)
        except xmlrpc.client.Fault:
            return Running(name=name, running=False, restarts=restarts)
        up = told["statename"] in _UP and told["pid"] > 0
        started = float(told["start"]) if up else None
        return Running(name=name, running=up, pid=told["pid"] if up else None, started=started, restarts=restarts)

    def _marked(self, definitions: Iterable[Definition]) -> list[psutil.Process]:
        """Processes of these services, also those that went into a session of their own."""
        marks = {self._services.mark(definition.name) for definition in definitions}
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.environ().get(MARK) in marks:
                    found.append(process)
        return found


def _end(processes: list[psutil.Process]) -> None:
    """Ask them to stop, then make them."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    for process in psutil.wait_procs(processes, timeout=6)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(processes, timeout=3)
