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


@pytest.mark.parametrize(
    ("type_", "unit", "said"),
    [("money", "€", '|amount("€")'), ("decimal", "kg", '|amount("kg")'), ("integer", "", "|number")],
)
def test_amounts_are_told_with_what_they_are_of(type_: str, unit: str, said: str) -> None:
    thing = Entity(
        name="thing",
        plural="things",
        label="Thing",
        label_plural="Things",
        display="title",
        fields=(field("title", required=True), field("worth", FieldType(type_), unit=unit)),
    )
    entity = app_view(Brief(intent="build-app", title="T", summary="", entities=(thing,))).entities[0]
    assert said in show(entity.fields[1])


@pytest.mark.parametrize(("name", "now"), [("uploaded_on", True), ("registered_on", True), ("expires_on", False)])
def test_a_form_begins_with_today_where_that_is_when_it_is(name: str, now: bool) -> None:
    paper = Entity(
        name="paper",
        plural="papers",
        label="Paper",
        label_plural="Papers",
        display="title",
        fields=(field("title", required=True), field(name, FieldType.DATE)),
    )
    entity = app_view(Brief(intent="build-app", title="P", summary="", entities=(paper,))).entities[0]
    assert (entity.fields[1].default == "today") is now
