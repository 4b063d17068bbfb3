"""What is kept about people is told from what is meant for everybody, by the kinds of record themselves."""

from __future__ import annotations

import pytest

from praetorium.generate import app_files
from praetorium.generate.features.accounts import kept_about_people
from praetorium.generate.features.public_pages import shown_to_all
from praetorium.generate.reading import app_view
from praetorium.models import Feature
from praetorium.words import read
from tests.generate.environment import TEMPLATES


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("A clinic with doctors, patients, appointments and treatments", {"patient", "appointment"}),
        ("A CRM with contacts, leads and companies", {"contact", "lead"}),
        ("A shop with products, orders and customers", {"order", "customer"}),
        ("A school with courses, teachers, students and enrolments", {"student", "enrolment"}),
        ("A museum with exhibitions, artists and rooms", set()),
        ("A recipe collection with recipes and ingredients", set()),
    ],
)
def test_people_and_their_papers_are_not_for_strangers(words: str, kept: set[str]) -> None:
    brief = read(words)
    assert {e.name for e in kept_about_people(brief, app_view(brief))} == kept


def test_what_a_site_is_asked_to_show_is_shown() -> None:
    brief = read("A clinic with doctors, patients and treatments")
    site = Feature(name="public_pages", label="Public pages", parameters={"entities": ["patient"]})
    told = brief.model_copy(update={"features": (*brief.features, site)})
    assert kept_about_people(told, app_view(told)) == []


def test_papers_about_people_are_in_no_shop_window() -> None:
    brief = read("A letting agency with apartments, contracts and prescriptions")
    site = Feature(name="public_pages", label="Public pages")
    told = brief.model_copy(update={"features": (*brief.features, site)})
    shown, kept = shown_to_all(told, app_view(told)), kept_about_people(told, app_view(told))
    assert [e.name for e in shown] == ["apartment"]
    assert {e.name for e in kept} == {"contract", "prescription"}


def test_whom_visitors_book_they_find() -> None:
    brief = read("A site with nannies (name, email, phone) and customers")
    booking = Feature(name="booking", label="Booking", parameters={"entity": "nanny"})
    told = brief.model_copy(update={"features": (*brief.features, booking)})
    assert {e.name for e in kept_about_people(told, app_view(told))} == {"customer"}


def test_an_application_of_nothing_else_is_closed_altogether() -> None:
    brief = read("A CRM with contacts and leads")
    accounts = Feature(name="accounts", label="Accounts")
    files = app_files(brief.model_copy(update={"features": (*brief.features, accounts)}), templates=TEMPLATES)
    assert "Please sign in to see this." in str(files["app/accounts/guard.py"])
    assert "app/accounts/sight.py" not in files, "nobody comes in who could see a part"
