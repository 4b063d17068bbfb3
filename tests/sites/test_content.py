"""Which business, which name, which pages: what is decided of a site from the words."""

from __future__ import annotations

import pytest

from praetorium.sites.business import kinds
from praetorium.sites.content import plan
from tests.sites.conftest import TEMPLATES, brief

KINDS = [
    ("one-page website for my bakery", "Bakery"),
    ("website for a dental clinic", "Dental Clinic"),
    ("landing page for our coffee shop", "Café"),
    ("site for a hair salon", "Salon"),
    ("website of a law firm", "Law Firm"),
    ("page for my gym", "Studio"),
    ("flower shop website", "Flower Shop"),
    ("website for a small hotel", "Guest House"),
    ("site for our plumbing company", "Workshop"),
    ("website for a bookshop", "Bookshop"),
    ("website for something quite different", "Business"),
]


@pytest.mark.parametrize(("words", "called"), KINDS)
def test_kind_of_business_is_recognised(words: str, called: str) -> None:
    assert plan(brief("Website"), words, TEMPLATES).business.called == called


@pytest.mark.parametrize(
    ("title", "words", "name"),
    [
        ("Bakery website", "one-page website for my bakery", "Our Bakery"),
        ("Website", 'website for my bakery "Morning & Crust"', "Morning & Crust"),
        ("Website", "website for a bakery called Brot Haus", "Brot Haus"),
        ("Kraftwerk", "website for the gym Kraftwerk", "Kraftwerk"),
        ("Dental clinic", "website for a dental clinic", "Our Dental Clinic"),
    ],
)
def test_name_is_taken_from_the_words(title: str, words: str, name: str) -> None:
    assert plan(brief(title), words, TEMPLATES).name == name


def test_pages_asked_for_are_the_pages_there_are() -> None:
    asked = brief("Dental clinic", pages=("home", "about", "services", "contact"))
    site = plan(asked, "website with home, about, services and contact pages", TEMPLATES)
    assert [page.title for page in site.pages] == ["Home", "About", "Services", "Contact"]
    assert [page.file for page in site.pages] == ["index.html", "about.html", "services.html", "contact.html"]


def test_page_that_is_not_known_is_there_all_the_same() -> None:
    site = plan(brief("Gym", pages=("home", "press", "FAQ")), "website for a gym", TEMPLATES)
    assert [(page.title, page.blocks) for page in site.pages][1:] == [("Press", ("text",)), ("FAQ", ("questions",))]


def test_one_page_holds_everything() -> None:
    site = plan(brief("Bakery"), "one-page website for my bakery", TEMPLATES)
    assert site.one_page
    assert {"offerings", "about", "contact", "hours"} <= set(site.pages[0].blocks)


def test_what_was_not_said_is_told() -> None:
    assumed = plan(brief("Website"), "a website", TEMPLATES).assumed
    assert any("no kind of business" in sentence for sentence in assumed)
    assert any("examples" in sentence for sentence in assumed)


def test_every_kind_has_its_illustration_and_enough_to_say() -> None:
    for name, kind in kinds(TEMPLATES).items():
        assert (TEMPLATES / "motifs" / f"{kind.motif}.svg").is_file(), name
        assert len(kind.offerings) >= 3 and len(kind.points) == 3 and len(kind.about) >= 2, name
