"""Parts of a workspace: the levels of confinement of this machine, and a store for what snapshots keep."""

import hashlib
import shutil
from pathlib import Path

import pytest

from praetorium.workspace import Confinement, bubblewrap


class Blobs:
    """A content-addressed folder, which counts what is put into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.put: list[Path] = []
        folder.mkdir()

    def put_file(self, path: Path) -> str:
        self.put.append(path)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        shutil.copyfile(path, self.folder / sha256)
        return sha256

    def path(self, sha256: str) -> Path:
        return self.folder / sha256


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Praetorium's own folder, with a secret in it."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    (folder / "secret").write_text("the crown jewels")
    return folder


@pytest.fixture
def folder(home: Path) -> Path:
    """A workspace, where workspaces are."""
    path = home / "workspaces" / "req-1"
    path.mkdir(parents=True)
    return path


@pytest.fixture
def full(home: Path) -> Confinement:
    if lacking := bubblewrap.missing():
        pytest.skip(f"level full does not work here: {lacking}")
    return Confinement.detect(home, "full")


@pytest.fixture
def limits(home: Path) -> Confinement:
    return Confinement.detect(home, "limits")


@pytest.fixture(params=["full", "limits"])
def confined(request: pytest.FixtureRequest) -> Confinement:
    """Each level in turn."""
    found: Confinement = request.getfixturevalue(request.param)
    return found
