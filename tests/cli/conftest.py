"""A home of its own for each test, and a record of requests made through the catalogue as executions make it."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from praetorium.cli import screen
from praetorium.cli.entry import run
from praetorium.house import House
from praetorium.settings import Settings, settings

from .records import Record, fill

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The home that commands of this test use; this process's settings lead there."""
    place = tmp_path / "home"
    monkeypatch.setenv("PRAETORIUM_HOME", str(place))
    monkeypatch.setenv("PRAETORIUM_ACTOR", "Ada")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    _end_log()  # of a command that another test ran in this process
    screen.out.cache_clear()
    screen.err.cache_clear()
    yield place
    settings.cache_clear()
    _end_log()


def _end_log() -> None:
    logger = logging.getLogger("praetorium")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(logging.NOTSET)


@pytest.fixture
def praetorium(home: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Runs a command in this process."""

    def call(*arguments: str) -> Ended:
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return call


@pytest.fixture
def shell(home: Path, tmp_path: Path) -> Callable[..., Ended]:
    """Runs a command as a process of its own, as a shell does."""

    def call(*arguments: str, input: str | bytes = b"", **variables: str) -> Ended:
        ended = subprocess.run(
            [sys.executable, "-c", "from praetorium.cli import main; main()", *arguments],
            input=input.encode() if isinstance(input, str) else input,
            capture_output=True,
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | variables,
            timeout=60,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    return call


@pytest.fixture
def house(home: Path) -> Iterator[House]:
    made = House(Settings())
    yield made
    made.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Record]:
    """A home with requests that ended in every way, with their events, steps, approvals and assets."""
    place = tmp_path_factory.mktemp("filled") / "home"
    made = House(Settings(home=place))
    record = fill(made)
    made.close()
    return place, record


@pytest.fixture
def record(home: Path, filled: tuple[Path, Record]) -> Record:
    """This test's home, filled so."""
    shutil.copytree(filled[0], home)
    return filled[1]
