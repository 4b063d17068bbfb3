"""From a step's product to a version that a person opens."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from praetorium.assets import DiskStore, Library
from praetorium.catalogue import Catalogue, Source, Version
from praetorium.errors import UserError
from praetorium.models import Product, Request

REQUEST = "req-library"


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite3'}")
    with catalogue.write() as connection:
        catalogue.requests.store(connection, Request(id=REQUEST, words="a report"))
    yield catalogue
    catalogue.close()


@pytest.fixture
def library(catalogue: Catalogue, tmp_path: Path) -> Library:
    return Library(catalogue, DiskStore(tmp_path / "store"), tmp_path / "library")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    folder.mkdir()
    return folder


def keep(
    library: Library, catalogue: Catalogue, product: Product, workspace: Path, key: str, **more: object
) -> Version:
    content = library.take(product, workspace)
    with catalogue.write() as connection:
        return library.keep(
            connection,
            product,
            content,
            project="default",
            request=REQUEST,
            step="render",
            executor="render",
            brief_version=1,
            plan_version=2,
            key=key,
            **more,  # type: ignore[arg-type]
        )


def test_a_file_becomes_a_version_with_its_origin(library: Library, catalogue: Catalogue, workspace: Path) -> None:
    (workspace / "out.html").write_text("<!doctype html><h1>Sales</h1>")
    product = Product(name="Sales report", kind="report", path=Path("out.html"))
    source = Source(kind="attachment", source="a" * 64)
    version = keep(library, catalogue, product, workspace, "k1", made_from=(source,))
    assert (version.version, version.mime, version.request, version.plan_version) == (1, "text/html", REQUEST, 2)
    assert version.bytes == (workspace / "out.html").stat().st_size
    assert catalogue.assets.sources(version.asset, 1) == [source]
    view = library.view(version)
    assert view.name == "Sales report.html"
    assert view.read_text() == "<!doctype html><h1>Sales</h1>"
    assert library.view(version) == view


def test_the_same_again_is_version_two_and_both_stay(library: Library, catalogue: Catalogue, workspace: Path) -> None:
    product = Product(name="totals.csv", kind="spreadsheet", path=workspace / "totals.csv")
    views = []
    for number in (1, 2):
        (workspace / "totals.csv").write_text(f"run,{number}\n")
        version = keep(library, catalogue, product, workspace, f"run-{number}")
        assert version.version == number
        views.append(library.view(version))
    assert [view.read_text() for view in views] == ["run,1\n", "run,2\n"]
    assert [v.version for v in catalogue.assets.versions(version.asset)] == [2, 1]


def test_a_replayed_step_adds_nothing(library: Library, catalogue: Catalogue, workspace: Path) -> None:
    (workspace / "a.txt").write_text("a")
    product = Product(name="a.txt", kind="document", path=workspace / "a.txt")
    first = keep(library, catalogue, product, workspace, "same key")
    assert keep(library, catalogue, product, workspace, "same key") == first
    assert len(catalogue.assets.versions(first.asset)) == 1


def test_a_folder_comes_back_as_a_real_tree(
    library: Library, catalogue: Catalogue, workspace: Path, tmp_path: Path
) -> None:
    app = workspace / "crm"
    (app / "empty").mkdir(parents=True)
    (app / "run.sh").write_text("#!/bin/sh\n")
    (app / "run.sh").chmod(0o755)
    (app / "latest").symlink_to("run.sh")
    product = Product(name="CRM", kind="app", path=app, url="http://127.0.0.1:8000")
    version = keep(library, catalogue, product, workspace, "k")
    assert version.url == "http://127.0.0.1:8000"
    assert version.bytes == len("#!/bin/sh\n")
    for tree in (library.view(version), library.export(version, tmp_path / "exported" / "crm")):
        assert sorted(p.name for p in tree.iterdir()) == ["empty", "latest", "run.sh"]
        assert (tree / "empty").is_dir()
        assert os.access(tree / "run.sh", os.X_OK)
        assert (tree / "latest").readlink() == Path("run.sh")


def test_a_folder_that_did_not_change_costs_nothing(
    library: Library, catalogue: Catalogue, workspace: Path, tmp_path: Path
) -> None:
    (workspace / "a.txt").write_text("a")
    product = Product(name="all", kind="folder", path=workspace)
    one = keep(library, catalogue, product, workspace, "1")
    before = sum(p.is_file() for p in (tmp_path / "store").rglob("*"))
    other = keep(library, catalogue, product, workspace, "2")
    assert other.sha256 == one.sha256
    assert sum(p.is_file() for p in (tmp_path / "store").rglob("*")) == before


def test_a_link_says_where_it_leads(library: Library, catalogue: Catalogue, workspace: Path) -> None:
    product = Product(name="CRM: open it", kind="link", url="http://127.0.0.1:8000/")
    version = keep(library, catalogue, product, workspace, "k")
    told = json.loads(library.view(version).read_text())
    assert told == {"kind": "link", "name": "CRM: open it", "url": "http://127.0.0.1:8000/"}
    assert version.url == "http://127.0.0.1:8000/"


def test_what_a_person_does_to_a_view_is_not_done_to_the_version(
    library: Library, catalogue: Catalogue, workspace: Path, tmp_path: Path
) -> None:
    (workspace / "a.txt").write_text("the truth")
    version = keep(library, catalogue, Product(name="a.txt", kind="x", path=Path("a.txt")), workspace, "k")
    view = library.view(version)
    assert view.stat().st_mode & 0o222 == 0
    view.chmod(0o644)
    view.write_text("something else")
    assert library.export(version, tmp_path / "copy.txt").read_text() == "the truth"
    view.unlink()
    assert library.view(version).read_text() == "the truth"


def test_names_cannot_lead_out_of_the_library(
    library: Library, catalogue: Catalogue, workspace: Path, tmp_path: Path
) -> None:
    (workspace / "a").write_text("a")
    version = keep(library, catalogue, Product(name="../../../evil", kind="..", path=Path("a")), workspace, "k")
    assert library.view(version).resolve().is_relative_to(tmp_path / "library")


def test_a_link_out_of_the_workspace_is_not_kept(library: Library, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (workspace / "report.txt").symlink_to(tmp_path / "secret")
    for path in ("report.txt", "../secret"):
        with pytest.raises(UserError, match="leads out of the workspace"):
            library.take(Product(name="x", kind="report", path=Path(path)), workspace)


def test_what_is_not_there_is_not_kept(library: Library, workspace: Path) -> None:
    with pytest.raises(UserError, match="was to be kept, and is not there"):
        library.take(Product(name="x", kind="report", path=Path("nothing.html")), workspace)


def test_an_export_overwrites_nothing(library: Library, catalogue: Catalogue, workspace: Path, tmp_path: Path) -> None:
    (workspace / "a").write_text("a")
    version = keep(library, catalogue, Product(name="a", kind="x", path=Path("a")), workspace, "k")
    (tmp_path / "there").write_text("precious")
    with pytest.raises(UserError, match="is there already"):
        library.export(version, tmp_path / "there")
    assert (tmp_path / "there").read_text() == "precious"


def test_many_may_open_a_version_at_once(library: Library, catalogue: Catalogue, workspace: Path) -> None:
    for number in range(30):
        (workspace / f"{number}.txt").write_text(str(number))
    version = keep(library, catalogue, Product(name="all", kind="folder", path=workspace), workspace, "k")
    with ThreadPoolExecutor(8) as pool:
        views = set(pool.map(lambda _: library.view(version), range(16)))
    (view,) = views
    assert sorted(int(p.stem) for p in view.iterdir()) == list(range(30))
    assert [p.name for p in view.parent.iterdir()] == ["all"], "no drafts are left"
