"""Sample data: enough of it, valid, and looking like somebody's."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from praetorium.generate import app_files
from praetorium.generate.reading import app_view
from praetorium.generate.samples import sample_data
from praetorium.models import Brief, Entity, Feature, FieldType
from tests.generate.briefs import ALL, crm, directory, field, inventory
from tests.generate.environment import TEMPLATES


def _data(brief: Brief) -> dict[str, list[dict[str, Any]]]:
    loaded: dict[str, list[dict[str, Any]]] = json.loads(
        str(app_files(brief, templates=TEMPLATES)["app/sample_data.json"])
    )
    return loaded


@pytest.mark.parametrize("name", ALL)
def test_every_value_is_one_the_field_allows(name: str) -> None:
    app = app_view(ALL[name]())
    data = _data(ALL[name]())
    given = {entity.name: len(entity.rows) for entity in ALL[name]().entities}
    for entity in app.entities:
        rows = data[entity.modules]
        assert (8 if given[entity.name] < 4 else min(8, given[entity.name])) <= len(rows) <= 24
        for field_ in entity.fields:
            values = [row[field_.name] for row in rows]
            told = [v for v in values if v is not None]
            if field_.kind.upload:
                assert not told
                continue
            assert not field_.required or len(told) == len(rows)
            if field_.unique or field_ is entity.display:
                assert len(set(told)) == len(told), (field_.name, told)
            if field_.choices:
                assert set(told) <= set(field_.choices)
            if field_.kind.numeric:
                assert all(field_.minimum is None or v >= field_.minimum for v in told)
                assert all(field_.maximum is None or v <= field_.maximum for v in told)
        for relation in entity.relations:
            size = len(data[relation.target.modules])
            for row in rows:
                linked = row[relation.name] if relation.many else [row[relation.name]]
                assert all(n is None or 1 <= n <= size for n in linked)
                assert not relation.required or all(linked)


def test_records_read_as_if_somebody_had_typed_them() -> None:
    data = _data(crm())
    for row in data["contacts"]:
        assert re.fullmatch(r"[^\d]+ [^\d]+", row["name"])
        first = row["name"].split()[0].lower()[0]
        assert row["email"].startswith(first), "the address belongs to the person"
    assert not any(
        re.search(r"\b(name|title|lorem|test|example) ?\d", str(v), re.I) for r in data["leads"] for v in r.values()
    )


def test_given_rows_come_first_and_are_filled_up() -> None:
    rows = _data(directory())["departments"]
    assert [row["name"] for row in rows[:3]] == ["Engineering", "Sales", "Finance"]
    assert len(rows) >= 8


def test_amounts_of_records_that_are_added_are_like_those_that_are_given() -> None:
    rows = ({"name": "Course one", "price": 180}, {"name": "Course two", "price": 390})
    asked = Entity(
        name="course",
        plural="courses",
        label="Course",
        label_plural="Courses",
        display="name",
        kind="product",
        rows=rows,
        fields=(field("name", required=True), field("price", FieldType.MONEY, unit="€", samples=(4.5, 34))),
    )
    brief = Brief(intent="build-app", title="C", summary="", entities=(asked,))
    assert {row["price"] for row in _data(brief)["courses"]} <= {180, 390}


def test_to_four_records_that_are_given_none_is_made_up() -> None:
    names = ("Black", "Green", "White", "Herbal")
    sort = Entity(
        name="sort",
        plural="sorts",
        label="Sort",
        label_plural="Sorts",
        display="name",
        fields=(field("name", required=True, samples=names),),
        rows=tuple({"name": name} for name in names),
    )
    rows = _data(Brief(intent="build-app", title="S", summary="", entities=(sort,)))["sorts"]
    assert [row["name"] for row in rows] == list(names)


def test_after_four_numbers_that_are_given_come_more() -> None:
    numbers = tuple(f"INV-{n:03d}" for n in range(71, 75))
    bill = Entity(
        name="bill",
        plural="bills",
        label="Bill",
        label_plural="Bills",
        display="number",
        fields=(field("number", required=True),),
        rows=tuple({"number": number} for number in numbers),
    )
    rows = _data(Brief(intent="build-app", title="B", summary="", entities=(bill,)))["bills"]
    assert [row["number"] for row in rows[:4]] == list(numbers)
    assert len({row["number"] for row in rows}) == len(rows) >= 8


def test_few_samples_give_as_many_different_names_as_are_needed() -> None:
    gadget = Entity(
        name="gadget",
        plural="gadgets",
        label="Gadget",
        label_plural="Gadgets",
        display="name",
        fields=(field("name", required=True, samples=("Sprocket", "Flange")),),
    )
    names = [r["name"] for r in _data(Brief(intent="build-app", title="G", summary="", entities=(gadget,)))["gadgets"]]
    assert names[:2] == ["Sprocket", "Flange"]
    assert len(set(names)) == len(names) >= 8
    assert not any(re.search(r"\d", n) for n in names)


def test_what_is_given_is_used_up_before_anything_is_made_up() -> None:
    titles = ("Flood", "Ember", "Frost", "Dune", "Gale", "Tide", "Thaw", "Haze")
    book = Entity(
        name="book",
        plural="books",
        label="Book",
        label_plural="Books",
        display="title",
        fields=(
            field("title", required=True, samples=titles),
            field("isbn", unique=True, samples=("978-0-14-143951-8", "978-0-452-28423-4")),
            field("shelf", unique=True, samples=("poetry", "history")),
        ),
        # In another order than the samples, as rows come.
        rows=({"title": "Dune"}, {"title": "Thaw"}, {"title": "Flood"}),
    )
    rows = _data(Brief(intent="build-app", title="B", summary="", entities=(book,)))["books"]
    assert {row["title"] for row in rows} == set(titles)
    assert all(re.fullmatch(r"978-0-\d+-\d+-\d+", row["isbn"]) for row in rows)
    assert all(re.fullmatch(r"(poetry|history)(-\d)?", row["shelf"]) for row in rows)
    assert len({row["isbn"] for row in rows}) == len({row["shelf"] for row in rows}) == len(rows)


@pytest.mark.parametrize("features", [(), (Feature(name="calendar", label="Calendar"),)])
def test_what_ends_ends_after_it_starts(features: tuple[Feature, ...]) -> None:
    times = (FieldType.DATETIME, "starts_at", "ends_at"), (FieldType.DATE, "start_date", "end_date")
    shift = Entity(
        name="shift",
        plural="shifts",
        label="Shift",
        label_plural="Shifts",
        display="name",
        kind="event",
        fields=(
            field("name", required=True),
            *(field(name, kind, samples=(22, 1, 8)) for kind, *names in times for name in names),
        ),
    )
    for row in _data(Brief(intent="build-app", title="S", summary="", entities=(shift,), features=features))["shifts"]:
        (day, start), (same, end) = row["starts_at"].split(), row["ends_at"].split()
        assert day == same
        assert start < end
        assert row["start_date"] < row["end_date"]


def test_managers_form_a_tree() -> None:
    rows = _data(directory())["employees"]
    assert rows[0]["manager"] is None
    for place, row in enumerate(rows[1:], start=2):
        assert row["manager"] < place


def test_an_alert_has_something_to_show() -> None:
    below = [row for row in _data(inventory())["products"] if row["quantity"] < 10]
    assert 1 <= len(below) <= 6


def test_what_samples_cannot_be_is_left_to_the_generator() -> None:
    odd = Entity(
        name="odd",
        plural="odds",
        label="Odd",
        label_plural="Odds",
        display="name",
        fields=(
            field("name", required=True),
            field("size", FieldType.INTEGER, minimum=1, maximum=5, samples=(99, "many", True)),
            field("state", FieldType.CHOICE, choices=("a", "b"), samples=("c",)),
            field("day", FieldType.DATE, samples=("tomorrow",)),
        ),
    )
    brief = Brief(intent="build-app", title="Odd", summary="", entities=(odd,))
    for row in sample_data(brief, app_view(brief))["odds"]:
        assert 1 <= row["size"] <= 5
        assert row["state"] in ("a", "b")
        assert isinstance(row["day"], int)


def test_what_is_called_by_a_choice_keeps_to_its_choices() -> None:
    status = field("status", FieldType.CHOICE, required=True, choices=("Present", "Absent"))
    attendance = Entity(
        name="attendance",
        plural="attendances",
        label="Attendance",
        label_plural="Attendances",
        display="status",
        fields=(status, field("date", FieldType.DATE)),
    )
    brief = directory().model_copy(update={"entities": (attendance,), "relations": (), "features": ()})
    assert {row["status"] for row in _data(brief)["attendances"]} == {"Present", "Absent"}


def test_nobody_has_the_number_of_somebody_else() -> None:
    person = Entity(
        name="person",
        plural="people",
        label="Person",
        label_plural="People",
        display="name",
        kind="person",
        fields=(
            field("name", required=True),
            field("phone", FieldType.PHONE, samples=("+44 20 7946 0812", "+49 30 901820")),
            field("is_former", FieldType.BOOLEAN, default=False),
        ),
    )
    rows = _data(Brief(intent="build-app", title="People", summary="People.", entities=(person,)))["people"]
    assert len({row["phone"] for row in rows}) == len(rows)
    assert sum(row["is_former"] for row in rows) < len(rows) / 2, "what is not so as a rule is not so here either"


@pytest.mark.parametrize("kind", ["person", "place", "product", "event", "document", "task", "thing", "request"])
def test_what_nobody_described_is_described_by_its_kind(kind: str) -> None:
    described = Entity(
        name="one",
        plural="ones",
        label="One",
        label_plural="Ones",
        display="name",
        kind=kind,
        fields=(field("name", required=True), field("description", FieldType.LONG_TEXT)),
    )
    rows = _data(Brief(intent="build-app", title="Ones", summary="", entities=(described,)))["ones"]
    said = {row["description"] for row in rows}
    assert all(said) and len(said) > 2
