"""Applications that are sites: what visitors meet at the front door, checked as a whole and looked at in a browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from praetorium.generate import app_expectations
from praetorium.models import Brief, Entity, Feature
from tests.generate.briefs import crm, field, inventory
from tests.generate.site_briefs import SITES, club, shop

Written = Callable[[str], Path]


def _without_numbers() -> Brief:
    return crm().model_copy(update={"entities": crm().entities[:1], "relations": ()})


@pytest.mark.parametrize("name", SITES)
def test_the_source_passes_ruff_and_mypy(name: str, written: Written, app_python: Path, tmp_path: Path) -> None:
    for command in (
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--no-cache", "--check", "."),
        ("mypy", "--python-executable", str(app_python), "--cache-dir", str(tmp_path)),
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=written(name), capture_output=True, text=True, timeout=240
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", SITES)
def test_its_own_tests_pass(name: str, written: Written, app_python: Path) -> None:
    command = [str(app_python), "-B", "-m", "pytest", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=written(name), capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert re.search(r"\d+ passed", done.stdout) and "skipped" not in done.stdout


def test_every_feature_asked_for_is_in_the_description() -> None:
    for brief in (make() for make in SITES.values()):
        told = {feature["name"] for feature in app_expectations(brief)["features"]}
        assert {feature.name for feature in brief.features} <= told


def test_the_front_is_public_and_lists_move_to_the_office(
    written: Written, serve: Callable[..., Any], tmp_path: Path
) -> None:
    told = json.loads((written("shop") / "app.json").read_text())
    with serve(written("shop"), tmp_path) as running, running.client() as client:
        for page in told["pages"]:
            assert client.get(page["path"]).status_code == 200, page
        home, office = client.get("/").text, client.get("/office").text
    assert "<table" not in home and "/graphql" not in home
    assert "/browse/products" in home
    assert all(f'href="{entity["list"]}"' in home for entity in told["entities"]), "who runs it finds each list"
    assert 'class="side"' in office and 'class="side"' not in home


def test_papers_about_people_are_not_shown_to_everybody() -> None:
    asked = Feature(name="public_pages", label="Site")
    brief = crm().model_copy(update={"features": (asked,)})
    (told,) = (f for f in app_expectations(brief)["features"] if f["name"] == "public_pages")
    assert not [page for page in told["pages"] if page["path"].startswith("/browse/")]


def test_pages_asked_for_get_addresses_of_their_own() -> None:
    asked = Feature(name="public_pages", label="Site", parameters={"pages": ["Products", "Contact", "Terms", "Docs"]})
    brief = inventory().model_copy(update={"features": (asked,), "pages": ("Terms", "Our story")})
    (told,) = (f for f in app_expectations(brief)["features"] if f["name"] == "public_pages")
    paths = [page["path"] for page in told["pages"]]
    assert paths[1:6] == ["/about", "/terms", "/docs-2", "/our-story", "/contact"]
    assert "/browse/products" in paths, "a page named like a list is the catalogue"


def test_the_picture_suits_the_subject(written: Written) -> None:
    assert shop().title == "Corner Bakery"
    assert 'id="bread"' in (written("shop") / "app/static/motifs.svg").read_text()


def _told(brief: Brief, name: str, **parameters: object) -> dict[str, Any]:
    """What the description says of one feature that ``brief`` is given; nothing when it is not used."""
    asked = Feature(name=name, label=name, parameters=parameters)
    told = app_expectations(brief.model_copy(update={"features": (asked,)}))["features"]
    return next((feature for feature in told if feature["name"] == name), {})


@pytest.mark.parametrize(
    ("name", "brief", "parameters", "expected"),
    [
        ("cart", inventory, {}, {"entity": "product", "cart": "/cart", "checkout": "/checkout"}),
        ("booking", club, {}, {"entity": "court", "path": "/book/{id}"}),
        ("booking", club, {"entity": "match"}, {"entity": "match"}),
        ("leaderboard", club, {}, {"entity": "match", "field": "points"}),
        ("leaderboard", inventory, {"entity": "product", "field": "price"}, {"field": "price"}),
        ("calendar", crm, {}, {"entity": "lead", "field": "expected_close"}),
        ("quiz", shop, {}, {"entity": "product", "answer": "category"}),
        ("gallery", shop, {}, {"entity": "product", "path": "/gallery"}),
        ("charts", crm, {}, {"path": "/reports"}),
    ],
)
def test_a_feature_finds_what_it_is_about(
    name: str, brief: Callable[[], Brief], parameters: dict[str, object], expected: dict[str, object]
) -> None:
    proof = _told(brief(), name, **parameters)["proofs"][0]
    assert {key: proof[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("name", "brief"), [("cart", crm), ("gallery", crm), ("calendar", inventory), ("leaderboard", _without_numbers)]
)
def test_a_feature_without_anything_to_be_about_is_left_out(name: str, brief: Callable[[], Brief]) -> None:
    assert _told(brief(), name) == {}


def test_nothing_is_sold_in_the_place_of_what_has_no_price() -> None:
    assert _told(inventory(), "cart", entity="supplier") == {}


@pytest.mark.parametrize(
    ("told", "slots"),
    [
        ({}, ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00", "17:00"]),
        ({"opens": 8, "closes": 10, "minutes": 45}, ["08:00", "08:45"]),
        ({"opens": 20, "closes": 8, "minutes": True}, ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00"]),
    ],
)
def test_slots_fill_the_day(told: dict[str, object], slots: list[str]) -> None:
    (proof,) = _told(club(), "booking", **told)["proofs"]
    assert proof["slots"][: len(slots)] == slots
    assert told == {} or len(proof["slots"]) >= len(slots)


def test_addresses_of_entities_come_first() -> None:
    news = Entity(
        name="news",
        plural="news",
        label="News",
        label_plural="News",
        display="name",
        fields=(field("name", required=True),),
    )
    brief = Brief(intent="build-app", title="Paper", summary="News.", entities=(news,))
    assert _told(brief, "news")["proofs"][0]["path"] == "/updates"
