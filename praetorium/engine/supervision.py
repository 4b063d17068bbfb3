"""The parent that ``praetorium up`` is: it starts Prefect's server, the worker and the page, and keeps them running.

It runs in one thread, in the foreground or as ``python -m praetorium.engine.supervision``. When it dies, however it
dies, its children die with it.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import IO

from praetorium.engine import environment, foreign_server, password, ports, processes
from praetorium.engine.parts import Part
from praetorium.engine.standing import ServicesInfo, answers, report, status
from praetorium.errors import ExternalError, RefusedError
from praetorium.settings import Settings, project_root, settings

logger = logging.getLogger(__name__)

Announce = Callable[[str], None]
_TICK, _SLOW_TICK = 0.1, 0.25
_APART = 100
_END_WORKER, _END_SERVER = 3.0, 1.2
_REGISTRATION_TRIES = 3
_IN_VAIN = 4
"""Restarts before anything was ready after which it is said that it will not be; it is tried on all the same."""


class Supervision:
    """The services of one home, for as long as :meth:`run` runs."""

    def __init__(
        self,
        configuration: Settings,
        *,
        port: int | None,
        announce: Announce,
        page: bool = True,
        worker: str = "auto",
        project: Path | None = None,
    ) -> None:
        self._settings, self._announce = configuration, announce
        self._port, self._with_page, self._worker_kind = port, page, worker
        self._project = (project or project_root()).resolve()
        self._run_folder, self._logs = configuration.folder("run"), configuration.folder("logs")
        self._stopping = False
        self._parts: dict[str, Part] = {}
        self._registration: Part | None = None
        self._registered = self._ready = False
        self._registered_for: str | None = None
        self._registration_tries = 0
        self._failure = ""
        self._password: str | None = None
        self._listener: socket.socket | None = None
        self._page_listener: socket.socket | None = None
        self._api = self._page_url = ""

    def run(self) -> None:
        """Start all, keep all running, end all on SIGTERM or SIGINT.

        Raises RefusedError when the services of this home run already, ExternalError when the team's Prefect server
        does not answer.
        """
        with self._lock():
            previous = {number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)}
            try:
                self._prepare()
                for part in self._parts.values():
                    part.start()
                self._write()
                while not self._stopping:
                    self._tick()
                    time.sleep(_TICK if not self._ready else _SLOW_TICK)
            finally:
                self._end()
                for number, handler in previous.items():
                    signal.signal(number, handler)

    def _lock(self) -> IO[str]:
        lock = (self._run_folder / "up.lock").open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise RefusedError(
                f"the services of {self._settings.home} run already", next="see them: praetorium status"
            ) from None
        return lock

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _prepare(self) -> None:
        for name in ("services.json", "worker.json", "server.json"):
            (self._run_folder / name).unlink(missing_ok=True)
        self._password = password.known(self._settings)
        foreign = self._settings.foreign_prefect
        if foreign is None:
            wanted = self._port or self._settings.port
            self._listener = ports.listen(wanted)
            taken = self._listener.getsockname()[1]
            self._say_port("Prefect server", wanted, taken)
            self._api = f"http://{ports.HOST}:{taken}/api"
            self._add("server", "praetorium.engine.server", "--fd", str(self._listener.fileno()))
            self._parts["server"].pass_fds = [self._listener.fileno()]
        else:
            self._api = foreign.rstrip("/")
            for said in foreign_server.greet(self._api):
                self._announce(said)
        self._add("worker", "praetorium.engine.worker", "--kind", self._worker_kind, "--project", str(self._project))
        if self._with_page:
            wanted = self._wanted_page_port()
            self._page_listener = ports.listen(wanted)
            number = self._page_listener.getsockname()[1]
            self._say_port("page", wanted, number)
            self._page_url = f"http://{ports.HOST}:{number}"
            self._add("page", "praetorium.web", "--fd", str(self._page_listener.fileno()))
            self._parts["page"].pass_fds = [self._page_listener.fileno()]

    def _wanted_page_port(self) -> int:
        """The page's own default; with ``--port N`` 100 above N, or N itself when no server of ours needs it."""
        if self._port is None:
            return self._settings.page_port
        if self._listener is None:
            return self._port
        return self._port + _APART

    def _add(self, name: str, module: str, *arguments: str) -> None:
        self._parts[name] = Part(
            name,
            [sys.executable, "-m", module, *arguments],
            environment.inherited(self._settings, self._api),
            self._logs / f"{name}.log",
            project_root(),
        )

    def _say_port(self, what: str, wanted: int, taken: int) -> None:
        if taken != wanted:
            self._announce(f"port {wanted} is in use; the {what} takes {taken}")

    def _tick(self) -> None:
        if password.known(self._settings) != self._password:
            self._begin_anew()
        started = [part.name for part in self._parts.values() if part.tend()]
        if started:
            self._write()
        if not self._failure:
            self._register()
        if not self._failure and not self._ready:
            self._give_up()
        if not self._ready and (standing := status(self._settings)).running and self._is_ready(standing):
            self._ready = True
            report(standing, self._announce)
            self._write()

    def _begin_anew(self) -> None:
        """Prefect's server has a password now, so that everything that talks to it needs it. Runs go on afterwards."""
        self._announce("Prefect's API asks for a password from now on; the services start anew")
        self._password, self._ready = password.known(self._settings), False
        self._write()
        self._end_parts()
        for name in ("worker.json", "server.json"):
            (self._run_folder / name).unlink(missing_ok=True)
        for part in self._parts.values():
            part.environment = environment.inherited(self._settings, self._api)
            part.start()
        self._write()

    def _give_up(self) -> None:
        """Say what keeps ending as soon as it is started, and what it said last."""
        for part in self._parts.values():
            if part.restarts >= _IN_VAIN:
                self._fail(f"the {part.name} ends whenever it is started: {_last_words(part.log)}")
                return

    def _fail(self, failure: str) -> None:
        self._failure = failure
        logger.error(failure)
        self._write()

    def _is_ready(self, standing: ServicesInfo) -> bool:
        everything = len(standing.pids) == len(self._parts) + 1
        return everything and standing.worker.polling and self._registered and answers(standing)

    def _register(self) -> None:
        """Register the deployments as soon as the worker has said which pool it serves; tried a few times."""
        if self._registration is None:
            pool = status(self._settings).worker.pool
            if pool is None or pool == self._registered_for:
                return
            # A worker that had to fall back serves another pool than it said at first.
            self._registered_for = pool
            script = project_root() / "deployments" / "bootstrap.py"
            command = [sys.executable, str(script), "--pool", pool, "--project", str(self._project)]
            environ = environment.inherited(self._settings, self._api)
            self._registration = Part("registration", command, environ, self._logs / "registration.log", project_root())
            self._registration.start()
            self._registration_tries += 1
        elif not self._registration.is_running() and self._registration.process is not None:
            code = self._registration.process.returncode
            self._registered = code == 0
            self._registered_for = self._registered_for if code == 0 else None
            if code != 0 and self._registration_tries == _REGISTRATION_TRIES:
                self._fail(f"the deployments could not be registered: {_last_words(self._registration.log)}")
            self._registration = None
            self._write()

    def _write(self) -> None:
        content = {
            "api": self._api,
            "page": self._page_url or None,
            "foreign": self._settings.foreign_prefect is not None,
            "parent": processes.identity(os.getpid()),
            "pids": {name: part.identity for name, part in self._parts.items()},
            "restarts": {name: part.restarts for name, part in self._parts.items()},
            "ready": self._ready,
            "failure": self._failure,
        }
        draft = self._run_folder / "services.tmp"
        try:
            draft.write_text(json.dumps(content, indent=1), encoding="utf-8")
            draft.replace(self._run_folder / "services.json")
        except OSError as error:
            if not self._ready:
                raise ExternalError(f"{self._run_folder} cannot be written: {error.strerror}") from error
            # What runs goes on: requests tell themselves what a full disk keeps them from.
            logger.error("%s cannot be written: %s", self._run_folder, error.strerror)

    def _end(self) -> None:
        self._end_parts()
        for listener in filter(None, (self._listener, self._page_listener)):
            listener.close()
        for name in ("services.json", "worker.json", "server.json"):
            (self._run_folder / name).unlink(missing_ok=True)

    def _end_parts(self) -> None:
        """The worker first: it hands its runs back, for which it needs the server."""
        first = [part for name, part in self._parts.items() if name != "server"]
        if self._registration is not None:
            first.append(self._registration)
            self._registration = self._registered_for = None
        for part in first:
            part.ask_to_end()
        deadline = time.monotonic() + _END_WORKER
        for part in first:
            part.end(deadline - time.monotonic())
        if (server := self._parts.get("server")) is not None:
            server.ask_to_end()
            server.end(_END_SERVER)


def _last_words(log: Path) -> str:
    return " ".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-2:])


def main() -> None:
    """The detached parent: says on standard output what it would have announced; a refusal is its last line."""
    parser = argparse.ArgumentParser(prog="praetorium.engine.supervision")
    parser.add_argument("--port", type=int, default=None)
    parser.add_argument("--no-page", action="store_true")
    parser.add_argument("--worker", choices=["auto", "process"], default="auto")
    parser.add_argument("--project", type=Path, default=None)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")

    def announce(text: str) -> None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    supervision = Supervision(
        settings(),
        port=arguments.port,
        announce=announce,
        page=not arguments.no_page,
        worker=arguments.worker,
        project=arguments.project,
    )
    try:
        supervision.run()
    except (ExternalError, RefusedError) as problem:
        announce(f"error: {problem}")
        announce(f"next: {problem.next}")
        sys.exit(3 if isinstance(problem, RefusedError) else 1)


if __name__ == "__main__":
    main()
