"""Every kind of result can be seen; a kind is one module."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from praetorium.errors import UserError
from praetorium.media.kinds import all_kinds, draw
from tests.documents.conftest import TEMPLATES, Workshop, failed, picture

FILES = {
    "a.md": "# Hello\n\nworld",
    "a.json": '{"a": 1}',
    "a.csv": "name;total\nA;1,50\nB;2,75\n",
    "a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50"><rect width="20" height="20"/></svg>',
    "a.html": "<!doctype html><html lang='en'><head><title>T</title></head><body><h1>T</h1><p>text</p></body></html>",
}


@pytest.mark.parametrize("name", FILES)
def test_text_of_all_kinds(bench: Path, name: str) -> None:
    (bench / name).write_text(FILES[name])
    told = draw(bench, file=name)
    assert told["drawn"] > 0.001
    with Image.open(bench / "preview.png") as image:
        assert image.size == (told["width"], told["height"])


def test_pictures_and_workbooks(bench: Path) -> None:
    import xlsxwriter

    picture(bench / "a.jpg", "#123456", (3000, 2000))
    assert draw(bench, file="a.jpg")["width"] == 1400
    with xlsxwriter.Workbook(str(bench / "a.xlsx")) as book:
        book.add_worksheet("Sums").write_row(0, 0, ["a", 1, 2.5])
    assert draw(bench, file="a.xlsx")["drawn"] > 0.001


@pytest.mark.parametrize(
    "name", sorted({"a.pdf", "a.docx", "a.pptx", "a.xlsx", "a.png", "a.mp3", "a.mp4", "a.svg", "a.wav"})
)
def test_what_is_none_of_its_kind_is_refused(bench: Path, name: str) -> None:
    (bench / name).write_bytes(b"nothing of the kind" * 50)
    with pytest.raises(UserError, match=r"cannot be shown|can be read"):
        draw(bench, file=name)


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(UserError, match=r"'\.xyz' cannot be shown"):
        draw(TEMPLATES, file="a.xyz")


def test_every_kind_is_found_by_being_there() -> None:
    folder = Path(__file__).parents[2] / "praetorium" / "media" / "kinds"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert {type(kind).__module__.rpartition(".")[2] for kind in all_kinds().values()} == modules


async def test_what_is_blank_is_not_seen(workshop: Workshop) -> None:
    Image.new("RGB", (200, 200), "white").save(workshop.folder / "blank.png")
    picture(workshop.folder / "full.png", "#123456")
    assert failed(await workshop.prove("shows", path="blank.png"))
    assert not failed(await workshop.prove("shows", path="full.png"))
    assert failed(await workshop.prove("shows", path="none.png"))
