"""What all tests share: one set of running services per session, in a home of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pytest

from praetorium.assets import Bucket
from praetorium.settings import Settings, settings
from tests.ceph import PROGRAMS, Ceph

_PORT = 14200
_BYTECODE = Path(tempfile.gettempdir()) / "praetorium-tests-bytecode"


class Running(NamedTuple):
    """Services that are up: their settings, where they are, and the environment in which others find them."""

    settings: Settings
    prefect: str
    page: str | None
    environment: dict[str, str]


_SERVICES = pytest.StashKey[Running]()


def pytest_configure() -> None:
    """Importing Prefect makes its home: not the user's own. And each process that imports it would compile it anew,
    for two seconds of a core, where Python may not keep its bytecode beside the source: it is kept elsewhere."""
    os.environ["PREFECT_HOME"] = str(Path(tempfile.gettempdir()) / "praetorium-tests-prefect")
    if sys.dont_write_bytecode:
        sys.dont_write_bytecode, sys.pycache_prefix = False, str(_BYTECODE)
        os.environ.update(PYTHONDONTWRITEBYTECODE="", PYTHONPYCACHEPREFIX=sys.pycache_prefix)


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Running]:
    """Prefect's server, the worker and the page, with the project of this checkout; up while tests need them."""
    with running(tmp_path_factory.mktemp("services"), _PORT) as found:
        pytestconfig.stash[_SERVICES] = found
        yield found


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """After the last test of a row that shares the services they end: at rest they take a twentieth of a core."""
    if nextitem is not None and _shares(item) and not _shares(nextitem) and _SERVICES in item.config.stash:
        from praetorium.engine.services import down

        down(item.config.stash[_SERVICES].settings)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where a test needs them again, they are up again, as they were."""
    if _shares(item) and (found := item.config.stash.get(_SERVICES, None)) is not None:
        from praetorium.engine.services import up

        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HOME", found.environment["HOME"])
            patch.delenv("PREFECT_API_URL", raising=False)
            up(found.settings)


def _shares(item: pytest.Item) -> bool:
    return "services" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def ceph() -> Iterator[Ceph]:
    """A real S3 for the whole session."""
    absent = [program for program in PROGRAMS if shutil.which(program) is None]
    if absent:
        pytest.fail(
            f"no {', '.join(absent)} on this machine (Debian ceph-mon ceph-osd radosgw ceph-common): make peers"
        )
    # The paths of sockets may not be long, and pytest's folders are.
    with tempfile.TemporaryDirectory(prefix="ceph-") as folder, Ceph(Path(folder)) as found:
        yield found


@pytest.fixture
def bucket(ceph: Ceph) -> Bucket:
    """A new bucket there."""
    return ceph.bucket()


@pytest.fixture
def at_services(services: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """The same, with this process's own settings pointing there."""
    yield from point_at(services, monkeypatch)


class running:
    """Services in the given folder, from entering to leaving; also leaves no process and no Prefect home behind."""

    def __init__(self, folder: Path, port: int, page: bool = True, worker: str = "auto", project: Path | None = None):
        self._settings = Settings(home=folder / "home", port=port, page_port=port + 100)
        self._user = folder / "user"
        self._user.mkdir()
        self._options = {"page": page, "worker": worker, "project": project}

    def __enter__(self) -> Running:
        from praetorium.engine.services import up

        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HOME", str(self._user))
            patch.delenv("PREFECT_API_URL", raising=False)
            migrated(self._settings.home)
            info = up(self._settings, True, None, **self._options)
        assert info.prefect is not None
        environment = dict(os.environ) | {"PRAETORIUM_HOME": str(self._settings.home), "HOME": str(self._user)}
        environment.pop("PREFECT_API_URL", None)
        return Running(self._settings, info.prefect, info.page, environment)

    def __exit__(self, *exc: object) -> None:
        from praetorium.engine.services import down, status

        down(self._settings)
        assert not status(self._settings).running
        assert not (self._user / ".prefect").exists(), "the user's own Prefect home was written to"


def migrated(home: Path) -> None:
    """Give a new home a Prefect database that is migrated already: each would take six seconds of a core."""
    database = home / "prefect" / "prefect.db"
    if database.exists():
        return
    made = Path(tempfile.gettempdir()) / f"praetorium-tests-prefect-{version('prefect')}.db"
    if not made.exists():
        with tempfile.TemporaryDirectory(dir=made.parent) as folder:
            environment = dict(os.environ) | {"PREFECT_HOME": folder}
            command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"]
            subprocess.run(command, env=environment, check=True, capture_output=True)
            (Path(folder) / "prefect.db").replace(made)
    database.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(made, database)


def point_at(found: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """Let ``settings()`` of this process be those of ``found`` for the length of a test."""
    monkeypatch.setenv("PRAETORIUM_HOME", str(found.settings.home))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    settings.cache_clear()
    yield found
    settings.cache_clear()
