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
from praetorium.errors import UnknownError, UserError
from praetorium.intake import take
from praetorium.kept.comparison import compare
from praetorium.kept.exporting import export
from praetorium.kept.lineage import descendants, origins
from praetorium.kept.retention import let_go
from praetorium.kept.reuse import newest, source_of
from praetorium.kept.verifying import verify

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
