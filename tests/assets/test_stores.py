"""The contract of every asset store, run over each that there is."""

from __future__ import annotations

import hashlib
import importlib
import multiprocessing
import os
import pkgutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

import praetorium.assets
from praetorium.assets import Bucket, DiskStore, S3Store, Store
from praetorium.assets.store import CHUNK, MissingError
from praetorium.errors import PraetoriumError, UserError
from tests.ceph import Ceph


@dataclass
class Made:
    """A store, and how the bytes of a blob in it become others behind its back."""

    store: Store
    spoil: Callable[[str, bytes], None]


def on_disk(folder: Path, request: pytest.FixtureRequest) -> Made:
    store = DiskStore(folder / "store")

    def spoil(sha256: str, data: bytes) -> None:
        path = store.path(sha256)
        path.chmod(0o644)
        path.write_bytes(data)

    return Made(store, spoil)


def in_a_bucket(folder: Path, request: pytest.FixtureRequest) -> Made:
    bucket: Bucket = request.getfixturevalue("bucket")
    ceph: Ceph = request.getfixturevalue("ceph")

    def spoil(sha256: str, data: bytes) -> None:
        ceph.client.put_object(Bucket=bucket.bucket, Key=f"praetorium/{sha256[:2]}/{sha256[2:]}", Body=data)

    return Made(S3Store(bucket, folder / "copies"), spoil)


# How each store is made for a test. An addition that is missing here fails `test_every_store_is_tested`.
MAKERS = {DiskStore: on_disk, S3Store: in_a_bucket}
NEEDS = {S3Store: pytest.mark.peers}


@pytest.fixture(params=[pytest.param(kind, marks=NEEDS.get(kind, ()), id=kind.__name__) for kind in MAKERS])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Made:
    return MAKERS[request.param](tmp_path, request)


@pytest.fixture
def store(made: Made) -> Store:
    return made.store


def test_every_store_is_tested() -> None:
    found = set()
    for module in pkgutil.iter_modules(praetorium.assets.__path__, "praetorium.assets."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and value is not Store and issubclass(value, Store):
                found.add(value)
    assert found == set(MAKERS)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 19 * CHUNK + 7])
def test_what_was_put_comes_back(store: Store, tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    file = tmp_path / "source.bin"
    file.write_bytes(data)
    blob = store.put_file(file)
    assert blob.sha256 == hashlib.sha256(data).hexdigest()
    assert blob.bytes == size
    assert store.put_bytes(data) == blob
    assert store.path(blob.sha256).read_bytes() == data
    assert b"".join(store.read(blob.sha256)) == data
    assert store.size(blob.sha256) == size
    assert store.exists(blob.sha256)
    assert store.verify(blob.sha256)


def test_what_is_not_there_is_said_to_be_missing(store: Store) -> None:
    absent = hashlib.sha256(b"never stored").hexdigest()
    assert not store.exists(absent)
    assert not store.verify(absent)
    with pytest.raises(MissingError, match=absent):
        store.path(absent)
    with pytest.raises(MissingError, match=absent):
        store.size(absent)
    with pytest.raises(MissingError, match=absent):
        next(store.read(absent))
    assert not store.remove(absent, older_than=0)


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


def test_a_changed_blob_is_noticed(made: Made) -> None:
    blob = made.store.put_bytes(b"the truth")
    made.spoil(blob.sha256, b"a falsity")
    assert not made.store.verify(blob.sha256)


def test_a_blob_cut_short_is_stored_again(made: Made) -> None:
    blob = made.store.put_bytes(b"all of it")
    made.spoil(blob.sha256, b"all")
    assert made.store.put_bytes(b"all of it") == blob
    assert made.store.verify(blob.sha256)


@pytest.mark.parametrize(("first", "past"), [(0, 1), (5, 9), (CHUNK - 1, CHUNK + 1), (2 * CHUNK, None), (0, 0), (7, 7)])
def test_a_part_can_be_read(store: Store, first: int, past: int | None) -> None:
    data = os.urandom(2 * CHUNK + 3)
    blob = store.put_bytes(data)
    assert b"".join(store.read(blob.sha256, first, past)) == data[first:past]
    assert b"".join(store.read(blob.sha256, blob.bytes)) == b""


def test_what_was_just_put_is_not_removed(store: Store) -> None:
    blob = store.put_bytes(b"wanted")
    assert not store.remove(blob.sha256)
    assert store.exists(blob.sha256)


def test_what_is_old_and_not_wanted_can_be_removed_and_stored_again(store: Store) -> None:
    blob = store.put_bytes(b"old")
    store.path(blob.sha256)
    assert store.remove(blob.sha256, older_than=0)
    assert not store.exists(blob.sha256)
    with pytest.raises(MissingError):
        store.path(blob.sha256)
    assert store.put_bytes(b"old") == blob
    assert store.verify(blob.sha256)


def test_there_is_nothing_to_sweep_after_what_went_well(store: Store, tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    large.write_bytes(os.urandom(9 * CHUNK))
    blob = store.put_file(large)
    assert store.sweep(older_than=0) == 0
    assert store.verify(blob.sha256)


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
