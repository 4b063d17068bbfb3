"""The nursery closes what it opened for a zygote that never came."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from praetorium.engine.worker import nursery
from praetorium.engine.worker.nursery import Nursery, Zygote


def _open() -> set[str]:
    return {path.name for path in Path("/proc/self/fd").iterdir()}


@pytest.mark.parametrize("way", ["the zygote is gone", "its sibling never greets"])
@pytest.mark.filterwarnings("error::ResourceWarning")
def test_a_spare_that_does_not_come_leaves_no_socket_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(nursery, "_FORK_SECONDS", 0.2)

    async def fail_three_times() -> tuple[set[str], set[str]]:
        house, (ours, theirs) = Nursery(tmp_path, "mark"), socket.socketpair()
        house._active = Zygote(ours, None)
        with ours, theirs:
            if way == "the zygote is gone":
                theirs.shutdown(socket.SHUT_RDWR)
                ours.shutdown(socket.SHUT_RDWR)
            else:
                ours.setblocking(False)
                house._active._reader, house._active._writer = await asyncio.open_connection(sock=ours)
            before = _open()
            for _ in range(3):
                await house._fill_spare()
            after = _open()
            if way != "the zygote is gone":
                house._active._writer.close()
            return before, after

    before, after = asyncio.run(fail_three_times())
    assert after - before == set()
