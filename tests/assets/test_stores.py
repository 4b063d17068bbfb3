"""The contract of every asset store, run over each that there is."""

from __future__ import annotations

import hashlib
import importlib
import multiprocessing
import os
import pkgutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import praetorium.assets
from praetorium.assets import DiskStore, Store
from praetorium.assets.store import CHUNK, MissingError
from praetorium.errors import PraetoriumError, UserError

# How each store is made for a test. An addition that is missing here fails `test_every_store_is_tested`.
MAKERS: dict[type, Callable[[Path], Store]] = {DiskStore: lambda folder: DiskStore(folder / "store")}


@pytest.fixture(params=MAKERS, ids=lambda kind: kind.__name__)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return MAKERS[request.param](tmp_path)


def test_every_store_is_tested() -> None:
    found = set()
    for module in pkgutil.iter_modules(praetorium.assets.__path__, "praetorium.assets."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and value is not Store and issubclass(value, Store):
                found.add(value)
    assert found == set(MAKERS)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_what_was_put_comes_back(store: Store, tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    file = tmp_path / "source.bin"
    file.write_bytes(data)
    blob = store.put_file(file)
    assert blob.sha256 == hashlib.sha256(data).hexdigest()
    assert blob.bytes == size
    assert store.put_bytes(data) == blob
    assert store.path(blob.sha256).read_bytes() == data
    with store.open(blob.sha256) as stream:
        assert stream.read() == data
    assert store.exists(blob.sha256)
    assert store.verify(blob.sha256)


def test_what_is_not_there_is_said_to_be_missing(store: Store) -> None:
    absent = hashlib.sha256(b"never stored").hexdigest()
    assert not store.exists(absent)
    assert not store.verify(absent)
    with pytest.raises(MissingError, match=absent):
        store.path(absent)
    with pytest.raises(MissingError, match=absent):
        store.open(absent)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_checksums_name_blobs(store: Store, name: str) -> None:
    with pytest.raises(PraetoriumError, match="no SHA-256"):
        store.path(name)


def test_a_blob_does_not_change_with_its_source(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "source.txt"
    file.write_text("before")
    blob = store.put_file(file)
    file.write_text("after!")
    assert store.path(blob.sha256).read_text() == "before"
    assert store.verify(blob.sha256)


def test_what_is_no_file_is_refused(store: Store, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "nothing", tmp_path, tmp_path / "pipe"):
        with pytest.raises(UserError, match=str(path)):
            store.put_file(path)


def test_a_changed_blob_is_noticed(store: Store) -> None:
    blob = store.put_bytes(b"the truth")
    path = store.path(blob.sha256)
    path.chmod(0o644)
    path.write_bytes(b"a falsity")
    assert not store.verify(blob.sha256)


def test_threads_may_put_the_same_and_different_things_at_once(store: Store, tmp_path: Path) -> None:
    same = tmp_path / "same.bin"
    same.write_bytes(os.urandom(2 * CHUNK))
    others = [os.urandom(1000) for _ in range(20)]
    with ThreadPoolExecutor(8) as pool:
        blobs = list(pool.map(lambda _: store.put_file(same), range(16)))
        rest = list(pool.map(store.put_bytes, others * 2))
    assert len(set(blobs)) == 1
    assert len(set(rest)) == 20
    assert all(store.verify(blob.sha256) for blob in {*blobs, *rest})


def test_processes_may_put_the_same_at_once(store: Store, tmp_path: Path) -> None:
    same = tmp_path / "same.bin"
    same.write_bytes(os.urandom(4 * CHUNK))
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        blobs = pool.map(store.put_file, [same] * 9)
        pool.close()
        pool.join()
    assert len(set(blobs)) == 1
    assert store.verify(blobs[0].sha256)
