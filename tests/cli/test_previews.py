"""Previews: pictures of other assets, found with what they show and out of the way elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from praetorium.house import House
from praetorium.media.showing import PREVIEW, called, previews
from praetorium.models import Product
from praetorium.web.views.previews import preview

from .conftest import Ended
from .records import BRIEF, PLAN, begun, keep, workspace

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def shown(house: House) -> None:
    """A document and its preview, kept twice by requests of their own."""
    for picture in (b"\x89PNG\r\n\x1a\nfirst", b"\x89PNG\r\n\x1a\nsecond"):
        request, lease = begun(house, "notes as Word", BRIEF, PLAN)
        folder = workspace(house, request.id)
        (folder / "notes.docx").write_bytes(picture[8:])
        (folder / "notes.png").write_bytes(picture)
        keep(
            house,
            lease,
            "source",
            Product(name="notes.docx", kind="document", path=Path("notes.docx"), mime=MIME),
            folder,
        )
        drawn = Product(name=called("notes.docx", "document"), kind=PREVIEW, path=Path("notes.png"), mime="image/png")
        keep(house, lease, "source", drawn, folder)


@pytest.mark.usefixtures("shown")
def test_an_asset_names_its_preview(praetorium: Callable[..., Ended]) -> None:
    for number, text in ((1, b"first"), (2, b"second")):
        told = praetorium("assets", "show", "notes.docx", "--version", str(number), "--json").json
        assert Path(told["preview"]).read_bytes().endswith(text)
    assert "".join(told["preview"].split()) in "".join(praetorium("assets", "show", "notes.docx").out.split())


@pytest.mark.usefixtures("shown")
def test_previews_are_listed_when_asked_for(praetorium: Callable[..., Ended]) -> None:
    assert [v["name"] for v in praetorium("assets", "list", "--json").json] == ["notes.docx"]
    assert [v["name"] for v in praetorium("assets", "list", "--kind", "preview", "--json").json] == [
        "notes.docx preview"
    ]


@pytest.mark.usefixtures("shown")
def test_the_page_shows_the_preview_of_what_it_cannot_show(house: House) -> None:
    document = house.catalogue.assets.get("notes.docx")
    found = preview(house, document)
    picture = previews(house.catalogue, [document])[document.asset, document.version]
    assert (found.kind, found.text) == ("drawn", f"/assets/{picture.asset}/{picture.version}")
    assert preview(house, picture).kind == "image"
    assert previews(house.catalogue, [picture]) == {}
