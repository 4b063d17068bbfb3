"""A catalogue on each database that is supported, all real."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from praetorium.catalogue import Catalogue


@dataclass
class Postgres:
    """A server of our own on a socket in a folder of its own, and new databases on it."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def new(self, template: str = "template0") -> str:
        """The URL of a new database, empty or like the template."""
        name = f"test_{next(self.numbers)}"
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        engine.dispose()
        return self.url(name)


def programs() -> Path | None:
    """The folder with Postgres' server programs; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    bin = programs()
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    if bin is None or user not in {entry.pw_name for entry in pwd.getpwall()}:
        pytest.fail("no Postgres server on this machine (Debian package postgresql): make peers")
    folder = Path(tempfile.mkdtemp(prefix="praetorium-pg-"))
    shutil.chown(folder, user)
    options = {"check": True, "user": user, "cwd": folder, "stdout": subprocess.DEVNULL}
    data = folder / "data"
    try:
        subprocess.run([bin / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8"], **options)
        settings = f"-c listen_addresses='' -k {folder} -c fsync=off -c max_connections=200"
        subprocess.run([bin / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", settings, "start"], **options)
        try:
            yield Postgres(folder)
        finally:
            subprocess.run([bin / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **options)
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """The name of a database whose tables are up to date; copying it is quicker than migrating."""
    url = postgres.new()
    Catalogue(url).close()
    return url.partition("@/")[2].partition("?")[0]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file whose tables are up to date."""
    path = tmp_path_factory.mktemp("template") / "catalogue.sqlite3"
    Catalogue(f"sqlite:///{path}").close()
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.peers)])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with nothing in it."""
    if backend == "sqlite":
        return f"sqlite:///{tmp_path / 'home' / 'catalogue.sqlite3'}"
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.new()


@pytest.fixture
def url(backend: str, request: pytest.FixtureRequest, empty_url: str) -> str:
    """The URL of a database that has its tables."""
    if backend == "sqlite":
        file = Path(empty_url.removeprefix("sqlite:///"))
        file.parent.mkdir()
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        return empty_url
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.new(request.getfixturevalue("postgres_template"))


@pytest.fixture
def catalogue(url: str) -> Iterator[Catalogue]:
    catalogue = Catalogue(url)
    yield catalogue
    catalogue.close()


@pytest.fixture
def together() -> Callable[[str, list[list[str]]], list[str]]:
    """Run a program once per list of arguments, in processes of their own which all go on at the same moment: where
    the program reads a line. Gives what each wrote; fails when one of them failed."""

    def run(program: str, arguments: list[list[str]]) -> list[str]:
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", program, *given], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for given in arguments
        ]
        try:
            for process in processes:
                assert process.stdout is not None
                assert process.stdout.readline() == "ready\n"
            for process in processes:
                assert process.stdin is not None
                process.stdin.write("go\n")
                process.stdin.flush()
            told = [process.communicate(timeout=120)[0] for process in processes]
            assert [process.returncode for process in processes] == [0] * len(processes)
        finally:
            for process in processes:
                process.kill()
                process.communicate()
        return told

    return run
