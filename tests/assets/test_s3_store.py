"""What the store in a bucket promises beyond the contract, against a real server that fails in every way it can."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from praetorium.assets import Bucket, S3Store, s3, s3_client, s3_upload
from praetorium.assets.s3_upload import PART
from praetorium.errors import ExternalError, UserError
from tests.ceph import Ceph
from tests.relay import Relay, relay
from tests.waiting import until

pytestmark = pytest.mark.peers


@dataclass
class Reached:
    """A store that is reached through a relay, and the bucket it lies in, looked at directly."""

    store: S3Store
    relay: Relay
    client: Any

    @property
    def bucket(self) -> str:
        return self.store.bucket.bucket

    @property
    def objects(self) -> list[str]:
        return [one["Key"] for one in self.client.list_objects_v2(Bucket=self.bucket).get("Contents", ())]

    @property
    def uploads(self) -> list[str]:
        return [one["Key"] for one in self.client.list_multipart_uploads(Bucket=self.bucket).get("Uploads", ())]


@pytest.fixture
def reached(ceph: Ceph, bucket: Bucket, tmp_path: Path) -> Iterator[Reached]:
    with relay(ceph.endpoint) as found:
        there = bucket.model_copy(update={"endpoint": found.url})
        yield Reached(S3Store(there, tmp_path / "copies"), found, ceph.client)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two attempts instead of ten."""
    monkeypatch.setattr(s3_client, "ATTEMPTS", 2)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file of six parts."""
    path = tmp_path / "large.bin"
    path.write_bytes(os.urandom(5 * PART + 12_345))
    return path


def key(sha256: str) -> str:
    return f"praetorium/{sha256[:2]}/{sha256[2:]}"


def is_part(line: str) -> bool:
    return line.startswith("PUT ") and "partNumber=" in line


def test_keys_are_checksums_as_on_a_disk(reached: Reached, large: Path) -> None:
    small, big = reached.store.put_bytes(b"small"), reached.store.put_file(large)
    assert sorted(reached.objects) == sorted([key(small.sha256), key(big.sha256)])
    assert sum(map(is_part, reached.relay.seen)) == 6
    assert reached.uploads == []


def test_what_is_there_is_not_sent_again(reached: Reached, large: Path) -> None:
    reached.store.put_file(large)
    reached.relay.seen.clear()
    reached.store.put_file(large)
    assert [line.split()[0] for line in reached.relay.seen] == ["HEAD"]


@pytest.mark.parametrize("size", [100, PART + 1])
def test_a_server_that_is_busy_for_a_moment_is_asked_again(reached: Reached, tmp_path: Path, size: int) -> None:
    file = tmp_path / "file.bin"
    file.write_bytes(os.urandom(size))
    reached.relay.refusals = 2
    blob = reached.store.put_file(file)
    reached.relay.refusals = 1
    assert reached.store.verify(blob.sha256)


@pytest.mark.usefixtures("impatient")
def test_a_server_that_stays_busy_is_said_to_be(reached: Reached) -> None:
    reached.relay.refusals = 100
    with pytest.raises(ExternalError, match="503") as told:
        reached.store.put_bytes(b"never there")
    assert told.value.retryable
    assert reached.objects == []


@pytest.mark.usefixtures("impatient")
def test_nobody_there_is_said_and_named(bucket: Bucket, tmp_path: Path) -> None:
    away = bucket.model_copy(update={"endpoint": "http://127.0.0.1:9"})
    with pytest.raises(ExternalError, match=r"http://127\.0\.0\.1:9 does not answer"):
        S3Store(away, tmp_path).put_bytes(b"x")


def test_bytes_that_change_on_their_way_are_refused_by_the_server(reached: Reached, large: Path) -> None:
    reached.relay.spoils = 1
    with pytest.raises(ExternalError, match="refused bytes that came to it changed"):
        reached.store.put_bytes(b"the truth")
    reached.relay.before = lambda line: setattr(reached.relay, "spoils", int(is_part(line)))
    with pytest.raises(ExternalError, match="refused bytes that came to it changed"):
        reached.store.put_file(large)
    assert (reached.objects, reached.uploads) == ([], [])


def test_a_server_that_disappears_in_the_middle_leaves_nothing_to_be_seen(
    ceph: Ceph, reached: Reached, large: Path, impatient: None
) -> None:
    third = threading.Event()

    def kill(line: str) -> None:
        if is_part(line) and "partNumber=3" in line and not third.is_set():
            third.set()
            ceph.stop_gateway()

    reached.relay.before = kill
    try:
        with pytest.raises(ExternalError, match="does not answer"):
            reached.store.put_file(large)
    finally:
        ceph.start_gateway()
    assert third.is_set()
    sha256 = hashlib.sha256(large.read_bytes()).hexdigest()
    assert not reached.store.exists(sha256)
    assert (reached.objects, reached.uploads) == ([], [key(sha256)])
    assert reached.store.sweep() == 0, "it may belong to a writer that lives"
    assert reached.store.sweep(older_than=0) == 1
    assert reached.uploads == []
    assert reached.store.put_file(large).sha256 == sha256
    assert reached.store.verify(sha256)


WRITE = """
import json, sys
from pathlib import Path
from praetorium.assets import Bucket, S3Store
S3Store(Bucket.model_validate(json.loads(sys.argv[1])), Path(sys.argv[2])).put_file(Path(sys.argv[3]))
sys.stdout.write(Path("/proc/self/status").read_text())
"""


def writer(reached: Reached, file: Path, copies: Path) -> subprocess.Popen[str]:
    told = reached.store.bucket.dump() | {"secret_key": reached.store.bucket.secret_key.get_secret_value()}
    return subprocess.Popen(
        [sys.executable, "-c", WRITE, json.dumps(told), str(copies), str(file)], stdout=subprocess.PIPE, text=True
    )


def test_a_killed_writer_leaves_nothing_to_be_seen_and_is_swept(reached: Reached, large: Path, tmp_path: Path) -> None:
    reading = threading.Event()
    reached.relay.before = lambda line: reading.set() if "partNumber=3" in line else None
    writing = writer(reached, large, tmp_path / "other")
    assert reading.wait(30)
    writing.kill()
    writing.communicate()
    until(lambda: reached.uploads, 5, "the upload that was begun")
    assert reached.objects == []
    assert reached.store.sweep(older_than=0) == 1
    assert (reached.objects, reached.uploads) == ([], [])


def test_a_large_file_is_never_whole_in_memory(reached: Reached, tmp_path: Path, ceph: Ceph) -> None:
    big = tmp_path / "big.bin"
    with big.open("wb") as file:
        for number in range(30):
            file.write(bytes([number]) * PART)
    reached.store.bucket = reached.store.bucket.model_copy(update={"endpoint": ceph.endpoint})
    writing = writer(reached, big, tmp_path / "copies")
    used = re.search(r"VmHWM:\s+(\d+) kB", writing.communicate(timeout=60)[0])
    assert used and int(used.group(1)) * 1024 < 200_000_000 < big.stat().st_size
    assert len(reached.objects) == 1


def test_a_full_bucket_is_said_and_keeps_what_it_has(ceph: Ceph, reached: Reached, large: Path) -> None:
    kept = reached.store.put_bytes(b"fits")
    ceph.limit(reached.bucket, megabytes=1)
    with pytest.raises(ExternalError, match=r"is full \(QuotaExceeded\)") as told:
        reached.store.put_file(large)
    assert "nothing half-written was kept" in told.value.next
    with pytest.raises(ExternalError, match="is full"):
        reached.store.put_bytes(os.urandom(2_000_000))
    assert (reached.objects, reached.uploads) == ([key(kept.sha256)], [])
    assert reached.store.put_bytes(b"fits") == kept, "what is there already needs no room"


def test_a_file_that_changes_while_it_is_sent_is_kept_as_one_or_the_other(reached: Reached, large: Path) -> None:
    before, changed = large.read_bytes(), threading.Event()

    def change(line: str) -> None:
        if is_part(line) and not changed.is_set():
            changed.set()
            with large.open("r+b") as file:
                file.seek(-4, os.SEEK_END)
                file.write(b"last")

    reached.relay.before = change
    blob = reached.store.put_file(large)
    assert blob.sha256 == hashlib.sha256(before[:-4] + b"last").hexdigest()
    assert (reached.objects, reached.uploads) == ([key(blob.sha256)], [])
    assert reached.store.verify(blob.sha256)


def test_an_answer_that_breaks_off_is_gone_on_with(reached: Reached, large: Path) -> None:
    blob = reached.store.put_file(large)
    reached.relay.seen.clear()
    reached.relay.cuts = [3_000_000, 17, 1_500_000]
    assert b"".join(reached.store.read(blob.sha256)) == large.read_bytes()
    assert [line.split()[0] for line in reached.relay.seen] == ["GET"] * 4
    reached.relay.cuts = [1_000_000]
    assert b"".join(reached.store.read(blob.sha256, 100, 2_000_100)) == large.read_bytes()[100:2_000_100]


def test_a_copy_is_made_once_and_only_of_the_right_bytes(ceph: Ceph, reached: Reached, large: Path) -> None:
    blob = reached.store.put_file(large)
    copy = reached.store.path(blob.sha256)
    assert copy.stat().st_mode & 0o777 == 0o444
    reached.relay.seen.clear()
    assert reached.store.path(blob.sha256) == copy
    assert reached.relay.seen == []
    copy.unlink()
    ceph.client.put_object(Bucket=reached.bucket, Key=key(blob.sha256), Body=b"others")
    with pytest.raises(s3.SpoiltError, match="other bytes than those"):
        reached.store.path(blob.sha256)
    assert not copy.exists()


def test_wrong_keys_and_a_bucket_that_is_not_there_are_for_a_person_to_mend(bucket: Bucket, tmp_path: Path) -> None:
    for changed, said in [
        ({"access_key": "NOBODY"}, r"refuses HeadObject \(403\)"),
        ({"secret_key": type(bucket.secret_key)("wrong")}, r"refuses HeadObject \(403\)"),
        ({"bucket": "not-there"}, "no bucket 'not-there'"),
    ]:
        store = S3Store(bucket.model_copy(update=changed), tmp_path)
        with pytest.raises(UserError, match=said) as told:
            store.put_bytes(b"x")
        assert not told.value.retryable and told.value.next
    with pytest.raises(UserError, match="no bucket 'not-there'"):
        store.size("0" * 64)
    with pytest.raises(UserError, match="no bucket 'not-there'"):
        store.path("0" * 64)


def test_a_link_hands_out_a_download_until_it_expires(bucket: Bucket, tmp_path: Path) -> None:
    plain = S3Store(bucket, tmp_path)
    blob = plain.put_bytes(b"id,amount\n1,10\n")
    assert plain.link(blob.sha256, "orders.csv", "text/csv", 60) is None, "it was not asked for"
    store = S3Store(bucket.model_copy(update={"direct": True}), tmp_path)
    link = store.link(blob.sha256, "Umsätze 2026.csv", "text/csv", 2)
    assert link is not None
    got = httpx.get(link)
    assert (got.status_code, got.text, got.headers["content-type"]) == (200, "id,amount\n1,10\n", "text/csv")
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''Ums%C3%A4tze%202026.csv"
    part = httpx.get(link, headers={"range": "bytes=3-8"})
    assert (part.status_code, part.text) == (206, "amount")
    assert httpx.get(link.replace("X-Amz-Expires=2", "X-Amz-Expires=9999")).status_code == 403
    until(lambda: httpx.get(link).status_code == 403, 10, "the link to expire")


def test_what_is_wanted_again_is_not_removed_as_old(reached: Reached, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its object stays as old as it is: a mark beside it says that it is wanted."""
    blob = reached.store.put_bytes(b"wanted again")
    made = reached.client.head_object(Bucket=reached.bucket, Key=key(blob.sha256))["LastModified"]
    until(lambda: (s3.now() - made).total_seconds() > 3, 10, "it to be three seconds old")
    monkeypatch.setattr(s3, "_RECENT", s3.timedelta(seconds=1))
    reached.store.put_bytes(b"wanted again")
    assert not reached.store.remove(blob.sha256, older_than=2)
    assert len(reached.objects) == 2
    assert reached.store.remove(blob.sha256, older_than=0)
    assert reached.objects == []


def test_there_are_never_too_many_parts() -> None:
    for size in (PART, 80 * 1000**3, 5 * 1000**4):
        assert -(-size // s3_upload.part_size(size)) <= 10_000
        assert s3_upload.part_size(size) <= 5 * 1000**3
