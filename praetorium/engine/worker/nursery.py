"""Keeps the worker's zygotes: one that forks, one in reserve, new ones when the code changed or both died."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from praetorium.engine.worker import wire
from praetorium.engine.worker.zygote import MARK

logger = logging.getLogger(__name__)

_WARM_SECONDS = 120.0
_FORK_SECONDS = 20.0
_LOOK_SECONDS = 1.0
"""How often, at most, the sources are looked at for changes."""


class NurseryError(RuntimeError):
    """No zygote could be started, or it refuses to fork."""


class Zygote:
    """One zygote, spoken to by one caller at a time."""

    def __init__(self, connection: socket.socket, process: subprocess.Popen[bytes] | None) -> None:
        self.process = process
        self.pid = process.pid if process else 0
        self.sources: dict[str, int] = {}
        self._connection = connection
        self._lock = asyncio.Lock()

    async def greet(self, seconds: float) -> None:
        """Wait until it is warm. Raises NurseryError when it is not by then, or may not fork safely."""
        self._connection.setblocking(False)
        self._reader, self._writer = await asyncio.open_connection(sock=self._connection)
        hello = await self._answer(seconds)
        self.pid, self.sources = hello["pid"], hello["sources"]
        if hello["threads"] != 1:
            raise NurseryError(f"importing the flows started threads ({hello['threads']}): forking would not be safe")

    async def ask(self, message: wire.Message, fd: int | None = None) -> int:
        """Send a request; returns the pid it answers with. Raises NurseryError when it does not."""
        async with self._lock:
            try:
                if fd is None:
                    self._writer.write(wire.pack(message))
                    await self._writer.drain()
                else:
                    wire.send(self._connection, message, fd)
            except OSError as problem:
                raise NurseryError(f"zygote {self.pid} is gone") from problem
            answer = await self._answer(_FORK_SECONDS)
        if "error" in answer:
            raise NurseryError(answer["error"])
        return int(answer["pid"])

    async def _answer(self, seconds: float) -> wire.Message:
        try:
            return await asyncio.wait_for(wire.read(self._reader), seconds)
        except (asyncio.IncompleteReadError, OSError, TimeoutError) as problem:
            raise NurseryError(f"zygote {self.pid or 'being warmed'} does not answer") from problem

    def dismiss(self) -> None:
        """Let it end; its children live on."""
        try:
            self._writer.write(wire.pack({"do": "quit"}))
            self._writer.close()
        except (OSError, AttributeError, RuntimeError):
            self._connection.close()


class Nursery:
    """Where forked processes come from."""

    def __init__(self, project: Path, mark: str) -> None:
        self.project = project
        self.forking = 0
        """Forks under way: their processes exist, but nobody knows their numbers yet."""
        self._mark = mark
        self._active: Zygote | None = None
        self._spare: Zygote | None = None
        self._started: list[subprocess.Popen[bytes]] = []
        self._renewing = asyncio.Lock()
        self._looked = 0.0
        self._prepared: tuple[socket.socket, subprocess.Popen[bytes]] | None = None
        self._background: set[asyncio.Task[None]] = set()

    def prepare(self) -> None:
        """Begin to warm up the first zygote, which takes seconds; this process may import what it needs meanwhile."""
        self._prepared = self._spawn()

    async def start(self) -> None:
        """Warm up the first zygote and its spare. Raises NurseryError."""
        self._active = await self._warm_up()
        await self._fill_spare()

    async def fork(self, order: wire.Message) -> int:
        """Fork a process for one flow run and return its pid. Raises NurseryError."""
        self.forking += 1
        try:
            zygote = await self._current()
            try:
                return await zygote.ask({"do": "fork", **order})
            except NurseryError as problem:
                logger.warning("%s; the spare takes over", problem)
                return await (await self._replace(zygote)).ask({"do": "fork", **order})
        finally:
            self.forking -= 1

    def pids(self) -> set[int]:
        """The processes here that are waited for by their own handles."""
        self._started = [process for process in self._started if process.poll() is None]
        return {process.pid for process in self._started}

    async def close(self) -> None:
        """Let all zygotes end."""
        for task in self._background:
            task.cancel()
        for zygote in (self._active, self._spare):
            if zygote is not None:
                zygote.dismiss()
        if self._prepared is not None:
            self._prepared[0].close()  # with nobody at its other end it ends
        for process in self._started:
            try:
                await asyncio.to_thread(process.wait, 1.0)
            except subprocess.TimeoutExpired:
                process.kill()

    async def _current(self) -> Zygote:
        async with self._renewing:
            if self._active is None or self._is_outdated(self._active):
                old = [zygote for zygote in (self._active, self._spare) if zygote is not None]
                self._active = self._spare = None
                for zygote in old:
                    zygote.dismiss()
                self._active = await self._warm_up()
                self._start_filling()
            return self._active

    async def _replace(self, broken: Zygote) -> Zygote:
        async with self._renewing:
            if self._active is broken:
                broken.dismiss()
                self._active, self._spare = self._spare, None
            if self._active is None:
                self._active = await self._warm_up()
            self._start_filling()
            return self._active

    def _is_outdated(self, zygote: Zygote) -> bool:
        now = time.monotonic()
        if now - self._looked < _LOOK_SECONDS:
            return False
        self._looked = now
        changed = [path for path, modified in zygote.sources.items() if _modified(path) != modified]
        if changed:
            logger.warning("%s changed; flow runs start from the new code", changed[0])
        return bool(changed)

    async def _warm_up(self) -> Zygote:
        ours, process = self._prepared or self._spawn()
        self._prepared = None
        zygote = Zygote(ours, process)
        try:
            await zygote.greet(_WARM_SECONDS)
        except NurseryError:
            process.kill()
            zygote.dismiss()
            raise
        return zygote

    def _spawn(self) -> tuple[socket.socket, subprocess.Popen[bytes]]:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "praetorium.engine.worker.zygote", "--fd", str(theirs.fileno())]
        command += ["--worker", str(os.getpid()), "--mark", self._mark, "--project", str(self.project)]
        process = subprocess.Popen(
            command,
            env=dict(os.environ) | {MARK: self._mark},
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()
        self._started.append(process)
        return ours, process

    def _start_filling(self) -> None:
        task = asyncio.get_running_loop().create_task(self._fill_spare())
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _fill_spare(self) -> None:
        if self._active is None or self._spare is not None:
            return
        ours, theirs = socket.socketpair()
        spare = Zygote(ours, None)
        try:
            with theirs:
                await self._active.ask({"do": "sibling"}, theirs.fileno())
            await spare.greet(_FORK_SECONDS)
            self._spare = spare
        except NurseryError as problem:
            logger.warning("no spare zygote: %s", problem)
        finally:
            if self._spare is not spare:
                spare.dismiss()


def _modified(path: str) -> int | None:
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return None
