"""Every door that reads bytes, with the store in a bucket of a real S3: as if it were on a disk."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from praetorium import House
from praetorium.assets import Bucket, Checksums
from praetorium.assets.store import SpoiltError
from praetorium.catalogue import Source, Version
from praetorium.errors import UserError
from praetorium.intake import take
from praetorium.kept.comparison import compare
from praetorium.kept.exporting import export
from praetorium.kept.retention import let_go
from praetorium.kept.verifying import verify
from praetorium.settings import Settings
from praetorium.stages.upkeep import clear_library, clear_views
from praetorium.workspace import restore
from praetorium.workspace import take as snapshot
from tests.ceph import KEY, SECRET, Ceph
from tests.web.conftest import Page, served

pytestmark = pytest.mark.peers


@pytest.fixture
def address(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> str:
    """The bucket as a setting, its keys where Amazon's tools look for them."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    return f"s3://{bucket.bucket}/ours?endpoint={bucket.endpoint}"


@pytest.fixture
def house(address: str, tmp_path: Path) -> Iterator[House]:
    made = House(Settings(home=tmp_path / "home", store=address))
    yield made
    made.close()


def without_copies(house: House) -> None:
    """As on another machine."""
    for folder in (("cache", "store"), ("library",)):
        shutil.rmtree(house.settings.folder(*folder))
        house.settings.folder(*folder)


def test_the_library_as_a_person_uses_it(
    house: House, rows: tuple[Version, Version], keep: Callable[..., Version], tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "page.html").write_text("<h1>one</h1>")
    site = keep(tmp_path / "site", Source(kind="asset", source=rows[0].asset, version=1), words="a page of it")
    assert not (house.settings.home / "store").exists()
    without_copies(house)
    assert compare(house, *rows).summary == "2 rows came, 1 went; 2 are the same."
    assert house.library.view(rows[0]).read_text() == "id,amount\n1,10\n2,20\n"
    place = export(house, site, tmp_path / "out")
    told = json.loads((place / "lineage.json").read_text())
    assert (place / told[0]["path"] / "page.html").read_text() == "<h1>one</h1>"
    assert (place / told[1]["path"]).read_text() == "id,amount\n1,10\n2,20\n"
    (attachment,) = take(house, "report revenue from orders.csv", files=["asset:orders.csv"]).request.attachments
    assert attachment.sha256 == rows[1].sha256


def test_one_changed_byte_is_found_and_never_handed_out(
    house: House, rows: tuple[Version, Version], bucket: Bucket, ceph: Ceph, tmp_path: Path
) -> None:
    spoilt = rows[0].sha256
    assert [one.broken for one in verify(house, rows)] == [(), ()]
    ceph.client.put_object(Bucket=bucket.bucket, Key=f"ours/{spoilt[:2]}/{spoilt[2:]}", Body=b"id,amount\n1,10\n2,21\n")
    assert [one.broken for one in verify(house, rows)] == [(spoilt,), ()]
    with pytest.raises(SpoiltError, match="other bytes than those"):
        house.library.export(rows[0], tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_what_is_let_go_stays_while_it_may_be_wanted(house: House, rows: tuple[Version, Version]) -> None:
    assert let_go(house, timedelta(seconds=-1)) == 1
    with pytest.raises(UserError, match="given up"):
        house.library.view(house.catalogue.assets.get(rows[0].asset, 1))
    assert house.store.exists(rows[0].sha256), "it is not a day old"
    assert house.store.remove(rows[0].sha256, older_than=0)
    assert clear_library(house) == 0


def test_named_copies_go_when_they_are_old_and_are_made_again(house: House, rows: tuple[Version, Version]) -> None:
    views = [house.library.view(version) for version in rows]
    os.utime(views[0].parent, (1, 1))
    assert clear_views(house, timedelta(days=30)) == 1
    assert [view.exists() for view in views] == [False, True]
    assert house.library.view(rows[0]).read_text() == "id,amount\n1,10\n2,20\n"


def test_a_workspace_comes_back_on_another_machine(house: House, tmp_path: Path) -> None:
    work = tmp_path / "work"
    (work / "empty").mkdir(parents=True)
    (work / "run.sh").write_text("#!/bin/sh\n")
    (work / "run.sh").chmod(0o755)
    (work / "data.bin").write_bytes(os.urandom(9_000_000))
    expected = hashlib.sha256((work / "data.bin").read_bytes()).hexdigest()
    before = snapshot(work, Checksums(house.store))
    shutil.rmtree(work)
    without_copies(house)
    restore(work, before, Checksums(house.store))
    assert sorted(path.name for path in work.iterdir()) == ["data.bin", "empty", "run.sh"]
    assert hashlib.sha256((work / "data.bin").read_bytes()).hexdigest() == expected
    assert os.access(work / "run.sh", os.X_OK)


@pytest.fixture
def page(house: House, address: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page as a process, with the same store; parametrised: with more in its address."""
    monkeypatch.setenv("PRAETORIUM_STORE", address + getattr(request, "param", ""))
    with served(house.settings.home) as found:
        yield found


def test_bytes_travel_over_http(
    house: House, rows: tuple[Version, Version], page: Page, keep: Callable[..., Version], tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "page.html").write_text("<h1>one</h1>")
    site = keep(tmp_path / "site")
    at, text = f"/api/v1/assets/{rows[0].asset}/1/content", b"id,amount\n1,10\n2,20\n"
    client = page.entered()
    whole = client.get(at)
    assert (whole.status_code, whole.content, whole.headers["etag"]) == (200, text, f'"{rows[0].sha256}"')
    part = client.get(at, headers={"Range": "bytes=3-8"})
    assert (part.status_code, part.content, part.headers["content-range"]) == (206, b"amount", f"bytes 3-8/{len(text)}")
    assert client.get(at, headers={"Range": "bytes=999-"}).status_code == 416
    assert client.get(at, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304
    with zipfile.ZipFile(io.BytesIO(client.get(f"/api/v1/assets/{site.asset}/1/content").content)) as archive:
        assert archive.namelist() == ["page.html"]
    assert client.get(f"/assets/{site.asset}/1/files/page.html").text == "<h1>one</h1>"
    assert "<td>20</td>" in client.get(f"/assets/{rows[0].asset}?v=1").text


@pytest.mark.parametrize("page", ["&direct=yes"], indirect=True)
def test_direct_downloads_are_handed_to_the_bucket_and_looks_are_not(rows: tuple[Version, Version], page: Page) -> None:
    client, at = page.entered(), f"/api/v1/assets/{rows[0].asset}/1/content"
    sent = client.get(at, follow_redirects=False)
    assert sent.status_code == 307 and sent.headers["cache-control"] == "no-store"
    assert "X-Amz-Expires=300" in sent.headers["location"]
    got = httpx.get(sent.headers["location"], headers={"Range": "bytes=3-8"})
    assert (got.status_code, got.content) == (206, b"amount")
    assert got.headers["content-disposition"] == "attachment; filename*=UTF-8''orders.csv"
    assert client.get(at).content == b"id,amount\n1,10\n2,20\n"
    assert client.get(at, headers={"If-None-Match": sent.headers["etag"]}).status_code == 304
    assert client.head(f"/assets/{rows[0].asset}/1?download=true").headers["content-length"] == "20"
    shown = client.get(at, params={"download": "false"}, follow_redirects=False)
    assert shown.status_code == 200 and "sandbox" in shown.headers["content-security-policy"]
