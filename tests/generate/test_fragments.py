"""How the value of a field is written on a page."""

from __future__ import annotations

import pytest

from praetorium.generate.fragments import show
from praetorium.generate.reading import app_view
from praetorium.models import Brief, Entity, FieldType
from tests.generate.briefs import field


@pytest.mark.parametrize(
    ("name", "separated"), [("year", False), ("published_year", False), ("years", True), ("copies", True)]
)
def test_years_are_written_without_separators(name: str, separated: bool) -> None:
    book = Entity(
        name="book",
        plural="books",
        label="Book",
        label_plural="Books",
        display="title",
        fields=(field("title", required=True), field(name, FieldType.INTEGER)),
    )
    entity = app_view(Brief(intent="build-app", title="B", summary="", entities=(book,))).entities[0]
    shown = show(next(f for f in entity.fields if f.source_name == name))
    assert ("|number" in shown) is separated
