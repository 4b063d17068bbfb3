"""What the store on a disk promises beyond the contract: nothing half-written, whatever happens meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from praetorium.assets import DiskStore
from praetorium.errors import ExternalError


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_blobs_are_read_only_and_for_their_owner_alone(tmp_path: Path) -> None:
    store = DiskStore(tmp_path / "store")
    path = store.path(store.put_bytes(b"kept").sha256)
    assert path.stat().st_mode & 0o777 == 0o444
    assert path.parent.stat().st_mode & 0o077 == 0


def test_equal_bytes_are_stored_once(tmp_path: Path) -> None:
    store = DiskStore(tmp_path / "store")
    store.put_bytes(b"x" * 5000)
    store.put_bytes(b"x" * 5000)
    assert len(files(store.root)) == 1


def test_a_blob_cut_short_is_written_again(tmp_path: Path) -> None:
    store = DiskStore(tmp_path / "store")
    blob = store.put_bytes(b"all of it")
    path = store.path(blob.sha256)
    path.chmod(0o644)
    path.write_bytes(b"all")
    assert store.put_bytes(b"all of it") == blob
    assert store.verify(blob.sha256)


FILL = """
import resource, signal, sys
from pathlib import Path
from praetorium.assets import DiskStore
from praetorium.errors import ExternalError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
store = DiskStore(Path(sys.argv[1]))
small = store.put_bytes(b"fits")
try:
    store.put_file(Path(sys.argv[2]))
except ExternalError as error:
    sys.stdout.write(f"{error} | {error.next}")
assert store.verify(small.sha256)
"""


def test_a_limit_on_file_size_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    big = tmp_path / "big.bin"
    big.write_bytes(b"0" * 3_000_000)
    told = subprocess.run(
        [sys.executable, "-c", FILL, str(tmp_path / "store"), str(big)], capture_output=True, text=True, check=True
    ).stdout
    assert "is full" in told
    assert "nothing half-written was kept" in told
    assert [path.read_bytes() for path in files(tmp_path / "store")] == [b"fits"]


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = tmp_path / "tiny"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, tiny: Path) -> None:
    big = tmp_path / "big.bin"
    big.write_bytes(b"0" * 3_000_000)
    store = DiskStore(tiny / "store")
    kept = store.put_bytes(b"fits")
    with pytest.raises(ExternalError, match=r"is full \(No space left on device; .* MB are free\)"):
        store.put_file(big)
    assert [path.read_bytes() for path in files(store.root)] == [b"fits"]
    assert store.put_bytes(b"fits") == kept, "what is there already needs no room"


WRITE = """
import sys
from pathlib import Path
from praetorium.assets import DiskStore
sys.stdout.write("writing\\n"); sys.stdout.flush()
DiskStore(Path(sys.argv[1]))._store(b"0" * 100_000 for _ in iter(int, 1))
"""


def test_a_killed_writer_leaves_nothing_that_can_be_seen_and_is_swept(tmp_path: Path) -> None:
    root = tmp_path / "store"
    writer = subprocess.Popen([sys.executable, "-c", WRITE, str(root)], stdout=subprocess.PIPE)
    try:
        deadline = time.monotonic() + 30
        while not any(path.stat().st_size > 1_000_000 for path in files(root)):
            assert time.monotonic() < deadline
            assert writer.poll() is None
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
    left = files(root)
    assert [path.parent.name for path in left] == ["incoming"]
    store = DiskStore(root)
    assert store.sweep() == 0, "it may belong to a writer that lives"
    os.utime(left[0], (time.time() - 90_000,) * 2)
    assert store.sweep() == 1
    assert files(root) == []
