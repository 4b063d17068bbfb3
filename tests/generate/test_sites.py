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

from praetorium.generate import app_expectations, app_files
from praetorium.generate.features.public_pages import FEATURE
from praetorium.generate.page_texts import page_text
from praetorium.generate.reading import app_view
from praetorium.models import Brief, Entity, Feature, FieldType
from praetorium.words import read
from tests.forked import Nursery
from tests.generate.briefs import crm, field, inventory
from tests.generate.environment import TEMPLATES, own_tests
from tests.generate.site_briefs import SITES, club, shop, town

Written = Callable[[str], Path]


def _without_numbers() -> Brief:
    return crm().model_copy(update={"entities": crm().entities[:1], "relations": ()})


@pytest.mark.parametrize("name", SITES)
def test_the_source_passes_ruff_and_mypy(name: str, written: Written, app_python: Path, cache: Path) -> None:
    for command in (
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--no-cache", "--check", "."),
        ("mypy", "--python-executable", str(app_python), "--cache-dir", str(cache)),
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=written(name), capture_output=True, text=True, timeout=240
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", SITES)
def test_its_own_tests_pass(name: str, written: Written, nursery: Nursery, tmp_path: Path) -> None:
    done = own_tests(nursery, written(name), tmp_path / "log")
    assert done.code == 0, done.said[-4000:]
    assert re.search(r"\d+ passed", done.said) and "skipped" not in done.said


def test_every_feature_asked_for_is_in_the_description() -> None:
    for brief in (make() for make in SITES.values()):
        told = {feature["name"] for feature in app_expectations(brief)["features"]}
        assert {feature.name for feature in brief.features} <= told


def test_answers_are_kept_back_where_questions_are_asked_but_not_what_can_be_looked_up() -> None:
    asked, looked_up = (app_files(make(), templates=TEMPLATES) for make in (town, club))
    assert "app/answers.py" in asked and '"answer"' not in str(asked["app/templates/questions/list.html"])
    assert "app/answers.py" not in looked_up


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


def test_what_a_feature_has_a_page_for_is_no_page_of_text_besides() -> None:
    pages = {"pages": ["Contact", "FAQ", "Blog", "Gallery", "Terms"]}
    asked = tuple(Feature(name=name, label=name) for name in ("faq", "news"))
    site = Feature(name="public_pages", label="Site", parameters=pages)
    brief = inventory().model_copy(update={"features": (site, *asked)})
    use = FEATURE.use(brief, app_view(brief))
    assert use is not None
    assert [page["title"] for page in use.context["site_pages"]] == ["About", "Gallery", "Terms"]


def test_pages_of_which_only_the_name_is_known_do_not_say_the_same() -> None:
    told = {"title": "Harbour", "summary": "Boats.", "things": "boats"}
    unknown = [page_text("Moorings", **told, turn=turn) for turn in range(3)]
    assert len({text for _, text in unknown}) == 3
    assert all("Moorings" in lead + text or "moorings" in lead + text for lead, text in unknown)
    portfolio = page_text("Our portfolio", **told)
    assert portfolio == page_text("portfolio page", **told) != page_text("Testimonials", **told)
    assert page_text("History & mission", **told) == page_text("history", **told)
    for lead, text in (*unknown, portfolio):
        assert "{" not in lead + text and len(re.findall("^## ", text, re.MULTILINE)) == 3


def test_whoever_writes_to_a_site_becomes_a_lead_where_leads_are_kept() -> None:
    lead = Entity(
        name="lead",
        plural="leads",
        label="Lead",
        label_plural="Leads",
        display="name",
        fields=(field("name", required=True), field("email", FieldType.EMAIL), field("phone", FieldType.PHONE)),
    )
    site = Brief(intent="build-app", title="Roofs", summary="Roofs.", entities=(lead,))
    asked = site.model_copy(update={"features": (Feature(name="public_pages", label="Site"),)})
    use = FEATURE.use(asked, app_view(asked))
    assert use is not None
    assert use.context["intake"].fields == {"name": "name", "email": "email", "phone": "phone"}
    files = app_files(asked, templates=TEMPLATES)
    assert 'action="/contact"' in str(files["app/templates/site/home.html"])
    assert "leads.create(" in str(files["app/web/site.py"])


@pytest.mark.parametrize(("name", "kind", "bookable"), [("patient", "person", False), ("treatment", "task", True)])
def test_a_site_promises_booking_where_something_can_be_booked(name: str, kind: str, bookable: bool) -> None:
    kept = Entity(
        name=name,
        plural=f"{name}s",
        label=name.capitalize(),
        label_plural=f"{name.capitalize()}s",
        display="name",
        kind=kind,
        fields=(field("name", required=True), field("phone", FieldType.PHONE)),
    )
    features = tuple(Feature(name=feature, label=feature) for feature in ("public_pages", "booking"))
    files = app_files(
        Brief(intent="build-app", title="Practice", summary="", entities=(kept,), features=features),
        templates=TEMPLATES,
    )
    assert ("app/web/booking.py" in files) is bookable
    told = "Treatments to choose from. Pick a day and a time that suit you, and book them online."
    assert (told in str(files["app/templates/site.html"])) is bookable


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


def _read(words: str) -> dict[str, str | bytes]:
    return app_files(read(words), templates=TEMPLATES)


def test_wares_are_drawn_as_what_they_are_or_not_at_all() -> None:
    soap, lamp = _read("A web shop for handmade soap"), _read("an online shop for kaleidoscopes")
    assert re.findall(r'symbol id="(\w+)"', str(soap["app/static/motifs.svg"])) == ["soap"]
    assert '"soap"' in str(soap["app/templates/site/_cards.html"])
    # A shop front stands for the shop; what is not known has its initials.
    assert re.findall(r'symbol id="(\w+)"', str(lamp["app/static/motifs.svg"])) == ["shop"]
    assert 'art(record|string, ""' in str(lamp["app/templates/site/_cards.html"])


def test_who_books_finds_the_way_on_the_front_page() -> None:
    files = _read("A website where customers can book our meeting rooms")
    home = str(files["app/templates/site/home.html"])
    assert '<a class="button main" href="/book">' in home and 'href="/book/mine"' in home
    assert "per hour" in str(_read("reservation website for venues")["app/templates/site/_cards.html"])


def test_only_one_way_is_where_one_is() -> None:
    base = str(app_files(club(), templates=TEMPLATES)["app/templates/base.html"])
    assert "path.startswith(\"/book/\") and not path.startswith(('/book/all',))" in base


def test_a_quiz_has_its_leaderboard_of_people() -> None:
    quiz = Feature(name="quiz", label="Quiz", parameters={"entity": "product", "answer": "category"})
    told = app_expectations(
        shop().model_copy(update={"features": (quiz, Feature(name="leaderboard", label="Leaderboard"))})
    )["features"]
    (found,) = (feature for feature in told if feature["name"] == "leaderboard")
    assert found["label"] == "Leaderboard of people by right answers in the quiz"


def test_nobody_buys_a_job() -> None:
    job = Entity(
        name="job",
        plural="jobs",
        label="Job",
        label_plural="Jobs",
        display="title",
        kind="document",
        fields=(field("title", required=True), field("salary", FieldType.MONEY)),
    )
    assert _told(Brief(intent="build-app", title="Jobs", summary="", entities=(job,)), "cart") == {}
