"""Features: found by being there, and heard wherever they speak."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from praetorium.generate import app_expectations, app_files
from praetorium.generate.features import feature_names, features
from praetorium.generate.reading import app_view
from praetorium.models import Brief, Entity, Feature, FieldType, Relation
from tests.generate.briefs import crm, field, inventory
from tests.generate.environment import TEMPLATES


def test_each_feature_has_its_folder_and_each_folder_its_feature() -> None:
    folders = {p.name for p in (TEMPLATES / "apps/features").iterdir() if p.is_dir()}
    assert folders == set(feature_names()) >= {"board", "threshold_alert"}


def test_each_feature_brings_tests_of_its_own() -> None:
    for feature in features():
        assert list((TEMPLATES / "apps/features" / feature.name / "files/tests").glob("test_*.py.j2")), feature.name


def test_what_a_feature_says_is_said_somewhere() -> None:
    sources = [p.read_text() for p in (TEMPLATES / "apps").rglob("*.j2")]
    heard = set(re.findall(r'slot\("(\w+)"', "".join(sources)))
    for part in (TEMPLATES / "apps/features").glob("*/slots/*"):
        assert part.name.split(".")[0] in heard, f"{part}: no template has this slot"


def _signed_up_for(paper: str, to: Entity, **more: object) -> dict[str, Any] | None:
    """What is told of signing up where such papers belong to ``to``."""
    said = {"label": paper.capitalize(), "label_plural": f"{paper}s", "display": "name", "kind": "document"}
    fields = (field("name", required=True), field("email", FieldType.EMAIL), *more.get("fields", ()))
    kept = Entity.model_validate({"name": paper, "plural": f"{paper}s", "fields": fields, **said})
    link = {"source": paper, "target": to.name, "name": to.name, "label": to.label, "inverse": "these"}
    relation = Relation.model_validate({**link, "inverse_label": "These", "required": True})
    brief = Brief(intent="build-app", title="A", summary="", entities=(to, kept), relations=(relation,))
    return next((f for f in app_expectations(brief)["features"] if f["name"] == "enrolment"), None)


def test_nobody_signs_up_by_themselves_where_a_name_stands_once() -> None:
    product = inventory().entities[0]
    for more in (field("badge", unique=True), field("fee", FieldType.MONEY, required=True)):
        assert _signed_up_for("registration", product, fields=(more,)) is None


def test_people_sign_up_by_themselves_for_what_registrations_belong_to() -> None:
    product, supplier = inventory().entities
    told = {paper: _signed_up_for(paper, product) for paper in ("registration", "enrolment", "application", "payment")}
    pages = {paper: found["pages"][0]["path"] if found else None for paper, found in told.items()}
    assert pages == {"registration": "/sign-up", "enrolment": "/enrol", "application": "/apply", "payment": None}
    assert _signed_up_for("registration", supplier) is None, "nobody takes a place in an organisation"


def test_a_board_comes_with_a_stage() -> None:
    told = {f["name"]: f for f in app_expectations(crm())["features"]}
    assert told["board"]["proofs"][0]["columns"] == ["New", "Contacted", "Qualified", "Proposal", "Won", "Lost"]
    assert not any("board" in path for path in app_files(inventory(), templates=TEMPLATES))


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"entity": "product", "field": "quantity", "limit": 10}, ("quantity", "below", 10)),
        ({"entity": "product", "field": "price", "limit": 99.5, "direction": "above"}, ("price", "above", 99.5)),
        ({"below": 3}, ("quantity", "below", 3)),
        ({}, ("quantity", "below", 10)),
        ({"entity": "product", "field": "no_such_field", "limit": 4}, ("quantity", "below", 4)),
    ],
)
def test_an_alert_finds_its_field(parameters: dict[str, object], expected: tuple[object, ...]) -> None:
    feature = Feature(name="threshold_alert", label="Alert", parameters=parameters)
    brief = inventory().model_copy(update={"features": (feature,)})
    (proof,) = app_expectations(brief)["features"][0]["proofs"]
    assert (proof["field"], proof["direction"], proof["limit"]) == expected


def test_an_alert_without_a_number_to_watch_is_left_out(tmp_path: Path) -> None:
    feature = Feature(name="threshold_alert", label="Alert")
    brief = crm().model_copy(update={"features": (feature,), "entities": crm().entities[:1], "relations": ()})
    assert app_expectations(brief)["features"] == []


@pytest.mark.parametrize(
    ("told", "moves"),
    [
        (
            {"states": ["New", "Contacted", "Won"], "exits": {"Lost": "Won"}},
            {"New": ["Contacted", "Lost"], "Contacted": ["Won", "Lost"], "Won": [], "Lost": []},
        ),
        (
            {"states": ["New", "Contacted", "Won"], "exits": {"Lost": ""}},
            {"New": ["Contacted", "Lost"], "Contacted": ["Won", "Lost"], "Won": [], "Lost": []},
        ),
        ({"states": ["New", "Won"], "exits": {"No such": ""}}, {"New": ["Won"], "Won": []}),
    ],
)
def test_states_in_order_say_what_may_follow_what(told: dict[str, object], moves: dict[str, list[str]]) -> None:
    feature = Feature(name="moves", label="Moves", parameters={"entity": "lead", "field": "stage", **told})
    brief = crm().model_copy(update={"features": (feature,)})
    (found,) = (f for f in app_expectations(brief)["features"] if f["name"] == "moves")
    assert found["proofs"][0]["moves"] == moves


def test_states_that_nothing_has_are_left_out() -> None:
    feature = Feature(name="moves", label="Moves", parameters={"entity": "lead", "field": "name", "states": ["a", "b"]})
    told = app_expectations(crm().model_copy(update={"features": (feature,)}))["features"]
    assert "moves" not in {f["name"] for f in told}


def test_a_sample_form_asks_what_its_title_is_about_and_is_answered_accordingly() -> None:
    from_title = {"New patient": "Full name", "Damage report": "What happened, or what is missing?"}
    form = Entity(
        name="form",
        plural="forms",
        label="Form",
        label_plural="Forms",
        display="title",
        fields=(field("title", required=True, samples=(*from_title, "Visit feedback", "Sign-up")),),
    )
    asked = (Feature(name="form_builder", label="Forms"),)
    brief = Brief(intent="build-app", title="Forms", summary="Forms.", entities=(form,), features=asked)
    data = json.loads(str(app_files(brief, templates=TEMPLATES)["app/sample_data.json"]))
    (table,) = (e.modules for e in app_view(brief).entities)
    titles = {number: row["title"] for number, row in enumerate(data[table], 1)}
    for design in data["form_designs"]:
        title = titles[design["form"]]
        if title in from_title:
            assert design["questions"][0]["label"] == from_title[title]
    born = [r["answers"]["q2"] for r in data["form_replies"] if titles[r["form"]] == "New patient"]
    assert born and all("1940" < day < "2010" for day in born)
