"""What is kept: compared, followed to where it comes from, checked, written out, used again, let go."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from praetorium import House
from praetorium.catalogue import Source, Version
from praetorium.errors import PraetoriumError, UnknownError, UserError
from praetorium.intake import take
from praetorium.kept.comparison import compare
from praetorium.kept.exporting import export
from praetorium.kept.finding import find
from praetorium.kept.lineage import descendants, origins
from praetorium.kept.retention import let_go
from praetorium.kept.reuse import newest, source_of
from praetorium.kept.verifying import verify
from tests.web.conftest import served

NOW = timedelta(seconds=-1)
"""Older than the future: all of it is due."""


def test_tables_are_compared_row_by_row(house: House, rows: tuple[Version, Version]) -> None:
    found = compare(house, *rows)
    assert (found.how, found.summary) == ("table", "2 rows came, 1 went; 2 are the same.")
    assert set(found.lines) == {"−  2 | 20", "+  2 | 25", "+  3 | 30"}
    assert compare(house, rows[0], rows[0]).how == "same"


def test_text_line_by_line_folders_file_by_file_and_bytes_as_they_are(house: House, keep, tmp_path: Path) -> None:
    note, folder, raw = tmp_path / "note.md", tmp_path / "site", tmp_path / "x.bin"
    made: dict[Path, list[Version]] = {note: [], folder: [], raw: []}
    folder.mkdir()
    for text in ("one", "two"):
        note.write_text(f"same\n{text}\n")
        (folder / "page.html").write_text(text)
        (folder / f"{text}.css").write_text("")
        raw.write_bytes(b"\xff\x00" + text.encode())
        for path, versions in made.items():
            versions.append(keep(path))
        (folder / f"{text}.css").unlink()
    assert compare(house, *made[note]).lines[-2:] == ("-one", "+two")
    files = compare(house, *made[folder])
    assert files.how == "files" and set(files.lines) == {"~  page.html", "−  one.css", "+  two.css"}
    assert compare(house, *made[raw]).how == "bytes"


def test_of_pictures_both_are_seen_side_by_side(house: House, keep, tmp_path: Path) -> None:
    versions = []
    for colour in ("red", "blue"):
        picture = Image.new("RGB", (40, 30), "white")
        picture.paste(colour, (10, 5, 20, 15))
        picture.save(tmp_path / "chart.png")
        versions.append(keep(tmp_path / "chart.png"))
    found = compare(house, *versions)
    assert found.summary == "Different: 10 × 10 pixels at 10, 5."
    with Image.open(found.picture) as both:
        assert both.size == (96, 30)
        assert both.getpixel((12, 8)) == (255, 0, 0) and both.getpixel((40 + 16 + 12, 8)) == (0, 0, 255)
    # Looked at again, it takes no more room.
    there = set(house.settings.folder("run").rglob("*"))
    assert compare(house, *versions) == found
    assert set(house.settings.folder("run").rglob("*")) == there


@pytest.fixture
def chart(keep, rows: tuple[Version, Version], tmp_path: Path) -> Version:
    (tmp_path / "chart.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return keep(tmp_path / "chart.svg", Source(kind="asset", source=rows[0].asset, version=1), words="a chart of it")


def test_lineage_goes_up_and_down(house: House, rows: tuple[Version, Version], chart: Version) -> None:
    (above,) = origins(house.catalogue, chart.asset, 1)
    assert (above.name, above.version) == ("orders.csv", 1)
    (below,) = descendants(house.catalogue, rows[0].asset, 1)
    assert (below.name, below.version) == ("chart.svg", 1)
    assert descendants(house.catalogue, rows[1].asset, 2) == ()


def test_an_export_stands_on_its_own(house: House, chart: Version, tmp_path: Path) -> None:
    place = export(house, chart, tmp_path / "out")
    told = json.loads((place / "lineage.json").read_text())
    assert [(t["name"], t["version"], t["words"]) for t in told] == [
        ("chart.svg", 1, "a chart of it"),
        ("orders.csv", 1, "orders, please"),
    ]
    assert (place / told[1]["path"]).read_text() == "id,amount\n1,10\n2,20\n"
    with pytest.raises(UserError, match="there already"):
        export(house, chart, tmp_path / "out")


def test_one_changed_byte_is_found(house: House, rows: tuple[Version, Version]) -> None:
    assert [one.broken for one in verify(house, rows)] == [(), ()]
    blob = house.store.path(rows[0].sha256)
    blob.chmod(0o644)
    blob.write_text("id,amount\n1,10\n2,21\n")
    assert [one.broken for one in verify(house, rows)] == [(rows[0].sha256,), ()]


def test_search_finds_by_name_and_by_what_was_asked(house: House, chart: Version) -> None:
    def found(words: str) -> set[str]:
        return {v.name for v in house.catalogue.assets.find(search=words)}

    assert found("ORDERS") == {"orders.csv"}
    assert found("chart") == found("a chart of") == {"chart.svg"}
    assert found("orders PLEASE") == {"orders.csv"}, "what was asked for is searched as well"
    assert found("100%") == set()


def aged(house: House) -> None:
    import os

    for path in house.settings.home.joinpath("store").rglob("*"):
        if path.is_file():
            os.utime(path, (1, 1))


def test_what_is_old_goes_and_what_it_was_stays_known(house: House, rows: tuple[Version, Version]) -> None:
    view = house.library.view(rows[0])
    aged(house)
    assert let_go(house, timedelta(days=1)) == 0
    assert let_go(house, NOW) == 1
    assert not house.store.exists(rows[0].sha256) and not view.exists()
    assert house.store.exists(rows[1].sha256), "the newest stays however old it is"
    gone = house.catalogue.assets.get(rows[0].asset, 1)
    assert gone.removed is not None and gone.sha256 == rows[0].sha256
    with pytest.raises(UserError, match="given up"):
        house.library.view(gone)
    assert let_go(house, NOW) == 0


def test_what_is_pinned_or_still_needed_stays(
    house: House, rows: tuple[Version, Version], keep, tmp_path: Path
) -> None:
    (tmp_path / "copy.csv").write_bytes(house.store.path(rows[0].sha256).read_bytes())
    keep(tmp_path / "copy.csv")
    with house.catalogue.write() as connection:
        house.catalogue.assets.pin(connection, rows[0].asset, 1, "Ada")
    aged(house)
    assert let_go(house, NOW) == 0
    with house.catalogue.write() as connection:
        house.catalogue.assets.pin(connection, rows[0].asset, 1, None)
    assert let_go(house, NOW) == 1
    assert house.store.exists(rows[0].sha256), "another asset has the very same bytes"


def test_bytes_that_somebody_has_just_put_are_not_taken_from_them(house: House, rows: tuple[Version, Version]) -> None:
    aged(house)
    house.store.put_bytes(b"id,amount\n1,10\n2,20\n")
    assert let_go(house, NOW) == 1
    assert house.store.exists(rows[0].sha256)


def test_a_kept_file_is_the_input_of_another_request(
    house: House, rows: tuple[Version, Version], keep: Callable[..., Version], tmp_path: Path
) -> None:
    taken = take(house, "report revenue from orders.csv", files=["asset:orders.csv"], unattended=True).request
    (attachment,) = taken.attachments
    assert attachment.sha256 == rows[1].sha256
    assert source_of(attachment) == Source(kind="asset", source=rows[1].asset, version=2)
    (tmp_path / "orders.csv").write_text("id,amount\n9,9\n")
    third = keep(tmp_path / "orders.csv")
    found = newest(house, attachment)
    assert found is not None and found[1] == third, "a scheduled run takes what is the newest by then"
    with pytest.raises(UnknownError):
        take(house, "report revenue from x.csv", files=["asset:x.csv"])


def test_what_is_called_so_is_found_by_name_file_or_id_and_never_guessed(house: House, keep, tmp_path: Path) -> None:
    made = {}
    for kind, text in (("csv", "id\n1\n"), ("md", "# Sales")):
        (tmp_path / f"x.{kind}").write_text(text)
        made[kind] = keep(tmp_path / f"x.{kind}", name=f"Sales {kind}")
    assert find(house.catalogue, "Sales csv") == find(house.catalogue, made["csv"].asset) == made["csv"]
    assert find(house.catalogue, "Sales md.md") == made["md"]
    with pytest.raises(UserError, match="'Sales csv' has no version 7; it has 1"):
        find(house.catalogue, "Sales csv", 7)
    with pytest.raises(UnknownError, match="did you mean 'Sales csv'"):
        find(house.catalogue, "Sales cvs")


def test_of_several_that_are_called_the_same_each_is_told(house: House, keep, tmp_path: Path) -> None:
    from praetorium.models import Product

    (tmp_path / "report.md").write_text("# Sales")
    first = keep(tmp_path / "report.md", name="Sales")
    product = Product(name="Sales", kind="page", path=tmp_path / "page.html")
    (tmp_path / "page.html").write_text("<!doctype html><h1>Sales</h1>")
    content = house.library.take(product, tmp_path)
    with house.catalogue.write() as connection:
        about = {"project": "default", "request": first.request, "step": "make", "executor": "render"}
        versions = {"brief_version": 0, "plan_version": 0, "key": "page"}
        house.library.keep(connection, product, content, **about, **versions)
    with pytest.raises(UserError, match=r"2 assets are called 'Sales': page 'Sales.html' .*, dataset 'Sales.md'"):
        find(house.catalogue, "Sales")
    assert find(house.catalogue, "Sales.md") == first
    with pytest.raises(UserError, match="2 assets are called"):
        take(house, "report revenue", files=["asset:Sales"])


def test_an_export_leaves_nothing_when_it_cannot_be_whole(house: House, chart: Version, tmp_path: Path) -> None:
    house.store.path(chart.sha256).unlink()
    with pytest.raises(PraetoriumError, match="no bytes with the checksum"):
        export(house, chart, tmp_path / "out" / "chart")
    assert list((tmp_path / "out").iterdir()) == []


def test_an_export_tells_of_what_was_given_up_since(house: House, chart: Version, tmp_path: Path) -> None:
    aged(house)
    assert let_go(house, NOW) == 1
    told = json.loads((export(house, chart, tmp_path / "out") / "lineage.json").read_text())
    assert [(one["name"], one["path"] is None) for one in told] == [("chart.svg", False), ("orders.csv", True)]


def test_the_page_says_what_was_given_up(house: House, rows: tuple[Version, Version]) -> None:
    assert let_go(house, NOW) == 1
    with served(house.settings.home) as page:
        client = page.entered()
        shown = client.get(f"/assets/{rows[0].asset}?v=1").text
        assert "was given up" in shown and rows[0].sha256 in shown and "Download" not in shown
        assert client.get(f"/assets/{rows[0].asset}?v=2").text.count("given up") == 1
        assert client.get(f"/api/v1/assets/{rows[0].asset}/1/content").status_code == 410
        assert client.get(f"/assets/{rows[0].asset}?v=2&against=1").status_code == 200
