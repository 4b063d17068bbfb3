"""Pages that are named are pages, not things to keep."""

from __future__ import annotations

import pytest

from praetorium.words import read


@pytest.mark.parametrize(
    ("words", "title", "pages"),
    [
        (
            "website with home, about, services and contact pages for a dental clinic",
            "Dental clinic",
            ("Home", "About", "Services", "Contact"),
        ),
        (
            "website for a restaurant with menu, gallery and contact",
            "Restaurant",
            ("Home", "Menu", "Gallery", "Contact"),
        ),
    ],
)
def test_a_website_has_the_pages_it_was_asked_for(words: str, title: str, pages: tuple[str, ...]) -> None:
    brief = read(words)
    assert (brief.intent, brief.title, brief.pages) == ("build-website", title, pages)


def test_what_is_kept_on_a_site_makes_it_an_application() -> None:
    assert read("website with products and orders").intent == "build-app"
