"""Services with the small flows of ``tests/engine/project``, and ways to look at their runs from outside."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from praetorium.engine import client
from praetorium.engine.client import RunState
from tests.conftest import Running, point_at, running
from tests.waiting import until

PROJECT = Path(__file__).parent / "project"


@pytest.fixture(scope="package")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The services with those flows, without the page; ended with the tests of this folder."""
    with running(tmp_path_factory.mktemp("engine"), 14500, page=False, project=PROJECT) as found:
        yield found


@pytest.fixture
def at_engine(engine: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    yield from point_at(engine, monkeypatch)


@pytest.fixture
def services_in(engine: Running, tmp_path: Path) -> Callable[..., running]:
    """Other services, for tests that break them: ``with services_in(port) as found``.

    Their database starts as a copy of the engine's, so that it need not be migrated.
    """

    def start(port: int, **options: object) -> running:
        theirs, ours = engine.settings.home / "prefect", tmp_path / "home" / "prefect"
        ours.mkdir(parents=True)
        with (
            closing(sqlite3.connect(theirs / "prefect.db")) as source,
            closing(sqlite3.connect(ours / "prefect.db")) as copy,
        ):
            source.backup(copy)
        shutil.copy(theirs / "memo_store.toml", ours)
        return running(tmp_path, port, **({"page": False, "project": PROJECT} | options))

    return start


@pytest.fixture
def point(monkeypatch: pytest.MonkeyPatch) -> Callable[[Running], None]:
    """Let this process talk to those services."""

    def at(found: Running) -> None:
        next(point_at(found, monkeypatch))

    return at


class Trial:
    """One run of a trial flow, seen by the file it writes to."""

    def __init__(self, flow: str, path: Path, **parameters: object) -> None:
        self.path = path
        self.started = time.time()
        self.id = client.create_run(
            uuid4().hex, parameters={"path": str(path)} | parameters, deployment=f"{flow}/test", name=f"{flow} trial"
        )

    def lines(self) -> list[list[str]]:
        """What it wrote so far: time, pid, text."""
        return [line.split() for line in self.path.read_text().splitlines()] if self.path.exists() else []

    def pid(self) -> int:
        """The pid of its process, once it runs."""
        return int(until(self.lines, 30, "the run has not begun")[0][1])

    def ended(self, seconds: float = 30.0) -> RunState:
        """Its state once it is final."""
        return until(lambda: (s := client.run_state(self.id)) and s.is_final and s, seconds, "the run is not over")

    def reaches(self, *names: str, seconds: float = 20.0) -> RunState:
        return until(lambda: (s := client.run_state(self.id)) and s.name in names and s, seconds, f"never {names}")


@pytest.fixture
def trial(tmp_path: Path) -> Callable[..., Trial]:
    """Start a run of a trial flow."""

    def start(flow: str, **parameters: object) -> Trial:
        return Trial(flow, tmp_path / f"{flow}-{uuid4().hex}", **parameters)

    return start


@pytest.fixture(name="until")
def until_fixture() -> Callable[..., object]:
    return until
