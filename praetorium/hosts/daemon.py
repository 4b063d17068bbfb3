"""supervisord, as the process host uses it: one daemon per installation, started when it is needed.

It outlives whoever started it. Its configuration holds nothing but names: see ``serve``.
"""

from __future__ import annotations

import http.client
import secrets
import shlex
import socket
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psutil

from praetorium.errors import ExternalError
from praetorium.hosts.services import write_private

_SERVE = Path(__file__).with_name("serve.py")
_PATIENCE = 15.0
"""Seconds within which a fresh daemon has to answer."""
_CONFIGURATION = """\
[inet_http_server]
port = 127.0.0.1:{port}
username = praetorium
password = {password}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

[supervisord]
identifier = {identifier}
logfile = supervisord.log
logfile_maxbytes = 1MB
logfile_backups = 1
pidfile = supervisord.pid
childlogdir = logs
nocleanup = true
umask = 077
minfds = 256
minprocs = 32
"""
_PROGRAM = """
[program:{name}]
command = /bin/sh run {name}
autostart = false
autorestart = true
startsecs = 1
startretries = 5
stopwaitsecs = 12
stopasgroup = true
killasgroup = true
redirect_stderr = true
stdout_logfile = logs/{name}.log
stdout_logfile_maxbytes = 2MB
stdout_logfile_backups = 2
"""


class _Transport(xmlrpc.client.Transport):
    """Waits a bounded time: a daemon that hangs counts as one that does not answer."""

    def __init__(self, timeout: float) -> None:
        super().__init__()
        self._timeout = timeout

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        connection = super().make_connection(host)
        connection.timeout = self._timeout
        return connection

    def request(self, *arguments: Any, **named: Any) -> Any:
        try:
            return super().request(*arguments, **named)
        finally:
            self.close()


class Daemon:
    """The daemon below one folder. Whoever starts or stops it holds the host's lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def calls(self, timeout: float = 40.0) -> Any | None:
        """Its XML-RPC interface; None when it does not answer, or another daemon answers in its place."""
        about = self._about()
        if about is None:
            return None
        port, password, identifier = about
        address = f"http://praetorium:{password}@127.0.0.1:{port}/RPC2"
        try:
            proxy = xmlrpc.client.ServerProxy(address, transport=_Transport(2.0))
            if proxy.supervisor.getIdentification() != identifier:
                return None
        except (OSError, xmlrpc.client.Error, http.client.HTTPException):
            return None
        return xmlrpc.client.ServerProxy(address, transport=_Transport(timeout)).supervisor

    def start(self, names: Iterable[str]) -> Any:
        """Start it with these programs, all of them stopped. Raises ExternalError when it does not come up."""
        self.end()
        self.folder.joinpath("logs").mkdir(parents=True, exist_ok=True, mode=0o700)
        command = shlex.join((sys.executable, "-I", "-S", str(_SERVE)))
        self.folder.joinpath("run").write_text(f'exec {command} "services/$1.json" "services/$1.starts"\n')
        said = ""
        for _ in range(3):  # the port was free when it was chosen; somebody may be faster
            self.configure(names, fresh=True)
            done = subprocess.run(
                (sys.executable, "-m", "supervisor.supervisord", "-c", "supervisord.conf"),
                cwd=self.folder,
                env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(Path.home()), "LANG": "C.UTF-8"},
                capture_output=True,
                text=True,
                timeout=_PATIENCE * 2,
            )
            said = (done.stderr or done.stdout).strip()
            until = time.monotonic() + _PATIENCE
            while done.returncode == 0 and time.monotonic() < until:
                calls = self.calls()
                if calls is not None:
                    return calls
                if not self._alive():
                    break
                time.sleep(0.05)
        log = self.folder / "supervisord.log"
        last = said or (log.read_text().strip() if log.is_file() else "it said nothing")
        raise ExternalError(f"the daemon that keeps applications running did not start: {last.splitlines()[-1]}")

    def configure(self, names: Iterable[str], *, fresh: bool = False) -> None:
        """Write its configuration; ``fresh`` with a new port and password."""
        about = None if fresh else self._about()
        port, password, identifier = about or (_port(), secrets.token_hex(24), f"praetorium-{secrets.token_hex(8)}")
        head = _CONFIGURATION.format(port=port, password=password, identifier=identifier)
        text = head + "".join(_PROGRAM.format(name=name) for name in sorted(names))
        write_private(self.folder / "supervisord.conf", text)

    def end(self) -> None:
        """End it, answering or not; what it kept running is not its concern here."""
        # Looked up first: on its way out it removes the file with its pid.
        process = self._process()
        calls = self.calls(timeout=5)
        if calls is not None:
            calls.shutdown()
        if process is not None:
            try:
                process.wait(15 if calls is not None else 0.1)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(5)

    def _about(self) -> tuple[int, str, str] | None:
        try:
            lines = (self.folder / "supervisord.conf").read_text().splitlines()
        except OSError:
            return None
        values = {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines[:12])}
        return int(values["port"].rpartition(":")[2]), values["password"], values["identifier"]

    def _process(self) -> psutil.Process | None:
        """The daemon's process, if the pid in its file is still one."""
        try:
            process = psutil.Process(int((self.folder / "supervisord.pid").read_text()))
            ours = "supervisor.supervisord" in process.cmdline() and Path(process.cwd()) == self.folder.resolve()
            return process if ours and process.status() != psutil.STATUS_ZOMBIE else None
        except (OSError, ValueError, psutil.Error):
            return None

    def _alive(self) -> bool:
        return self._process() is not None or not (self.folder / "supervisord.pid").exists()


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
